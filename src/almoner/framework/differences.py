"""What differs between two frameworks, in words: a sentence for each thing that changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import fields

from .contents import Framework
from .differences_of_limits import changes_of_limits
from .differences_of_routes import changes_of_route
from .wording import key_in_words, quoted, value_in_words


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the framework, and what changes in it."""

    title: str
    sentences: Sequence[str]


def differences(before: Framework, after: Framework) -> list[Area]:
    """The parts that differ, each with its sentences. Of two that say the same, none."""
    areas = [
        Area(_("In general"), tuple(_in_general(before, after))),
        Area(_("Duties to publish"), tuple(_of_lines(before.duties, after.duties))),
        Area(_("What the law lists"), tuple(_of_lines(before.items, after.items))),
        Area(_("Offices"), tuple(_of_lines(before.offices, after.offices))),
        Area(_("Matters"), tuple(_of_lines(before.matters, after.matters))),
        Area(_("Approval limits"), tuple(_of_all_limits(before, after))),
        *_of_routes(before, after),
        Area(_("Legal powers"), tuple(_of_lines(before.powers, after.powers))),
        Area(_("Reasons for direct awards"), tuple(_of_lines(before.reasons, after.reasons))),
        Area(_("Plan objectives"), tuple(_of_lines(before.objectives, after.objectives))),
        Area(_("Review calendars"), tuple(_of_lines(before.reviews, after.reviews))),
        Area(_("Ratings of audits"), tuple(_of_lines(before.ratings, after.ratings))),
        Area(_("Priorities"), tuple(_of_lines(before.priorities, after.priorities))),
        Area(_("Courses"), tuple(_of_lines(before.courses, after.courses))),
        Area(_("Training plan"), tuple(_of_lines(before.training, after.training))),
        Area(_("Certificates needed"), tuple(_of_lines(before.certificates, after.certificates))),
        Area(
            _("Categories of risk"), tuple(_of_lines(before.risk_categories, after.risk_categories))
        ),
        Area(_("Risks for boards"), tuple(_of_lines(before.escalations, after.escalations))),
        Area(_("Settings of controls"), tuple(_of_lines(before.controls, after.controls))),
    ]
    return [area for area in areas if area.sentences]


def differences_for_route(before: Framework, after: Framework, code: str) -> list[str]:
    """What changes for a case on a route: its stages and gates, and who approves its matters.

    Where the other framework has no such route, that is all there is to say.
    """
    old, new = before.route_called(code), after.route_called(code)
    if old is None or new is None:
        absent = [_("There is no route called %(code)s in it.") % {"code": code}]
        return absent if new is None else []
    matters = {stage.matter for route in (old, new) for stage in route.stages if stage.matter}
    return [
        *changes_of_route(old, new, before=before, after=after),
        *(
            sentence
            for matter in sorted(matters)
            for sentence in changes_of_limits(before, after, matter)
        ),
    ]


def _in_general(before: Framework, after: Framework) -> Iterator[str]:
    if before.title != after.title:
        yield _changed_value(_("The framework"), "title", before.title, after.title)
    yield from _of_fields(before.rules, after.rules, name=_("The rules"))


def _of_all_limits(before: Framework, after: Framework) -> Iterator[str]:
    codes = [matter.code for matter in before.matters]
    codes += [matter.code for matter in after.matters if matter.code not in codes]
    for code in codes:
        yield from changes_of_limits(before, after, code)


def _of_routes(before: Framework, after: Framework) -> Iterator[Area]:
    whole = [_one_taken_out(str(route)) for route in _missing(before.routes, after.routes)]
    whole += [_one_added(str(route)) for route in _missing(after.routes, before.routes)]
    yield Area(_("Routes"), tuple(whole))
    for route in after.routes:
        old = before.route_called(route.code)
        if old is not None:
            title = _("Route: %(title)s") % {"title": route.title}
            yield Area(title, tuple(changes_of_route(old, route, before=before, after=after)))


def _of_lines(before: Sequence[Struct], after: Sequence[Struct]) -> Iterator[str]:
    """What changed between two lists whose lines are known by their codes."""
    yield from (_one_taken_out(_named(line)) for line in _missing(before, after))
    yield from (_one_added(_named(line)) for line in _missing(after, before))
    olds = _by_key(before)
    for key, line in _by_key(after).items():
        if key in olds:
            yield from _of_fields(olds[key], line, name=quoted(_named(line)))


def _of_fields(old: Struct, new: Struct, *, name: str) -> Iterator[str]:
    for field in fields(new):
        was, became = getattr(old, field.name), getattr(new, field.name)
        if was != became:
            yield _changed_value(name, field.encode_name, was, became)


def _changed_value(name: str, key: str, was: object, became: object) -> str:
    return _("%(name)s: %(key)s was %(was)s, becomes %(becomes)s.") % {
        "name": name,
        "key": key_in_words(key),
        "was": value_in_words(was, key=key),
        "becomes": value_in_words(became, key=key),
    }


def _one_added(name: str) -> str:
    return _("Added: %(name)s.") % {"name": quoted(name)}


def _one_taken_out(name: str) -> str:
    return _("Taken out: %(name)s.") % {"name": quoted(name)}


def _key(line: Struct) -> str:
    """By what a line is known: its code or, of an item of the law, its paragraph."""
    return str(getattr(line, "code", None) or getattr(line, "paragraph", ""))


def _named(line: Struct) -> str:
    return str(getattr(line, "title", None) or getattr(line, "what", None) or _key(line))


def _by_key(lines: Sequence[Struct]) -> Mapping[str, Struct]:
    return {_key(line): line for line in lines}


def _missing(these: Sequence[Struct], those: Sequence[Struct]) -> Iterator[Struct]:
    keys = set(_by_key(those))
    return (line for line in these if _key(line) not in keys)
