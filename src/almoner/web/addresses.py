"""Where each thing is seen or done: from its name in the ledger to a page, if it has one."""

from collections.abc import Mapping
from functools import cache, lru_cache

from django.urls import NoReverseMatch, reverse

READ, SOMETHING = "read", "SOMETHING"

# The label of a model and what is done there, to a route that takes the thing's reference. A
# route that does not exist leads nowhere, and what has no line here has no page.
PAGES: Mapping[tuple[str, str], str] = {
    ("academy.course", "book"): "workspace:book-course",
    ("academy.course", READ): "workspace:course",
    ("academy.workshop", READ): "workspace:workshop",
    ("academy.workshop", "record"): "workspace:record-attendance",
    ("academy.booking", READ): "workspace:give-up-place",
    ("academy.booking", "evaluate"): "workspace:evaluate-workshop",
    ("academy.certificate", READ): "workspace:certificate",
    ("academy.gaps", READ): "workspace:training-gaps",
    ("accounts.rolegrant", "decide"): "workspace:decide-role",
    ("accounts.rolegrant", "confirm"): "workspace:confirm-role",
    ("accounts.user", READ): "workspace:person",
    ("accounts.team", READ): "workspace:team",
    ("actions.action", READ): "workspace:action",
    ("actions.action", "chase"): "workspace:action",
    ("actions.overdue", READ): "workspace:overdue-actions",
    ("reports.report", READ): "workspace:report",
    ("reports.report", "issue"): "workspace:issue-report",
    ("assurance.control", READ): "workspace:control",
    ("boards.board", READ): "workspace:board",
    ("boards.meeting", READ): "workspace:meeting",
    ("boards.meeting", "call"): "workspace:call-meeting",
    ("boards.meeting", "hold"): "workspace:hold-meeting",
    ("boards.meeting", "agree"): "workspace:meeting-minutes",
    ("boards.meeting", "minute"): "workspace:meeting-minutes",
    ("boards.meeting", "confirm"): "workspace:meeting-minutes",
    ("boards.meeting", "rule"): "workspace:meeting",
    ("boards.meeting", "answer"): "workspace:meeting",
    ("boards.item", READ): "workspace:agenda-item",
    ("audits.review", READ): "workspace:audit",
    ("audits.recommendation", READ): "workspace:recommendation",
    ("audits.recommendation", "agree"): "workspace:agree-action",
    ("audits.recommendation", "answer"): "workspace:answer-recommendation",
    ("audits.recommendation", "evidence"): "workspace:add-evidence",
    ("audits.evidence", READ): "workspace:evidence",
    ("audits.improvementplan", READ): "workspace:improvement-plan",
    ("audits.sample", READ): "workspace:sample",
    ("risks.risk", READ): "workspace:risk",
    ("risks.risk", "record"): "workspace:record-risk",
    ("framework.objective", READ): "workspace:risk-programme",
    ("agreements.agreement", READ): "workspace:agreement",
    ("agreements.diary", READ): "workspace:agreement-diary-of",
    ("agreements.providercontact", READ): "workspace:agreement",
    ("commissions.commission", READ): "workspace:commission",
    ("commissions.commission", "need"): "workspace:case-need",
    ("commissions.commission", "terms"): "workspace:case-terms",
    ("commissions.commission", "timetable"): "workspace:case-timetable",
    ("commissions.commission", "direct-award"): "workspace:case-direct-award",
    ("commissions.commission", "route-test"): "workspace:case-route-test",
    ("commissions.commission", "consultation"): "workspace:case-consultations",
    ("commissions.commission", "equality"): "workspace:case-equality",
    ("commissions.commission", "data-protection"): "workspace:case-data-protection",
    ("commissions.commission", "documents"): "workspace:case-documents",
    ("commissions.commission", "funding"): "workspace:case-funding",
    ("commissions.commission", "splitting"): "workspace:case-splitting",
    ("commissions.commission", "gate"): "workspace:case-gate",
    ("commissions.gateasked", "decide"): "workspace:decide-gate",
    ("commissions.assessment", "sign"): "workspace:sign-assessment",
    ("commissions.planentry", READ): "workspace:plan-entry",
    ("commissions.assessment", READ): "workspace:sign-assessment",
    ("commissions.gateasked", READ): "workspace:decide-gate",
    ("commissions.commission", "decide"): "workspace:case-decisions",
    ("decisions.decision", READ): "workspace:decision",
    ("decisions.decision", "sign"): "workspace:sign-decision",
    ("decisions.decision", "advise"): "workspace:decision",
    ("decisions.decision", "publish"): "workspace:decision-part-one",
    ("decisions.delegation", READ): "workspace:end-delegation",
    ("organisations.likeness", "decide"): "workspace:organisations",
    ("enquiries.enquiry", READ): "workspace:enquiry",
    ("enquiries.queue", READ): "workspace:enquiry-queue",
    ("organisations.organisation", READ): "public:organisation",
    ("organisations.organisation", "decide"): "workspace:organisation",
    ("payments.payment", "match"): "workspace:match",
    ("core.event", READ): "workspace:ledger",
    ("registers.edition", READ): "workspace:published-edition",
    ("registers.finding", READ): "workspace:finding",
    ("registers.findings", READ): "workspace:findings-in",
    ("registers.preparation", READ): "workspace:edition",
    ("registers.preparation", "mend"): "workspace:edition",
    ("registers.standingauthority", READ): "workspace:authority",
    ("outbox.message", READ): "workspace:message",
    ("documents.filling", READ): "workspace:filling",
    ("documents.templateversion", READ): "workspace:template-version",
    ("documents.storedfile", "review"): "workspace:review-file",
    ("framework.office", READ): "workspace:office",
    ("framework.officegrant", "decide"): "workspace:decide-office",
    ("framework.officegrant", "confirm"): "workspace:confirm-office",
    ("framework.frameworkversion", READ): "workspace:framework-version",
    ("funding.budgetline", READ): "workspace:budget-line",
    ("funding.fund", READ): "workspace:fund",
    ("funding.transfer", READ): "workspace:transfer",
    ("framework.duty", READ): "workspace:copies",
    ("papers.copy", "check"): "workspace:check-copy",
    ("papers.documents", READ): "workspace:agreement-documents",
    ("papers.copy", READ): "workspace:copy",
    ("papers.exemption", READ): "workspace:exemption",
    ("payments.payment", READ): "public:payment",
    ("registers.withholding", READ): "workspace:withholding",
    ("statements.statementversion", READ): "workspace:statement-version",
}


@cache
def address_by_reference(route: str) -> str:
    """The address of a route that takes a reference, with SOMETHING in its place."""
    return reverse(route, args=[SOMETHING])


@lru_cache(maxsize=5_000)  # a list of what is due asks for hundreds, the same from page to page
def address_of(about: str, verb: str = READ) -> str | None:
    """The page on which to do something with what the ledger calls `accounts.rolegrant:ROL-…`.

    Of what has no reference, as in `organisations.likeness:`, it is the page that lists them.
    """
    label, _colon, reference = about.partition(":")
    route = PAGES.get((label, verb))
    try:
        return reverse(route, args=[reference] if reference else []) if route else None
    except NoReverseMatch:
        return None
