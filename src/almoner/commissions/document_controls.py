"""What is promised of the documents of cases."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.assurance.controls import Parameters, register
from almoner.core.references import name_of
from almoner.documents.library import shipped_template
from almoner.documents.queries.conformity import (
    abouts_on_standard_clauses,
    departures_in,
    finished_on_current_templates,
    standard_terms,
)

from .models import Commission
from .promises import Cases, Told
from .queries import cases
from .rules import rules_of

LABEL = Commission._meta.label_lower


@register
class DocumentsFinished(Told):
    code = "documents-finished"
    title = _("Its documents are finished")
    promise = _("What the stage of a case wants written is finished, on the template as it stands.")
    where = "documents"

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        finished = finished_on_current_templates([name_of(case) for case in cases])
        for case in cases:
            wanted = rules_of(case).stage.documents
            done = finished.get(name_of(case), set())
            if missing := [shipped_template(code).title for code in wanted if code not in done]:
                words = said("Not finished yet: %(documents)s.")
                yield case, words % {"documents": ", ".join(missing)}


@register
class StandardTerms(Told):
    """Of every case that has such a document, whatever its gate asks: terms bind whoever signed."""

    code = "standard-terms"
    title = _("Standard terms are kept")
    promise = _("Where a finished document of a case changes a standard clause, it says why.")
    where = "documents"

    def covers(self, on: date, parameters: Parameters) -> Cases:
        names = abouts_on_standard_clauses(LABEL)
        return cases().filter(reference__in=[name.partition(":")[2] for name in names])

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        departures = departures_in(tuple(name_of(case) for case in cases))
        for case in cases:
            for one in departures.get(name_of(case), []):
                if one.silent:
                    words = said("%(document)s departs, and does not say why: %(clauses)s.")
                    yield case, words % {"document": one.title, "clauses": ", ".join(one.silent)}

    def notes(self, case: Commission, on: date) -> Iterator[str]:
        """What departs with its reason: whoever says go has read it, and so accepts it."""
        for one in departures_in((name_of(case),)).get(name_of(case), []):
            for clause, reason in one.reasons:
                words = said("%(document)s departs in “%(clause)s”: %(reason)s")
                yield words % {"document": one.title, "clause": clause, "reason": reason}

    def figure(self, on: date) -> str:
        share = standard_terms(label=LABEL)
        if share.percent is None:
            return said("No case has a finished document with standard clauses yet.")
        words = said(
            "%(percent)d%% of %(clauses)d standard clauses say what they should."
            " Changed, each with its reason or listed below: %(changed)d."
        )
        counts = {"clauses": share.clauses, "changed": share.changed}
        return words % {"percent": share.percent, **counts}
