"""Who may read an action by its reference."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .models import Action
from .policies import may_read_action, may_see_actions


@declare_reader("actions.action")
def may_read_the_action(user: User, reference: str, on: date) -> Verdict:
    people = Action.objects.select_related("owner", "verifier", "opened_by")
    action = people.filter(reference=reference).first()
    return may_read_action(user, action, on=on) if action else may_see_actions(user, on=on)
