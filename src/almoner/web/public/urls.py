"""The addresses of the public pages. Once published, an address stays."""

from django.urls import path

from . import copies, demonstration, duties, editions, home, organisations, registers, spend

app_name = "public"

EDITION = "editions/<slug:series>/<slug:period>/<int:number>/"

SERIES = "registers/<copies:kind>"
copies_urls = [
    path(f"{SERIES}/", copies.copies, name="copies"),
    path(f"{SERIES}.csv", copies.copies_csv, name="copies-csv"),
    path(f"{SERIES}.json", copies.copies_json, name="copies-json"),
    path(f"{SERIES}/<slug:reference>/", copies.copy, name="copy"),
    path(f"{SERIES}/<slug:reference>.pdf", copies.copy_file, name="copy-file"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("demonstration/", demonstration.demonstration, name="demonstration"),
    path("registers/", registers.registers, name="registers"),
    path("registers/spend/", spend.payments, name="payments"),
    path("registers/spend.csv", spend.payments_csv, name="payments-csv"),
    path("registers/spend.json", spend.payments_json, name="payments-json"),
    path("registers/spend/<slug:reference>/", spend.payment, name="payment"),
    path("registers/spend/<slug:reference>.csv", spend.payment_csv, name="payment-csv"),
    path("registers/spend/<slug:reference>.json", spend.payment_json, name="payment-json"),
    *copies_urls,
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:reference>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<slug:reference>.csv",
        organisations.organisation_csv,
        name="organisation-csv",
    ),
    path(
        "organisations/<slug:reference>.json",
        organisations.organisation_json,
        name="organisation-json",
    ),
    path("duties/", duties.duties, name="duties"),
    path("editions/", editions.editions, name="editions"),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}<str:name>", editions.edition_file, name="edition-file"),
]
