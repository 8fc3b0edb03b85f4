"""What a recommendation still wants before it counts as fully implemented."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.assurance.controls import Break, Place
from almoner.assurance.holding import Held, held_since
from almoner.core.references import name_of

from .agreed import still_to_do
from .models import Recommendation
from .queries import current_evidence, ties_of

CONTROL = "assurance.control:"


def wants_of_evidence(recommendation: Recommendation, *, on: date) -> list[Break]:
    """That nothing shows today how it stands; empty where something does."""
    if current_evidence(on).filter(recommendation=recommendation).exists():
        return []
    reason = _("Nothing shows that it is implemented: add evidence that has not expired.")
    return [Break(str(recommendation), reason, Place(name_of(recommendation), "evidence"))]


def wants_of_actions(recommendation: Recommendation) -> list[Break]:
    """What else was agreed about it and is still to be done, each with who does it by when."""
    said = _("%(action)s is still to be done: by %(owner)s, due on %(day)s.")
    return [
        Break(
            str(one),
            said
            % {"action": one, "owner": one.owner.name, "day": date_format(one.due_on, "j F Y")},
            Place(name_of(one)),
        )
        for one in still_to_do(recommendation)
    ]


def wants_of_controls(recommendation: Recommendation, *, on: date) -> list[Break]:
    """The controls that it is tied to and that do not hold, each with the night it broke."""
    first = on - timedelta(days=recommendation.hold_days)
    held = [held_since(tie.code, first, on=on) for tie in ties_of(recommendation)]
    return [
        Break(one.control.code, _why(one, recommendation), Place(CONTROL + one.control.code))
        for one in held
        if not one.is_held
    ]


def wants_of(recommendation: Recommendation, *, on: date) -> list[Break]:
    """All that it wants, each with the place where that is put right."""
    return [
        *wants_of_actions(recommendation),
        *wants_of_evidence(recommendation, on=on),
        *wants_of_controls(recommendation, on=on),
    ]


def _why(held: Held, recommendation: Recommendation) -> str:
    said = {"control": held.control.title, "days": recommendation.hold_days}
    if held.tally.failure:
        return _("The control “%(control)s” could not be asked today.") % said
    if not held.tally.is_green and held.broke_on is None:
        return _("The control “%(control)s” is broken today.") % said
    if held.broke_on is not None:
        said["night"] = date_format(held.broke_on, "j F Y")
        if not held.tally.is_green:
            return _(
                "The control “%(control)s” is broken, as it was on the night of %(night)s."
            ) % (said)
        return (
            _(
                "The control “%(control)s” broke on the night of %(night)s. It has to hold for"
                " %(days)d days."
            )
            % said
        )
    assert held.unasked_on is not None  # or it would be held
    said["night"] = date_format(held.unasked_on, "j F Y")
    return (
        _(
            "The control “%(control)s” was not asked on the night of %(night)s, so nobody knows"
            " whether it held. It has to hold for %(days)d days."
        )
        % said
    )
