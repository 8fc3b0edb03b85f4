"""How far documents keep to the body's templates and standard terms."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from almoner.core.once import asked_once
from almoner.documents.models import Filling
from almoner.documents.states import FillingState, TemplateState
from almoner.documents.written import parts_of, texts_in

from .fillings import fillings_standing


@dataclass(frozen=True, slots=True)
class StandardTerms:
    """Of the standard clauses in documents that stand finished: how many say what they should."""

    clauses: int
    changed: int

    @property
    def percent(self) -> int | None:
        """The share on standard terms, rounded down: all of it only where it is all."""
        return (self.clauses - self.changed) * 100 // self.clauses if self.clauses else None


def standing_documents() -> QuerySet[Filling]:
    """Finished, and not superseded."""
    return Filling.objects.filter(state=FillingState.FINISHED)


def standard_terms(
    *, label: str = "", first: date | None = None, last: date | None = None
) -> StandardTerms:
    """The share on standard terms of what was finished, for things of a kind or in a period."""
    found = standing_documents()
    if label:
        found = found.filter(about__startswith=f"{label}:")
    if first:
        found = found.filter(closed_at__date__gte=first)
    if last:
        found = found.filter(closed_at__date__lte=last)
    sums = found.aggregate(clauses=Sum("clause_count"), changed=Sum("changed_count"))
    return StandardTerms(sums["clauses"] or 0, sums["changed"] or 0)


def documents_with_changed_clauses() -> QuerySet[Filling]:
    """Those that stand finished and depart from standard terms, each with its reasons."""
    return standing_documents().filter(changed_count__gt=0).order_by("-closed_at", "pk")


def abouts_on_standard_clauses(label: str) -> set[str]:
    """The cases of a kind that have a finished document with standard clauses."""
    found = standing_documents().filter(about__startswith=f"{label}:", clause_count__gt=0)
    return set(found.values_list("about", flat=True))


@dataclass(frozen=True, slots=True)
class Departure:
    """A finished document that changes standard clauses: which of them, and why or in silence."""

    title: str
    reasons: list[tuple[str, str]]
    silent: list[str]


@asked_once
def departures_in(abouts: tuple[str, ...]) -> dict[str, list[Departure]]:
    """By case, what departs from standard terms. At most two questions, however many cases; one
    where nothing departs.
    """
    changed = [
        one.pk
        for one in fillings_standing(abouts)
        if one.state == FillingState.FINISHED and one.changed_count
    ]
    found: dict[str, list[Departure]] = defaultdict(list)
    if changed:
        documents = Filling.objects.filter(pk__in=changed).select_related("template")
        for filling in documents.order_by("-closed_at", "pk"):
            found[filling.about].append(_departure(filling))
    return found


def _departure(filling: Filling) -> Departure:
    texts, values = texts_in(filling.frozen)
    parts = parts_of(filling.template.template, texts, values)
    changed = [part for part in parts if part.is_changed_clause]
    return Departure(
        filling.title,
        reasons=[(part.section.heading, part.reason) for part in changed if part.reason],
        silent=[part.section.heading for part in changed if part.lacks_reason],
    )


def documents_on_a_former_template() -> QuerySet[Filling]:
    """Those still being written on a version that a later one has superseded."""
    open_ones = Filling.objects.filter(state=FillingState.OPEN)
    return open_ones.filter(template__state=TemplateState.SUPERSEDED).order_by("pk")


def finished_for(abouts: Iterable[str], *, code: str) -> set[str]:
    """Of these cases, those that have a finished document of this template.

    One question, whatever the number of cases: a control asks it of all.
    """
    found = standing_documents().filter(about__in=list(abouts), template__code=code)
    return set(found.values_list("about", flat=True))


def finished_on_current_template_for(abouts: Iterable[str], *, code: str) -> set[str]:
    """Of these cases, those whose finished document was written on the version that stood when it
    was finished.
    """
    found = standing_documents().filter(about__in=list(abouts), template__code=code)
    return set(found.filter(is_on_current_template=True).values_list("about", flat=True))


def finished_on_current_templates(abouts: Iterable[str]) -> dict[str, set[str]]:
    """By case, the codes of the templates on whose version, as it stood, it has finished documents.

    One question, whatever the number of cases.
    """
    codes: dict[str, set[str]] = defaultdict(set)
    for filling in fillings_standing(tuple(abouts)):
        if filling.state == FillingState.FINISHED and filling.is_on_current_template:
            codes[filling.about].add(filling.template.code)
    return codes
