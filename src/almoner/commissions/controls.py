"""What is promised of cases. A gate asks it of the one that would leave a stage; assurance asks it
of all that stand where such a gate is, or beyond.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.assurance.controls import Parameters, register
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.funding.cover import shortfalls
from almoner.risks.queries import (
    assessed_for,
    wants_of,
)
from almoner.risks.scores import bounds_on

from . import (
    document_controls,  # noqa: F401 - declares those of its documents
    training_controls,  # noqa: F401 - declares those of its people
)
from .conditions import has_open_conditions
from .facts import years_of
from .kinds import AssessmentKind
from .models import Assessment, Commission, Consultation, RouteTest
from .promises import Cases, OfCases, Told
from .queries import instrument_promised
from .readings import flaws_of_timetable, terms_of
from .rules import rules_of
from .splits import noticed_among
from .states import AssessmentState, ConsultationState, RouteTestState


@register
class NeedRecorded(OfCases):
    code = "need-recorded"
    title = _("The need is recorded")
    promise = _("A case says what is needed, what shows it, and what is to come of it.")
    because = _("The need, its evidence or its outcomes are not recorded.")
    where = "need"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        empty = Q(current=None)
        for name in ("need", "evidence", "outcomes"):
            empty |= Q(**{f"current__{name}": ""})
        return cases.filter(empty)


@register
class ObjectiveNamed(OfCases):
    code = "objective-named"
    title = _("A plan objective is named")
    promise = _("A case names the objective of the body’s plan that it serves.")
    because = _("No objective of the plan is named.")
    where = "need"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        return cases.filter(Q(current=None) | Q(current__objectives=[]))


@register
class PowerNamed(OfCases):
    code = "power-named"
    title = _("The legal power is named")
    promise = _("A case names the power in law on which it rests.")
    because = _("No legal power is named.")
    where = "terms"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        return cases.filter(Q(current=None) | Q(current__power=""))


@register
class RouteTestSigned(OfCases):
    code = "route-test-signed"
    title = _("The route test is signed")
    promise = _("Whether it is a grant or a contract is tested, and the case takes that route.")
    because = _("Whether it is a grant or a contract is not tested, or it takes the other’s route.")
    where = "route-test"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        signed = RouteTest.objects.filter(
            commission=OuterRef("pk"), state=RouteTestState.SIGNED
        ).values("instrument")
        tested = cases.annotate(
            tested_as=Subquery(signed[:1]), routed_as=instrument_promised(self.code)
        )
        return tested.filter(
            Q(tested_as=None)
            | Q(tested_as="contract", routed_as="grant")
            | Q(tested_as="grant", routed_as="contract")
        )


@register
class RegimeDerived(OfCases):
    code = "regime-derived"
    title = _("The regime is derived")
    promise = _("The facts from which the law of a procurement follows are all recorded.")
    because = _("Its money, the code of what is bought or the day on which it begins is missing.")
    where = "terms"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        routed = cases.annotate(routed_as=instrument_promised(self.code))
        unknown = Q(current__cpv="") | Q(current__opens_on=None)
        return routed.filter(
            Q(current=None) | Q(current__net=0) | (~Q(routed_as="grant") & unknown)
        )


@register
class TimetableSufficient(Told):
    code = "timetable-sufficient"
    title = _("The timetable holds")
    promise = _("The days of a case are in order, and no shorter than the law lets them be.")
    where = "timetable"

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        for case in cases:
            if flaws := flaws_of_timetable(terms_of(case), rules_of(case)):
                yield case, " ".join(flaws)


@register
class ConsultationAnswered(OfCases):
    code = "consultation-answered"
    title = _("People were consulted, and answered")
    promise = _("Somebody was asked, what they said is recorded, and so is what changed by it.")
    because = _("Nobody was consulted, or what they said is not recorded yet.")
    where = "consultation"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        theirs = Consultation.objects.filter(commission=OuterRef("pk"))
        answered = theirs.filter(state=ConsultationState.ANSWERED)
        waiting = theirs.filter(state=ConsultationState.ASKED)
        return cases.filter(~Exists(answered) | Exists(waiting))


class Assessed(OfCases):
    """That an assessment of a kind is signed."""

    kind: ClassVar[AssessmentKind]

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        signed = Assessment.objects.filter(
            commission=OuterRef("pk"), kind=self.kind, state=AssessmentState.SIGNED
        )
        return cases.filter(~Exists(signed))


@register
class EqualityAssessed(Assessed):
    code = "equality-assessed"
    title = _("Equality is assessed")
    promise = _("What a case does to people of each protected characteristic is assessed, signed.")
    because = _("No signed equality impact assessment.")
    where = "equality"
    kind = AssessmentKind.EQUALITY


@register
class DataProtectionScreened(Assessed):
    code = "data-protection-screened"
    title = _("Data protection is screened")
    promise = _("Whether a case needs a data protection impact assessment is screened, and signed.")
    because = _("No signed data protection screening.")
    where = "data-protection"
    kind = AssessmentKind.DATA_PROTECTION


@register
class DirectAwardJustified(OfCases):
    code = "direct-award-justified"
    title = _("An award without competition is justified")
    promise = _("It says why, on what evidence, instead of what, and when it will be competed.")
    because = _(
        "Its reason, evidence, alternatives, value for money or next competition is missing."
    )
    where = "direct-award"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        missing = Q(current=None) | Q(current__compete_on=None)
        for name in ("direct_reason", "direct_evidence", "alternatives", "value_view"):
            missing |= Q(**{f"current__{name}": ""})
        return cases.filter(missing)


@register
class SplittingAnswered(Told):
    code = "splitting-answered"
    title = _("Splitting is answered")
    promise = _("Where cases reach a limit or threshold only together, somebody says why.")
    where = "splitting"

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        noticed = noticed_among(cases)
        for case in cases:
            found = noticed[case.pk]
            if found.is_open:
                lines = ", ".join(split.line.what for split in found.splits)
                words = said("With others it reaches %(lines)s. Say why it is not one case.")
                yield case, words % {"lines": lines}


@register
class RisksScored(Told):
    code = "risks-scored"
    title = _("Risks are scored and owned")
    promise = _("A case has its risks recorded, looked at in time, and acted on or accepted.")
    where = "read"

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        names = {name_of(case): case for case in cases}
        bounds = bounds_on(on)
        wanted: dict[str, list[str]] = defaultdict(list)
        for one in assessed_for(tuple(names), on):
            reasons = wants_of(one, bounds=bounds, on=on)
            wanted[one.risk.about] += [f"{one.risk}: {reason}" for reason in reasons]
        for name, case in names.items():
            if name not in wanted:
                yield case, said("No risk of it is recorded.")
            elif wanted[name]:
                yield case, " ".join(wanted[name])


@register
class ConditionsMet(OfCases):
    code = "conditions-met"
    title = _("Earlier conditions are met")
    promise = _(
        "What was asked of a case at an earlier gate, or by a decision, is done and verified."
    )
    because = _("An action on a condition of an earlier gate or decision is not verified yet.")
    where = "read"

    def broken(self, cases: Cases, on: date, parameters: Parameters) -> Cases:
        return cases.filter(has_open_conditions())


@register
class HeadroomThere(Told):
    code = "headroom-there"
    title = _("The money is there")
    promise = _(
        "What a case is to cost in each year is planned for it in budget lines that have it."
    )
    where = "funding"

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        # A page that has the years at hand asks no more.
        unread = [terms_of(case) for case in cases if terms_of(case).years_said is None]
        prefetch_related_objects(unread, "years")
        # Without VAT, which a policing body gets back: Value Added Tax Act 1994, section 33.
        costs = {
            case.pk: {
                str(FinancialYear(year)): net
                for year, (net, _vat) in years_of(terms_of(case)).items()
            }
            for case in cases
        }
        missing = shortfalls({name_of(case): costs[case.pk] for case in cases})
        for case in cases:
            if not costs[case.pk]:
                yield case, said("What it costs in each year is not said.")
            elif reasons := missing.get(name_of(case)):
                yield case, " ".join(reasons)
