"""What is promised of whoever works on a case: that they hold the certificates it asks for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.academy.standings import wants_of
from almoner.assurance.controls import Place, Words, register
from almoner.framework.contents import Framework
from almoner.framework.training import CaseRole, needed_by

from .kinds import AssessmentKind
from .models import Assessment, Commission
from .promises import Told
from .rules import rules_of
from .states import AssessmentState

COURSE = "academy.course"


class Trained(Told):
    """That those who hold a role in a case are certified as its framework asks, or covered."""

    holder: ClassVar[CaseRole]
    lacks: ClassVar[Words]
    where = "book"

    def people_of(self, cases: Sequence[Commission]) -> Mapping[int, int]:
        """By key of a case, that of the person of whom it is asked."""
        raise NotImplementedError

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        needed = {case.pk: self._needed(case, on) for case in cases}
        people = self.people_of([case for case in cases if needed[case.pk]])
        asked = sorted({code for codes in needed.values() for code in codes})
        wants = wants_of(people.values(), asked, on=on)
        for case in cases:
            wanted = wants.get(people.get(case.pk, 0), [])
            if lacking := [code for code in needed[case.pk] if code in wanted]:
                yield case, self._in_words(case, lacking)

    def place(self, case: Commission) -> Place:
        """Where the next workshop of what it asks for is booked."""
        needed = [one for one in _framework(case).certificates if one.holder == self.holder]
        return Place(f"{COURSE}:{needed[0].course}" if needed else "", self.where)

    def _needed(self, case: Commission, on: date) -> list[str]:
        return needed_by(_framework(case).certificates, self.holder, on=on)

    def _in_words(self, case: Commission, codes: Sequence[str]) -> str:
        titles = ", ".join(_framework(case).title_of_course(code) for code in codes)
        return (
            str(self.lacks) % {"courses": titles}
            + " "
            + said(
                "Book the next workshop, or ask an academy lead or approver for emergency cover."
            )
        )


def _framework(case: Commission) -> Framework:
    return rules_of(case).framework


@register
class LeadTrained(Trained):
    code = "lead-trained"
    title = _("The lead is trained")
    promise = _("Whoever leads a case holds the certificates that its framework asks for.")
    lacks = _("The lead holds no certificate in force of: %(courses)s.")
    holder = CaseRole.LEAD

    def people_of(self, cases: Sequence[Commission]) -> Mapping[int, int]:
        return {case.pk: case.lead_id for case in cases}


@register
class SignerTrained(Trained):
    code = "equality-signer-trained"
    title = _("Equality is assessed by somebody trained")
    promise = _("Whoever signed the equality impact assessment of a case was certified for it.")
    lacks = _(
        "Whoever signed the equality assessment holds no certificate in force of: %(courses)s."
    )
    holder = CaseRole.EQUALITY_SIGNER

    def people_of(self, cases: Sequence[Commission]) -> Mapping[int, int]:
        signed = Assessment.objects.filter(
            commission__in=[case.pk for case in cases],
            kind=AssessmentKind.EQUALITY,
            state=AssessmentState.SIGNED,
        )
        return dict(signed.order_by("pk").values_list("commission_id", "signed_by_id"))
