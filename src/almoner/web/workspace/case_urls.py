"""The addresses of cases."""

from django.urls import path

from almoner.commissions.kinds import AssessmentKind, Part

from . import (
    case_as_at,
    case_course,
    case_cover,
    case_ends,
    case_evidence,
    case_lists,
    case_waiting,
    cases,
    forward_plan,
)

CASE = "commissions/<slug:reference>/"

case_urls = [
    path("commissions/", case_lists.commissions, name="commissions"),
    path("commissions/list.csv", case_lists.commissions_csv, name="commissions-csv"),
    path("commissions/pipeline/", case_lists.pipeline, name="pipeline"),
    path("commissions/stuck/", case_waiting.stuck, name="stuck-cases"),
    path("forward-plan/", forward_plan.forward_plan, name="forward-plan"),
    path("forward-plan/<slug:reference>/", forward_plan.plan_entry, name="plan-entry"),
    path("forward-plan/<slug:reference>/take-off/", forward_plan.take_off, name="leave-plan"),
    path("commissions/ends/", case_ends.ends, name="case-ends"),
    path("commissions/new/", cases.begin, name="begin-case"),
    path(
        "commissions/consultations/<slug:reference>/answer/",
        case_evidence.answer,
        name="answer-consultation",
    ),
    path("commissions/assessments/<slug:reference>/", case_evidence.sign, name="sign-assessment"),
    path("commissions/gates/<slug:reference>/", case_course.decide, name="decide-gate"),
    path(
        "commissions/gates/<slug:reference>/withdraw/", case_course.withdraw, name="withdraw-gate"
    ),
    path(CASE, cases.case, name="commission"),
    path(f"{CASE}as-at/", case_as_at.case_as_at, name="case-as-at"),
    *(path(f"{CASE}{part}/", cases.part, {"part": part}, name=f"case-{part}") for part in Part),
    *(
        path(f"{CASE}{kind}/", case_evidence.assess, {"kind": kind}, name=f"case-{kind}")
        for kind in AssessmentKind
    ),
    path(f"{CASE}forward-plan/", forward_plan.propose, name="case-forward-plan"),
    path(f"{CASE}route-test/", case_evidence.route_test, name="case-route-test"),
    path(f"{CASE}consultation/", case_evidence.consultations, name="case-consultations"),
    path(f"{CASE}consultation/record/", case_evidence.record, name="record-consultation"),
    path(f"{CASE}assessments/", case_evidence.assessments, name="case-assessments"),
    path(f"{CASE}splitting/", case_evidence.splitting, name="case-splitting"),
    path(f"{CASE}link/", case_evidence.link, name="link-case"),
    path(f"{CASE}documents/", case_cover.documents, name="case-documents"),
    path(f"{CASE}funding/", case_cover.funding, name="case-funding"),
    path(f"{CASE}gate/", case_course.gate, name="case-gate"),
    path(f"{CASE}team/", case_course.team, name="case-team"),
    path(f"{CASE}course/", case_course.course, name="case-course"),
    path(f"{CASE}hold/", case_course.hold, name="hold-case"),
    path(f"{CASE}stop/", case_course.stop, name="stop-case"),
    path(f"{CASE}route/", case_course.change_route, name="change-route"),
    path(f"{CASE}framework/", case_course.move, name="move-case"),
]
