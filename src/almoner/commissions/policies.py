"""Who may see a case, work on it, lead it, and let it through a gate."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused
from almoner.framework.holding import acts_in

from .models import Assessment, Commission, GateAsked, PlanEntry
from .queries import READERS, READERS_OF_RESTRICTED, gate_awaiting, references_of, team_of
from .rules import office_whose_turn
from .states import LIVE, OVER, CaseState

WORKERS = frozenset({Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.FINANCE})
SIGNERS = frozenset({Role.COMMISSIONING_OFFICER, Role.APPROVER})


def may_see_cases(user: User, *, on: date) -> Verdict:
    """Any official but the administrator, who reads no case, and members from outside."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Your role does not read cases."))


def may_see_case(user: User, commission: Commission, *, on: date) -> Verdict:
    """As cases; a restricted one its lead and team, approvers, finance, the auditor, and whoever
    is to decide at its gate.
    """
    roles = roles_of(user, on=on)
    if not roles & READERS:
        return refused(_("Your role does not read cases."))
    if not commission.is_restricted or roles & READERS_OF_RESTRICTED:
        return ALLOWED
    if _works_on(user, commission, on=on) or _is_asked(user, commission, on=on):
        return ALLOWED
    return refused(_("Only those who work on this case may see it."))


def may_begin_case(user: User, *, on: date) -> Verdict:
    """A commissioning officer, who leads it until they hand it over."""
    if Role.COMMISSIONING_OFFICER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only a commissioning officer begins a case."))


def may_work_on_case(user: User, commission: Commission, *, on: date) -> Verdict:
    """Its lead and team, or who deputises for one of them, while nothing awaits a decision."""
    if not roles_of(user, on=on) & WORKERS or not _works_on(user, commission, on=on):
        return refused(_("Only the lead and the team of this case change it."))
    if commission.state in OVER:
        return refused(_("This case is over. What it says stays as it is."))
    if gate_awaiting(commission):
        return refused(_("It awaits a decision at a gate. Withdraw that first."))
    return ALLOWED


def may_lead_case(user: User, commission: Commission, *, on: date) -> Verdict:
    """Its lead, or who deputises for them as a commissioning officer."""
    if _leads(user, commission, on=on) and Role.COMMISSIONING_OFFICER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only the lead of this case does that."))


def may_hand_over_case(user: User, commission: Commission, *, on: date) -> Verdict:
    """Its lead, or an approver: a lead may be gone."""
    if Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return may_lead_case(user, commission, on=on)


def may_be_lead(person: User, *, on: date) -> Verdict:
    """Whoever is a commissioning officer."""
    if Role.COMMISSIONING_OFFICER in roles_of(person, on=on):
        return ALLOWED
    return refused(_("Only a commissioning officer leads a case."))


def may_join_case(person: User, *, on: date) -> Verdict:
    """Whoever reads cases, but the auditor, who changes none."""
    if roles_of(person, on=on) & (READERS - {Role.AUDITOR}):
        return ALLOWED
    return refused(_("Only officials who read cases join the team of one."))


def may_sign_assessment(user: User, assessment: Assessment, *, on: date) -> Verdict:
    """A commissioning officer or approver who sees the case, and neither wrote it nor stands for
    who did.
    """
    seen = may_see_case(user, assessment.commission, on=on)
    if not seen:
        return seen
    if not roles_of(user, on=on) & SIGNERS:
        return refused(_("Only a commissioning officer or an approver signs an assessment."))
    if assessment.written_by.reference in references_of(user, on=on):
        return refused(_("You wrote it, or stand in for who did. Somebody else signs it."))
    return ALLOWED


def may_ask_gate(user: User, commission: Commission, *, on: date) -> Verdict:
    """Its lead, of a case that is open and asks nothing already."""
    if commission.state != CaseState.OPEN:
        return refused(_("Only an open case goes through a gate."))
    if gate_awaiting(commission):
        return refused(_("It awaits a decision at a gate already."))
    return may_lead_case(user, commission, on=on)


def may_decide_gate(user: User, gate: GateAsked, *, on: date) -> Verdict:
    """Whoever holds the office whose turn it is, or is their deputy that day: nobody who works on
    the case, asked, or has decided on it before, and nobody who stands in for one of them.
    """
    said = list(gate.said.select_related("decided_by", "in_place_of"))
    office = office_whose_turn(gate)
    if office is None:
        return refused(_("Nobody has to decide on it any more."))
    if acts_in(user, office, on=on) is None:
        words = {"office": office.title}
        return refused(
            _("Only who holds this office, or their deputy, says now: %(office)s.") % words
        )
    mine = references_of(user, on=on)
    concerned = {gate.asked_by.reference, gate.commission.lead.reference}
    concerned |= {one.reference for one in team_of(gate.commission, on=on)}
    if mine & concerned:
        return refused(_("You work on this case, or stand in for who does. Somebody else decides."))
    earlier = {one.decided_by.reference for one in said}
    earlier |= {one.in_place_of.reference for one in said if one.in_place_of}
    if mine & earlier:
        return refused(_("You decided at an earlier step. Each step is somebody else’s."))
    return ALLOWED


def may_answer_splitting(user: User, commission: Commission, *, on: date) -> Verdict:
    """Its lead answers for it."""
    work = may_work_on_case(user, commission, on=on)
    return may_lead_case(user, commission, on=on) if work else work


def may_propose_for_plan(user: User, commission: Commission, *, on: date) -> Verdict:
    """Its lead, while it is under way and not restricted."""
    if commission.state not in LIVE:
        return refused(_("Only a case that is under way stands on the forward plan."))
    if commission.is_restricted:
        return refused(_("Nothing of a restricted case is told to the public."))
    return may_lead_case(user, commission, on=on)


def may_check_for_plan(user: User, entry: PlanEntry, *, on: date) -> Verdict:
    """A publisher who sees the case, and neither wrote the words nor stands for who did."""
    seen = may_see_case(user, entry.commission, on=on)
    if not seen:
        return seen
    if Role.PUBLISHER not in roles_of(user, on=on):
        return refused(_("Only a publisher checks what the forward plan says."))
    if entry.written_by.reference in references_of(user, on=on):
        return refused(_("You wrote it, or stand in for who did. Somebody else checks it."))
    return ALLOWED


def may_take_off_plan(user: User, entry: PlanEntry, *, on: date) -> Verdict:
    """The lead of its case, or a publisher. One is enough: it only tells the public less."""
    if Role.PUBLISHER in roles_of(user, on=on):
        return may_see_case(user, entry.commission, on=on)
    return may_lead_case(user, entry.commission, on=on)


def _leads(user: User, commission: Commission, *, on: date) -> bool:
    return commission.lead.reference in references_of(user, on=on)


def _is_asked(user: User, commission: Commission, *, on: date) -> bool:
    """Whether it is the turn of an office in which somebody acts, at the gate of a case."""
    gate = gate_awaiting(commission)
    office = office_whose_turn(gate) if gate else None
    return office is not None and acts_in(user, office, on=on) is not None


def _works_on(user: User, commission: Commission, *, on: date) -> bool:
    mine = references_of(user, on=on)
    if commission.lead.reference in mine:
        return True
    if commission.team_said is not None:
        return any(one["reference"] in mine for one in commission.team_said)
    return team_of(commission, on=on).filter(reference__in=mine).exists()
