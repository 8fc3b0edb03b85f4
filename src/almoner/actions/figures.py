"""What reports may say of actions, whatever asked for them. Restricted ones are only counted."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Rows, Unit, declare_figure
from almoner.core.moments import end_of

from .models import Action
from .standings import ActionStood, actions_stood

PAGE = "workspace:actions"
SOURCE = _("Actions of every source, by the steps that were recorded by the day")
MOST_ROWS = 30


@declare_figure(
    "actions.open", label=_("Actions to be done"), unit=Unit.COUNT, source=SOURCE, page=PAGE
)
def actions_open(_parameter: str, on: date) -> int | None:
    stood = _stood(on)
    return sum(1 for one in stood.values() if one.is_to_do) if stood else None


@declare_figure(
    "actions.overdue", label=_("Overdue actions"), unit=Unit.COUNT, source=SOURCE, page=PAGE
)
def actions_overdue(_parameter: str, on: date) -> int | None:
    stood = _stood(on)
    return sum(1 for one in stood.values() if one.is_overdue(on)) if stood else None


@declare_figure(
    "table.overdue-actions",
    label=_("Overdue actions, the longest first"),
    unit=Unit.TABLE,
    source=SOURCE,
    columns=(_("Action"), _("What"), _("Owner"), _("Due"), _("Days late")),
    page=PAGE,
)
def overdue_actions(_parameter: str, on: date) -> Rows:
    late = {key: one for key, one in _stood(on).items() if one.is_overdue(on)}
    open_ones = Action.objects.filter(pk__in=late, is_restricted=False)
    rows = sorted(open_ones, key=lambda action: (late[action.pk].due_on, action.pk))
    return tuple(_row(action, late[action.pk], on) for action in rows[:MOST_ROWS])


def _stood(on: date) -> dict[int, ActionStood]:
    known = end_of(on)
    keys = Action.objects.filter(opened_at__lt=known).values_list("pk", flat=True)
    return actions_stood(list(keys), on=on, known_before=known)


def _row(action: Action, stood: ActionStood, on: date) -> tuple[str, ...]:
    return (
        str(action),
        action.what,
        stood.owner_name,
        date_format(stood.due_on, "j F Y"),
        str((on - stood.due_on).days),
    )
