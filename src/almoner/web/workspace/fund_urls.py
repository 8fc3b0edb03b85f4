"""The addresses of funds, their lines, and transfers between these."""

from django.urls import path

from . import fund_lines, fund_settling, fund_transfers, funds

LINE = "funds/lines/<slug:reference>/"
TRANSFER = "funds/transfers/<slug:reference>/"
FUND = "funds/<slug:reference>/"

fund_urls = [
    path("funds/", funds.funds, name="funds"),
    path("funds/list.csv", funds.funds_csv, name="funds-csv"),
    path("funds/open/", funds.open_new, name="open-fund"),
    path(LINE, fund_lines.line, name="budget-line"),
    path(f"{LINE}transfer/", fund_transfers.propose, name="transfer-money"),
    path(f"{LINE}settling/", fund_settling.settling, name="settling"),
    path(f"{LINE}<slug:verb>/", fund_lines.move, name="move-money"),
    path(TRANSFER, fund_transfers.transfer, name="transfer"),
    path(f"{TRANSFER}approve/", fund_transfers.approve, name="approve-transfer"),
    path(f"{TRANSFER}refuse/", fund_transfers.refuse, name="refuse-transfer"),
    path(f"{TRANSFER}withdraw/", fund_transfers.withdraw, name="withdraw-transfer"),
    path(FUND, funds.fund, name="fund"),
    path(f"{FUND}entries/", funds.entries, name="fund-entries"),
    path(f"{FUND}entries.csv", funds.fund_csv, name="fund-entries-csv"),
    path(f"{FUND}revise/", funds.revise, name="revise-fund"),
    path(f"{FUND}lines/open/", fund_lines.open_line, name="open-budget-line"),
]
