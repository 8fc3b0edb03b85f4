"""The documents of a case: what each stage of its route wants written, and what there is of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.utils.translation import gettext as _

from almoner.commissions.models import Commission
from almoner.commissions.rules import Rules
from almoner.core.references import name_of
from almoner.core.verdicts import Verdict
from almoner.documents.library import known_templates, shipped_template
from almoner.documents.models import Filling
from almoner.documents.queries import fillings_standing
from almoner.documents.states import FillingState, TemplateState
from almoner.framework.routes import Stage


@dataclass(frozen=True, slots=True)
class Piece:
    """A document that a stage wants, or that was written besides; without a filling, not begun."""

    code: str
    title: str
    filling: Filling | None = None

    @property
    def is_on_former_template(self) -> bool:
        """Whether it was finished, or is being written, on a version that had been superseded."""
        if self.filling is None:
            return False
        if self.filling.state == FillingState.FINISHED:
            return self.filling.is_on_current_template is False
        return self.filling.template.state == TemplateState.SUPERSEDED


@dataclass(frozen=True, slots=True)
class OfStage:
    """What one stage wants written."""

    title: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Documents:
    """What there is: for the stage at which a case stands, for those before, and besides."""

    about: str
    now: list[Piece]
    earlier: list[OfStage]
    may_write: Verdict


def documents_of(case: Commission, rules: Rules, may_write: Verdict) -> Documents:
    """What the page of a case says of its documents. One query."""
    before = list(takewhile(lambda stage: stage.code != case.stage, rules.route.stages))
    here, *earlier = by_stage(case, [rules.stage, *before], keeps_first=True)
    return Documents(name_of(case), here.pieces, earlier, may_write)


def by_stage(
    case: Commission, stages: Sequence[Stage], *, keeps_first: bool = False
) -> list[OfStage]:
    """What stages want, in their order, and at the end what was written besides; those that want
    nothing are left out.
    """
    written = fillings_standing((name_of(case),))
    found = [OfStage(stage.title, list(_pieces(stage, written))) for stage in stages]
    wanted = {code for stage in stages for code in stage.documents}
    besides = [
        Piece(one.template.code, one.template.title, one)
        for one in written
        if one.template.code not in wanted
    ]
    found.append(OfStage(_("Besides"), besides))
    return [one for n, one in enumerate(found) if one.pieces or (keeps_first and n == 0)]


def _pieces(stage: Stage, written: Sequence[Filling]) -> Iterator[Piece]:
    for code in stage.documents:
        title = shipped_template(code).title if code in known_templates() else code
        theirs = [one for one in written if one.template.code == code]
        yield from (Piece(code, title, one) for one in theirs)
        if not theirs:
            yield Piece(code, title)
