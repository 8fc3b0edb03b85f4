"""Who may write a decision, advise on it, approve it, and give or end a delegation."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.commissions.models import Commission
from almoner.commissions.policies import WORKERS, may_see_case, may_see_cases
from almoner.commissions.queries import READERS, READERS_OF_RESTRICTED, references_of, team_of
from almoner.commissions.states import OVER
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .kinds import ADVISERS, Subject
from .models import Decision, Delegation
from .queries import concerned_with, interest_of, said_of, step_next, writers_of
from .scheme import stands_for
from .states import OPEN_TO_CHANGE, UNDECIDED, DecisionState

WRITERS = WORKERS | {Role.BOARD_SECRETARY}
PUBLISHERS = frozenset({Role.APPROVER, Role.BOARD_SECRETARY, Role.PUBLISHER})


def may_see_decisions(user: User, *, on: date) -> Verdict:
    """Whoever reads cases."""
    return may_see_cases(user, on=on)


def may_see_decision(user: User, decision: Decision, *, on: date) -> Verdict:
    """Whoever may see the case that it is about. Where it is about none, whoever reads cases; what
    is restricted, who wrote it, approvers, finance, the auditor, and whose turn it is.
    """
    if decision.commission:
        return may_see_case(user, decision.commission, on=on)
    roles = roles_of(user, on=on)
    if not roles & READERS:
        return refused(_("Your role does not read decisions."))
    if not decision.kept_close or roles & READERS_OF_RESTRICTED:
        return ALLOWED
    step = step_next(decision, said_of(decision))
    if _works_on(user, decision, on=on) or (step and stands_for(user, step, on=on)):
        return ALLOWED
    return refused(_("It is restricted to those who wrote it and those who approve it."))


def may_read_part_two(user: User, decision: Decision, *, on: date) -> Verdict:
    """The lead and the team of the case or who wrote it, approvers, finance and the auditor."""
    seen = may_see_decision(user, decision, on=on)
    if not seen:
        return seen
    if roles_of(user, on=on) & READERS_OF_RESTRICTED:
        return ALLOWED
    if _works_on(user, decision, on=on):
        return ALLOWED
    return refused(_("Part 2 is for those who work on the case, approve, pay or audit."))


def may_draft_decision(user: User, case: Commission, *, on: date) -> Verdict:
    """An official who leads the case or works on it, until it is over."""
    if not roles_of(user, on=on) & WORKERS or not _works_on_case(user, case, on=on):
        return refused(_("Only the lead and the team of the case write decisions about it."))
    if case.state in OVER:
        return refused(_("The case is over."))
    return ALLOWED


def may_draft_about_body(user: User, *, on: date) -> Verdict:
    """Whoever writes decisions about cases, and the board secretary."""
    if roles_of(user, on=on) & WRITERS:
        return ALLOWED
    return refused(_("Your role writes no decisions."))


def may_revise_decision(user: User, decision: Decision, *, on: date) -> Verdict:
    """Whoever may draft one, while it is a draft or has come back."""
    if decision.state not in OPEN_TO_CHANGE:
        return refused(_("Only a draft, or what was returned, is changed."))
    if decision.commission:
        return may_draft_decision(user, decision.commission, on=on)
    if roles_of(user, on=on) & WRITERS and _works_on(user, decision, on=on):
        return ALLOWED
    return refused(_("Only who wrote it, or who stands in for them, changes it."))


def may_withdraw_decision(user: User, decision: Decision, *, on: date) -> Verdict:
    """Whoever may draft one, until it is decided; also once the case is over."""
    if decision.state not in UNDECIDED:
        return refused(_("It has been decided."))
    writers = WORKERS if decision.commission else WRITERS
    if roles_of(user, on=on) & writers and _works_on(user, decision, on=on):
        return ALLOWED
    if decision.commission is None:
        return refused(_("Only who wrote it, or who stands in for them, withdraws it."))
    return refused(_("Only the lead and the team of the case withdraw it."))


def may_advise_on_decision(
    user: User, decision: Decision, subject: Subject, *, on: date
) -> Verdict:
    """An adviser of that subject who did not write it, once it is submitted."""
    seen = may_see_decision(user, decision, on=on)
    if not seen:
        return seen
    if decision.state != DecisionState.SUBMITTED:
        return refused(_("Advice is given on what was submitted, as it stands."))
    if not roles_of(user, on=on) & ADVISERS[subject]:
        return refused(_("Your role does not advise on this subject."))
    if references_of(user, on=on) & writers_of(decision):
        return refused(_("You wrote it, or stand in for who did. Somebody else advises."))
    return _has_no_interest(user, decision)


def may_declare_interests(user: User, decision: Decision, *, on: date) -> Verdict:
    """Whoever sees it, for themselves, but the auditor."""
    if Role.AUDITOR in roles_of(user, on=on):
        return refused(_("The auditor takes no part in decisions."))
    return may_see_decision(user, decision, on=on)


def may_approve_step(user: User, decision: Decision, *, on: date) -> Verdict:
    """Whoever holds the office whose turn it is, or is their deputy that day: nobody who wrote it,
    works on the case, or approved at an earlier step, or who stands in for one of them.
    """
    said = said_of(decision)
    step = step_next(decision, said)
    if step is None:
        return refused(_("Nobody’s approval is awaited."))
    seen = may_see_decision(user, decision, on=on)
    if not seen:
        return seen
    if stands_for(user, step, on=on) is None:
        words = {"office": step.title}
        return refused(
            _("Only who holds this office, or their deputy, says now: %(office)s.") % words
        )
    mine = references_of(user, on=on)
    if mine & concerned_with(decision, on=on):
        return refused(
            _("It is your own work, or of whom you stand in for. Somebody else decides.")
        )
    earlier = {one.decided_by.reference for one in said}
    earlier |= {one.in_place_of.reference for one in said if one.in_place_of}
    if mine & earlier:
        return refused(_("You approved at an earlier step. Each step is somebody else’s."))
    return _has_no_interest(user, decision)


def may_lapse_approvals(user: User, decision: Decision, *, on: date) -> Verdict:
    """Whoever sees it but the auditor: it takes nobody's judgement that a fact has changed."""
    if Role.AUDITOR in roles_of(user, on=on):
        return refused(_("The auditor takes no part in decisions."))
    return may_see_decision(user, decision, on=on)


