"""The addresses of decisions, of the scheme of delegation, and of who holds which office."""

from django.urls import path

from . import (
    assurance_files,
    decision_acts,
    decision_lists,
    decisions,
    decisions_as_at,
    delegation_pages,
    offices,
)

DECISION = "decisions/<slug:reference>/"

decision_urls = [
    path("decisions/", decision_lists.decisions_list, name="decisions"),
    path("decisions/as-at/", decisions_as_at.decisions_as_at, name="decisions-as-at"),
    path("decisions/new/", decisions.begin_about_body, name="begin-body-decision"),
    path("decisions/scheme/", delegation_pages.scheme, name="scheme"),
    path("decisions/scheme/as-at/", decisions_as_at.scheme_as_at, name="scheme-as-at"),
    path("decisions/offices/papers/<slug:reference>/", offices.decide, name="decide-office"),
    path(
        "decisions/offices/papers/<slug:reference>/withdraw/",
        offices.withdraw,
        name="withdraw-office",
    ),
    path(
        "decisions/offices/papers/<slug:reference>/confirm/",
        offices.confirm,
        name="confirm-office",
    ),
    path("decisions/offices/<slug:code>/", offices.office, name="office"),
    path(
        "decisions/offices/<slug:code>/end/<slug:reference>/", offices.vacate, name="vacate-office"
    ),
    path(
        "decisions/delegations/<slug:reference>/end/",
        delegation_pages.end,
        name="end-delegation",
    ),
    path("commissions/<slug:reference>/decisions/", decision_lists.of_case, name="case-decisions"),
    path("commissions/<slug:reference>/decide/", decisions.begin, name="begin-decision"),
    path(DECISION, decisions.decision, name="decision"),
    path(f"{DECISION}as-at/", decisions_as_at.decision_as_at, name="decision-as-at"),
    path(f"{DECISION}edit/<slug:section>/", decisions.edit, name="edit-decision"),
    path(f"{DECISION}part-two/", decisions.part_two, name="decision-part-two"),
    path(f"{DECISION}form.<str:kind>", decisions.form_file, name="decision-form"),
    path(f"{DECISION}assurance-file/", assurance_files.of_decision, name="decision-file"),
    path(f"{DECISION}submit/", decision_acts.submit, name="submit-decision"),
    path(f"{DECISION}withdraw/", decision_acts.withdraw, name="withdraw-decision"),
    path(f"{DECISION}advise/<slug:subject>/", decision_acts.advise, name="advise-decision"),
    path(f"{DECISION}sign/", decision_acts.sign, name="sign-decision"),
    path(f"{DECISION}lapse/", decision_acts.lapse, name="lapse-decision"),
    path(f"{DECISION}part-one/", decision_acts.part_one, name="decision-part-one"),
]
