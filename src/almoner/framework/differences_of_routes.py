"""What differs between two versions of a route, in words."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .conditions import Condition, in_words
from .contents import Framework
from .routes import Route, Stage
from .wording import all_of, opener_in_words, quoted


def changes_of_route(
    old: Route, new: Route, *, before: Framework, after: Framework
) -> Iterator[str]:
    """A sentence for each thing that changes on a route."""
    yield from _of_the_whole(old, new)
    for stage in old.stages:
        if new.stage_called(stage.code) is None:
            yield _("The stage %(stage)s is taken out.") % {"stage": quoted(stage.title)}
    for stage in new.stages:
        was = old.stage_called(stage.code)
        if was is None:
            yield _added(new, stage, after)
        elif was != stage:
            yield from _of_stage(old, was, new, stage)
            yield from _of_gate(was, stage, before=before, after=after)


def _of_the_whole(old: Route, new: Route) -> Iterator[str]:
    if old.title != new.title:
        yield _("It is called %(title)s; before, %(was)s.") % {
            "title": quoted(new.title),
            "was": quoted(old.title),
        }
    if old.instrument != new.instrument:
        yield _("It ends in: %(becomes)s; before, in: %(was)s.") % {
            "becomes": new.instrument.label,
            "was": old.instrument.label,
        }
    if old.what != new.what:
        yield _("What it is for is said in other words.")
    if old.open_to != new.open_to:
        yield _("It is open to: %(becomes)s; before, to: %(was)s.") % {
            "becomes": _conditions(new.open_to),
            "was": _conditions(old.open_to),
        }
    if old.first.code != new.first.code:
        yield _("Cases begin at %(stage)s; before, at %(was)s.") % {
            "stage": quoted(new.first.title),
            "was": quoted(old.first.title),
        }


def _conditions(conditions: Sequence[Condition]) -> str:
    return in_words(conditions) if conditions else _("any case")


def _added(route: Route, stage: Stage, framework: Framework) -> str:
    leading = [quoted(one.title) for one in route.stages if stage.code in one.next]
    facts = {
        "stage": quoted(stage.title),
        "before": all_of(leading),
        "opener": opener_in_words(framework, stage),
    }
    if not leading:
        return _("The stage %(stage)s is added. Its gate is opened by %(opener)s.") % facts
    return (
        _("The stage %(stage)s is added after %(before)s. Its gate is opened by %(opener)s.")
        % facts
    )


def _of_stage(old: Route, was: Stage, new: Route, stage: Stage) -> Iterator[str]:
    if was.title != stage.title:
        yield _("The stage %(was)s is called %(title)s.") % {
            "was": quoted(was.title),
            "title": quoted(stage.title),
        }
    if was.what != stage.what or was.publishes != stage.publishes:
        yield _("What is done or becomes public at %(stage)s is said in other words.") % {
            "stage": quoted(stage.title)
        }
    if set(was.next) != set(stage.next):
        yield _("%(stage)s leads to %(becomes)s; before, to %(was)s.") % {
            "stage": quoted(stage.title),
            "becomes": _following(new, stage),
            "was": _following(old, was),
        }


def _following(route: Route, stage: Stage) -> str:
    titles = {one.code: one.title for one in route.stages}
    return all_of(quoted(titles[code]) for code in stage.next) or _("the end")


def _of_gate(was: Stage, stage: Stage, *, before: Framework, after: Framework) -> Iterator[str]:
    gate = quoted(stage.title)
    lists = [
        (stage.controls, was.controls, _("The gate of %(gate)s asks for more: %(what)s.")),
        (was.controls, stage.controls, _("The gate of %(gate)s no longer asks for: %(what)s.")),
        (stage.documents, was.documents, _("The gate of %(gate)s wants more written: %(what)s.")),
        (was.documents, stage.documents, _("The gate of %(gate)s no longer wants: %(what)s.")),
    ]
    for these, those, sentence in lists:
        if only := [code for code in these if code not in those]:
            yield sentence % {"gate": gate, "what": all_of(only)}
    if _opened_by(was) != _opened_by(stage):
        yield _("The gate of %(gate)s is opened by %(opener)s; before, by %(was)s.") % {
            "gate": gate,
            "opener": opener_in_words(after, stage),
            "was": opener_in_words(before, was),
        }


def _opened_by(stage: Stage) -> tuple[str | None, ...]:
    return stage.matter, stage.office, stage.decided_by
