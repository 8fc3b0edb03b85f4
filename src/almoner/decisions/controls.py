"""What is promised of decisions, and of cases that need one."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.actions.queries import unfinished_actions
from almoner.assurance.controls import Break, Control, Parameter, Parameters, Place, register
from almoner.commissions.conditions import declare_conditions
from almoner.commissions.promises import Cases, OfCases
from almoner.commissions.queries import READERS
from almoner.core.moments import day_of, start_of
from almoner.core.references import name_of
from almoner.framework.approval import NoLimit, steps_for
from almoner.framework.models import OfficeHolding
from almoner.framework.queries import framework_on

from .models import Approval, Decision
from .queries import decisions, decisions_visible_to, signed_decisions
from .standing import cases_without_decision

DECISION = f"{Decision._meta.label_lower}:"


@register
class DecisionSigned(OfCases):
    """What a route asks of its cases is written in the framework: at which of its gates."""

    code = "decision-signed"
    title = _("A decision is signed")
    promise = _(
        "A grant of £%(grants_from)s or more, and a contract of £%(contracts_from)s or more, has a"
        " signed decision, and is still what was decided."
    )
    parameters = (
        Parameter("grants_from", _("From which value in pounds a grant needs one"), 10_000),
        Parameter("contracts_from", _("From which value in pounds a contract needs one"), 500_000),
    )
    where = "decide"

    def breaks(self, cases: Cases, on: date, parameters: Parameters) -> Iterator[Break]:
        asked = cases.order_by("pk")
        for case, reason in cases_without_decision(self.code, asked, parameters):
            yield Break(case.reference, reason, self.place(case))


@declare_conditions
def conditions_of_decisions() -> Exists:
    """Of a case: whether what a signed decision about it was made conditional on is still open."""
    waiting = unfinished_actions().filter(source=OuterRef("named")).order_by()
    name = Concat(Value(DECISION), F("reference"), output_field=CharField())
    theirs = signed_decisions().filter(commission=OuterRef("pk")).annotate(named=name)
    return Exists(theirs.filter(Exists(waiting)))


class OfDecisions(Control[Decision]):
    owner = Role.APPROVER
    readers = READERS

    def open_to(self, user: User, cases: QuerySet[Decision], on: date) -> QuerySet[Decision]:
        return cases.filter(pk__in=decisions_visible_to(user, on=on).order_by().values("pk"))

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Decision]:
        return signed_decisions()

    def reference(self, case: Decision) -> str:
        return case.called


@register
class ApproverWithinLimit(OfDecisions):
    code = "approver-within-limit"
    title = _("Approvers stay within their limits")
    promise = _(
        "Each decision was approved by whom the limits of its day name, who held that office or"
        " deputised, and had not written it."
    )

    def breaks(
        self, cases: QuerySet[Decision], on: date, parameters: Parameters
    ) -> Iterator[Break]:
        found = decisions().filter(pk__in=cases.order_by().values("pk")).order_by("pk")
        approvals: dict[int, list[Approval]] = {}
        people = Approval.objects.filter(submission__last_of__in=found).select_related(
            "decided_by", "in_place_of"
        )
        for one in people.order_by("number"):
            approvals.setdefault(one.submission_id, []).append(one)
        held = list(OfficeHolding.objects.order_by("recorded_at", "pk"))
        for decision in found:
            reason = _flaw_of(decision, approvals.get(decision.asked_id or 0, []), held)
            if reason:
                yield Break(decision.called, reason, Place(name_of(decision)))


@register
class PublishedInTime(OfDecisions):
    code = "published-in-time"
    title = _("Decisions are published in time")
    promise = _(
        "Part 1 of a decision is out when it is signed, or on the day until which it waits."
    )
    because = _("It is signed, its day has come, and part 1 is not out.")
    parameters = (Parameter("days", _("How many days after its day at the latest"), 1),)

    def broken(
        self, cases: QuerySet[Decision], on: date, parameters: Parameters
    ) -> QuerySet[Decision]:
        last = on - timedelta(days=parameters["days"])
        waiting = cases.filter(published_at=None)
        return waiting.filter(
            Q(deferred_until__lt=last) | Q(deferred_until=None, settled_at__lt=start_of(last))
        )


def _flaw_of(decision: Decision, said_: list[Approval], held: list[OfficeHolding]) -> str:
    """What of a decision's approvals the rules of its day did not allow; nothing, if all was so."""
    asked = decision.asked
    if asked is None or len(said_) != len(asked.steps):
        return said("Not everybody approved who must.")
    if any(decision.author_id in {one.decided_by_id, one.in_place_of_id} for one in said_):
        return said("Its author approved it.")
    if asked.text.delegation is None and _offices_named(decision) != [one.office for one in said_]:
        return said("The limits of its day name others.")
    for one in said_:
        if not one.office:
            continue  # a person's own delegation asks for no office
        holder = one.in_place_of_id or one.decided_by_id
        if not _held(held, one.office, holder, day_of(one.decided_at)):
            words = {"office": one.office_title}
            return said("Who approved did not hold the office: %(office)s.") % words
    return ""


def _offices_named(decision: Decision) -> list[str]:
    asked, settled_at = decision.asked, decision.settled_at
    assert asked  # its caller looked
    assert settled_at
    framework = framework_on(day_of(settled_at))
    try:
        named = steps_for(framework, decision.matter, value=asked.value, facts=asked.facts)
    except NoLimit:
        return []
    return [one.code for one in named]


def _held(held: list[OfficeHolding], office: str, holder: int, on: date) -> bool:
    """Whether somebody held an office on a day: what was recorded last of that day speaks."""
    speaking = [
        one
        for one in held
        if (one.office, one.holder_id) == (office, holder)
        and one.valid_from <= on
        and (one.valid_to is None or on <= one.valid_to)
    ]
    return bool(speaking) and speaking[-1].is_held
