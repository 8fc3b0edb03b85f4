"""The addresses of the public pages. Once published, an address stays."""

from django.urls import path

from . import about, contact, demonstration, duties, editions, home, organisations, registers, spend

app_name = "public"

EDITION = "editions/<slug:series>/<slug:period>/<int:number>/"

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
    path("about/contact/", contact.contact, name="contact"),
    path("about/<slug:page>/", about.statement, name="statement"),
    path("duties/", duties.duties, name="duties"),
    path("editions/", editions.editions, name="editions"),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}<str:name>", editions.edition_file, name="edition-file"),
]
