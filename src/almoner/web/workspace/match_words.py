"""How matches and rules are said in words: why each was proposed, and what a rule asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from almoner.agreements.models import AgreementVersion
from almoner.payments.candidates import GRACE
from almoner.payments.matched import PaidToDate
from almoner.payments.models import Match, MatchingRule
from almoner.payments.states import Basis, MatchState
from almoner.web.words import day, pounds


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as a page of matches shows it, and how it stands with the payment."""

    version: AgreementVersion
    paid: PaidToDate
    match: Match | None = None
    why: str = ""

    @property
    def title(self) -> str:
        return str(self.version.said.get("title") or self.version.organisation_name)

    @property
    def reference(self) -> str:
        """By what a button names it: as its publisher does, or else as we do."""
        return str(self.version.said.get("reference") or self.version.agreement.reference)

    @property
    def begins_on(self) -> date | None:
        return self.version.starts_on or self.version.awarded_on

    @property
    def may_be_confirmed(self) -> bool:
        return self.match is None or self.match.state != MatchState.CONFIRMED


def why_proposed(match: Match, version: AgreementVersion) -> str:
    """Why somebody, or the house, thinks that the payment was made under the agreement."""
    if match.basis == Basis.PERSON:
        return _("A person chose it.")
    if match.rule:
        asked = " ".join(conditions_of(match.rule))
        return _("The saved rule “%(name)s”: %(asked)s") % {"name": match.rule.name, "asked": asked}
    if match.basis == Basis.REFERENCE:
        said = version.said.get("reference", "")
        where = _("Its reference, %(reference)s, stands in the payment’s purpose or reference.")
        return where % {"reference": said}
    return _(
        "It is the only agreement with this organisation that the day of the payment falls in,"
        " counting %(days)d days after its end."
    ) % {"days": GRACE.days}


def conditions_of(rule: MatchingRule) -> Iterator[str]:
    """What a rule asks of a payment, a sentence each."""
    if rule.organisation:
        yield _("Paid to %(name)s.") % {"name": rule.organisation.name}
    for words, sentence in (
        (rule.payer, _("The payer’s name has “%(words)s” in it.")),
        (rule.category, _("The category has “%(words)s” in it.")),
        (rule.purpose, _("The purpose has “%(words)s” in it.")),
        (rule.document_reference, _("The payer’s reference has “%(words)s” in it.")),
    ):
        if words:
            yield sentence % {"words": words}
    if rule.at_least is not None:
        yield _("At least %(amount)s.") % {"amount": pounds(rule.at_least)}
    if rule.at_most is not None:
        yield _("At most %(amount)s.") % {"amount": pounds(rule.at_most)}
    if rule.from_day is not None:
        yield _("On %(day)s or later.") % {"day": day(rule.from_day)}
    if rule.to_day is not None:
        yield _("On %(day)s or earlier.") % {"day": day(rule.to_day)}