def may_defer_part_one(user: User, decision: Decision, *, on: date) -> Verdict:
    """An approver, of what is signed and not out yet."""
    if decision.state != DecisionState.SIGNED or decision.published_at:
        return refused(_("Only what is signed, and not published yet, can wait longer."))
    if Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an approver lets part 1 wait longer."))


def may_publish_part_one(user: User, decision: Decision, *, on: date) -> Verdict:
    """An approver, the board secretary or a publisher, of what is signed and not out yet."""
    if decision.state != DecisionState.SIGNED or decision.published_at:
        return refused(_("Only what is signed, and not published yet, is published."))
    if roles_of(user, on=on) & PUBLISHERS:
        return may_see_decision(user, decision, on=on)
    return refused(_("Only an approver, the board secretary or a publisher publishes part 1."))


def may_end_delegation(user: User, delegation: Delegation, *, on: date) -> Verdict:
    """An approver, while it is in force."""
    if delegation.ended_at or delegation.ends_on < on:
        return refused(_("It has ended."))
    if Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an approver ends a delegation."))


def may_see_scheme(user: User, *, on: date) -> Verdict:
    """Any official: everybody may know who decides what."""
    if roles_of(user, on=on):
        return ALLOWED
    return refused(_("You hold no role here."))


def _has_no_interest(user: User, decision: Decision) -> Verdict:
    declared = interest_of(user, decision)
    if declared and declared.has_any:
        return refused(_("You declared an interest in it. Somebody else takes your part."))
    return ALLOWED


def _works_on(user: User, decision: Decision, *, on: date) -> bool:
    """On its case or, where there is none, on what it says."""
    if decision.commission:
        return _works_on_case(user, decision.commission, on=on)
    return bool(references_of(user, on=on) & writers_of(decision))


def _works_on_case(user: User, case: Commission, *, on: date) -> bool:
    mine = references_of(user, on=on)
    if case.lead.reference in mine:
        return True
    return team_of(case, on=on).filter(reference__in=mine).exists()
