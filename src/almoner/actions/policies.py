"""Who may open, do, verify and move actions. Whoever owns one neither verifies nor moves it."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Action
from .queries import READERS, READERS_OF_RESTRICTED, is_party_to
from .sources import asking_of, is_closed_to

WRITERS = READERS - {Role.AUDITOR}


def may_see_actions(user: User, *, on: date) -> Verdict:
    """Any official: the list holds what each may read."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_read_action(user: User, action: Action, *, on: date) -> Verdict:
    """Those whom it names; the rest by their roles, and of a restricted one few. Others, if what
    asked for it lets them. Nobody to whom that closes it, whatever their role.
    """
    if is_party_to(user, action, on=on):
        return ALLOWED
    if is_closed_to(user, action, on=on):
        return refused(_("You are out of what this came of, so it is not for you."))
    readers = READERS_OF_RESTRICTED if action.is_restricted else READERS
    if roles_of(user, on=on) & readers:
        return ALLOWED
    if Action.objects.filter(asking_of(action.source).seen(user, on), pk=action.pk).exists():
        return ALLOWED
    return refused(_("This action is for those whom it names."))


def may_open_action(user: User, *, on: date) -> Verdict:
    """Officials who work on cases."""
    if roles_of(user, on=on) & WRITERS:
        return ALLOWED
    return refused(_("Only officials who work on cases open actions."))


def may_open_action_for(user: User, source: str, *, on: date) -> Verdict:
    """The same, if what asks for it lets them: not everybody takes something on in its name."""
    verdict = may_open_action(user, on=on)
    return asking_of(source).may_open(user, source, on) if verdict else verdict


def may_do_action(user: User, action: Action, *, on: date) -> Verdict:
    """Its owner, or who stands in for them."""
    if action.owner.actor in worker_of(user, on=on).actors:
        return ALLOWED
    return refused(_("Only its owner says how far it has got, or that it is done."))


def may_finish_action(user: User, action: Action, *, on: date) -> Verdict:
    """Its owner, once what asked for it has what it wants to see, such as evidence."""
    verdict = may_do_action(user, action, on=on)
    return asking_of(action.source).may_finish(user, action, on) if verdict else verdict


def may_take_action_over(user: User, source: str, *, on: date) -> Verdict:
    """Whoever opens actions, or verifies those of such a source: both bring a list in."""
    if roles_of(user, on=on) & (WRITERS | asking_of(source).verifiers):
        return ALLOWED
    return refused(_("Only officials who work on cases bring actions in."))


def may_send_action_back(user: User, action: Action, *, on: date) -> Verdict:
    """Its verifier, who stands in for them, or who holds a role that verifies such actions; never
    its owner, or who stands in for the owner.
    """
    if _stands_for_owner(user, action, on=on):
        return refused(_("You own this action, or stand in for who does. Another verifies it."))
    if action.verifier.actor in worker_of(user, on=on).actors or _verifies(user, action, on=on):
        return ALLOWED
    return refused(_("Only its verifier says whether it was done."))


def may_verify_action(user: User, action: Action, *, on: date) -> Verdict:
    """The same, once what asked for it has what it wants to see."""
    verdict = may_send_action_back(user, action, on=on)
    return asking_of(action.source).may_verify(user, action, on) if verdict else verdict


def may_steer_action(user: User, action: Action, *, on: date) -> Verdict:
    """Its verifier, or an approver, moves its day or drops it; never its owner."""
    if _stands_for_owner(user, action, on=on):
        return refused(_("You own this action, or stand in for who does. Ask its verifier."))
    worker = worker_of(user, on=on)
    is_verifier = action.verifier.actor in worker.actors or _verifies(user, action, on=on)
    if is_verifier or _approves(user, action, on=on):
        return ALLOWED
    return refused(_("Only its verifier or an approver moves its day or drops it."))


def may_hand_action_over(user: User, action: Action, *, on: date) -> Verdict:
    """Its owner, its verifier, or an approver."""
    parties = {action.owner.actor, action.verifier.actor}
    if worker_of(user, on=on).actors & parties or _approves(user, action, on=on):
        return ALLOWED
    return refused(_("Only its owner, its verifier or an approver hands it over."))


def _stands_for_owner(user: User, action: Action, *, on: date) -> bool:
    return user.pk == action.owner_id or action.owner.actor in worker_of(user, on=on).actors


def _approves(user: User, action: Action, *, on: date) -> bool:
    return Role.APPROVER in roles_of(user, on=on) and not is_closed_to(user, action, on=on)


def _verifies(user: User, action: Action, *, on: date) -> bool:
    if not asking_of(action.source).verifiers & roles_of(user, on=on):
        return False
    return not is_closed_to(user, action, on=on)
