"""The addresses of the public pages. Once published, an address stays."""

from django.urls import URLPattern, path

from almoner.registers.kinds import KINDS, Register

from . import (
    about,
    agreements,
    contact,
    copies,
    demonstration,
    duties,
    editions,
    home,
    organisations,
    places,
    registers,
    search,
    spend,
)

app_name = "public"


def of_register(register: Register) -> list[URLPattern]:
    """The register's own pages, its agreements' pages, and their twins."""
    base, one, view = f"registers/{register}", str(KINDS[register]), agreements
    said = {"register": register}
    return [
        path(f"{base}/", view.agreements, said, name=register),
        path(f"{base}.csv", view.agreements_csv, said, name=f"{register}-csv"),
        path(f"{base}.json", view.agreements_json, said, name=f"{register}-json"),
        path(f"{base}/<slug:reference>/", view.agreement, said, name=one),
        path(f"{base}/<slug:reference>.csv", view.agreement_csv, said, name=f"{one}-csv"),
        path(f"{base}/<slug:reference>.json", view.agreement_json, said, name=f"{one}-json"),
    ]


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
    *of_register(Register.CONTRACTS),
    *of_register(Register.GRANTS),
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
    path("places/", places.places, name="places"),
    path("places.csv", places.places_csv, name="places-csv"),
    path("places.json", places.places_json, name="places-json"),
    path("places/<slug:place>/", places.place, name="place"),
    path("places/<slug:place>.csv", places.place_csv, name="place-csv"),
    path("places/<slug:place>.json", places.place_json, name="place-json"),
    path("search/", search.search, name="search"),
    path("about/contact/", contact.contact, name="contact"),
    path("about/<slug:page>/", about.statement, name="statement"),
    path("duties/", duties.duties, name="duties"),
    path("duties.csv", duties.duties_csv, name="duties-csv"),
    path("duties.json", duties.duties_json, name="duties-json"),
    path("editions/", editions.editions, name="editions"),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}<str:name>", editions.edition_file, name="edition-file"),
]
