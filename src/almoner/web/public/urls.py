"""The addresses of the public pages. Once published, an address stays."""

from django.urls import URLPattern, path

from almoner.registers.kinds import KINDS, Register

from . import (
    about,
    agreements,
    catalogue,
    certificates,
    contact,
    copies,
    decisions,
    demonstration,
    duties,
    editions,
    feeds,
    following,
    forward_plan,
    home,
    organisation_lists,
    organisations,
    places,
    registers,
    search,
    sitemaps,
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
        path(f"{base}.xlsx", view.agreements_xlsx, said, name=f"{register}-xlsx"),
        path(f"{base}.atom", feeds.agreements_atom, said, name=f"{register}-atom"),
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
    path(f"{SERIES}.xlsx", copies.copies_xlsx, name="copies-xlsx"),
    path(f"{SERIES}.atom", feeds.copies_atom, name="copies-atom"),
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
    path("registers/spend.xlsx", spend.payments_xlsx, name="payments-xlsx"),
    path("registers/spend.atom", feeds.payments_atom, name="payments-atom"),
    path("registers/spend/<slug:reference>/", spend.payment, name="payment"),
    path("registers/spend/<slug:reference>.csv", spend.payment_csv, name="payment-csv"),
    path("registers/spend/<slug:reference>.json", spend.payment_json, name="payment-json"),
    *of_register(Register.CONTRACTS),
    *of_register(Register.GRANTS),
    *copies_urls,
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.csv", decisions.decisions_csv, name="decisions-csv"),
    path("decisions.json", decisions.decisions_json, name="decisions-json"),
    path("decisions.atom", feeds.decisions_atom, name="decisions-atom"),
    path("decisions/<slug:number>/", decisions.decision, name="decision"),
    path("decisions/<slug:number>.json", decisions.decision_json, name="decision-json"),
    path("organisations/", organisation_lists.organisations, name="organisations"),
    path("organisations.csv", organisation_lists.organisations_csv, name="organisations-csv"),
    path("organisations.json", organisation_lists.organisations_json, name="organisations-json"),
    path("organisations.xlsx", organisation_lists.organisations_xlsx, name="organisations-xlsx"),
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
    path(
        "organisations/<slug:reference>.xlsx",
        organisations.organisation_xlsx,
        name="organisation-xlsx",
    ),
    path(
        "organisations/<slug:reference>.atom",
        feeds.organisation_atom,
        name="organisation-atom",
    ),
    path("places/", places.places, name="places"),
    path("places.csv", places.places_csv, name="places-csv"),
    path("places.json", places.places_json, name="places-json"),
    path("places.xlsx", places.places_xlsx, name="places-xlsx"),
    path("places/<slug:place>/", places.place, name="place"),
    path("places/<slug:place>.csv", places.place_csv, name="place-csv"),
    path("places/<slug:place>.json", places.place_json, name="place-json"),
    path("places/<slug:place>.xlsx", places.place_xlsx, name="place-xlsx"),
    path("forward-plan/", forward_plan.forward_plan, name="forward-plan"),
    path("forward-plan.csv", forward_plan.forward_plan_csv, name="forward-plan-csv"),
    path("forward-plan.json", forward_plan.forward_plan_json, name="forward-plan-json"),
    path("forward-plan.xlsx", forward_plan.forward_plan_xlsx, name="forward-plan-xlsx"),
    path("forward-plan.atom", feeds.forward_plan_atom, name="forward-plan-atom"),
    path("search/", search.search, name="search"),
    path("about/contact/", contact.contact, name="contact"),
    path("about/<slug:page>/", about.statement, name="statement"),
    path("duties/", duties.duties, name="duties"),
    path("duties.csv", duties.duties_csv, name="duties-csv"),
    path("duties.json", duties.duties_json, name="duties-json"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue.jsonld", catalogue.catalogue_jsonld, name="catalogue-jsonld"),
    path("data.json", catalogue.catalogue_json, name="catalogue-json"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("duties.xlsx", duties.duties_xlsx, name="duties-xlsx"),
    path("editions/", editions.editions, name="editions"),
    path("editions.atom", feeds.editions_atom, name="editions-atom"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("follow/", following.follow, name="follow"),
    path("follow/asked/", following.asked, name="follow-asked"),
    path("follow/confirm/<str:token>/", following.confirm, name="confirm-follow"),
    path("follow/stop/<str:token>/", following.stop, name="stop-follow"),
    path("certificates/<slug:number>/", certificates.certificate, name="certificate"),
    path(
        "training-calendar/<str:token>.ics",
        certificates.training_calendar,
        name="training-calendar",
    ),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}<str:name>", editions.edition_file, name="edition-file"),
]
