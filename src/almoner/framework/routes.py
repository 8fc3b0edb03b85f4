"""Routes: the stages that a case goes through, and the gate at the end of each."""

from typing import Annotated

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct, field

from .conditions import Condition, Instrument
from .words import Code, Inconsistent, Words

SIGNED_DECISION = "decision-signed"  # the control that asks for the decision of a gate's matter


class Decider(TextChoices):
    """What decides at a gate in place of its offices."""

    DECISION = "decision", _("A signed decision")


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """A stage of a route. Its gate is what lets a case out of it.

    `matter` says that the approval limits of that matter name who lets it through; `office`, that
    one office does, whatever the value. With neither the lead moves the case on, once its controls
    stand. `decided_by` says that a signed decision on its matter lets it through: whoever signed
    need not say so again. Where the body asks for none of that value, the offices of the limits do.
    What follows is in `next`; the last stage has none.
    """

    code: Code
    title: Words
    what: Words | None = None
    next: tuple[Code, ...] = ()
    controls: tuple[Code, ...] = ()
    documents: tuple[Code, ...] = ()
    matter: Code | None = None
    office: Code | None = None
    decided_by: Decider | None = None
    publishes: Words | None = None

    @property
    def is_last(self) -> bool:
        return not self.next

    def __post_init__(self) -> None:
        if self.matter and self.office:
            raise Inconsistent(
                "The limits of a matter say who lets it through, or one office does."
                " Keep one of them.",
                "office",
            )
        if self.decided_by and not self.matter:
            raise Inconsistent(
                "A decision is on a matter, whose limits say who signs it, and this gate has none:"
                " nobody could let a case through. Write its `matter`, or take this out.",
                "decided_by",
            )
        if self.decided_by and SIGNED_DECISION not in self.controls:
            raise Inconsistent(
                "A decision lets cases through this gate, but nothing there asks that it is signed."
                f' Write "{SIGNED_DECISION}" among its `controls`.',
                "decided_by",
            )
        for key in ("next", "controls", "documents"):
            codes = getattr(self, key)
            if len(set(codes)) < len(codes):
                raise Inconsistent("Something stands here twice. Keep it once.", key)

    def __str__(self) -> str:
        return self.title


class Route(Struct, frozen=True, forbid_unknown_fields=True):
    """A way from a need to an agreement and its end. It begins with the first stage written.

    It is open to a case of which all of `open_to` holds.
    """

    code: Code
    title: Words
    instrument: Instrument
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1, max_length=50)] = field(name="stage")
    what: Words | None = None
    open_to: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        return self.title

    @property
    def first(self) -> Stage:
        return self.stages[0]

    def stage_called(self, code: str) -> Stage | None:
        """The stage of that code, if the route has one."""
        return next((stage for stage in self.stages if stage.code == code), None)
