"""What the page of one agreement, and that of a gift of many, shows: said in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.agreements.changes import Read, Step, facts_of, steps_of
from almoner.agreements.managed import (
    Managed,
    digest_of,
    history_of_management,
    managers_on,
    stewards_among,
)
from almoner.agreements.models import Agreement, AgreementVersion, Stewardship, Terms
from almoner.agreements.policies import (
    NAMERS,
    may_adopt_agreements,
    may_change_management,
    may_read_contact,
    may_release_agreement,
)
from almoner.agreements.queries import history_of
from almoner.core.moments import end_of
from almoner.papers.policies import may_see_papers
from almoner.papers.queries import current_documents_of
from almoner.payments.matched import PaidToDate, live_matches, paid_to_date
from almoner.payments.models import Match
from almoner.payments.states import MatchState
from almoner.registers.kinds import field_in_words
from almoner.registers.models import ImportedFile
from almoner.registers.officials import files_of
from almoner.web.lists import page_of
from almoner.web.words import day, pounds

from .agreement_lists import AgreementList, Row, rows_of

MOST_AT_ONCE = 500
PROPOSALS_SHOWN = 5


def in_words(value: Read) -> str:
    """A fact of a register as people say it."""
    if value is None:
        return _("Not recorded")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    return pounds(value) if isinstance(value, Decimal) else value


def register_shown(version: AgreementVersion) -> list[tuple[str, str]]:
    """Every fact of the register, by its name in words."""
    return [(field_in_words(field.name), in_words(value)) for field, value in facts_of(version)]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A version of the history: the file it came in, and what it changed, in words."""

    step: Step
    file: ImportedFile | None

    @property
    def file_name(self) -> str:
        return self.file.file_name if self.file else ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        return [
            (field_in_words(one.field.name), in_words(one.before), in_words(one.after))
            for one in self.step.changes
        ]


def history_shown(agreement: Agreement, *, on: date, is_as_at: bool) -> list[ShownStep]:
    """Every version known from a day or before, the latest first, with its file."""
    versions = history_of(agreement).filter(batch__known_from__lte=on)
    if is_as_at:
        versions = versions.filter(batch__recorded_at__lt=end_of(on))
    steps = steps_of(versions.select_related("batch", "agreement"))
    files = files_of(step.version for step in steps)
    return [ShownStep(step, files.get(step.version.batch_id)) for step in steps]


@dataclass(frozen=True, slots=True)
class Payments:
    """What was paid under an agreement, and what may have been."""

    paid: PaidToDate
    proposed_count: int
    proposed: list[Match]


def payments_shown(version: AgreementVersion) -> Payments:
    """As now known, whatever day is shown: two queries and a count."""
    proposed = live_matches().filter(agreement=version.agreement_id, state=MatchState.PROPOSED)
    in_order = proposed.select_related("payment").order_by("-payment__amount", "pk")
    paid = paid_to_date([version])[version.agreement_id]
    return Payments(paid, proposed.count(), list(in_order[:PROPOSALS_SHOWN]))


def management_shown(managed: Managed, me: User, *, on: date) -> dict[str, Any]:
    """How an agreement came to be managed as it is, and what the reader may do about it today."""
    agreement = managed.version.agreement
    stewardship = stewards_among([agreement.pk], on=on).get(agreement.pk)
    holders = set(managers_on(on).values_list("pk", flat=True))
    is_left = stewardship is not None and stewardship.manager_id not in holders
    may_adopt = bool(may_adopt_agreements(me, on=on))
    may_change = bool(stewardship and may_change_management(me, stewardship, on=on))
    is_namer = bool(roles_of(me, on=on) & NAMERS)
    return {
        "managing": [(management_in_words(one), one) for one in history_of_management(agreement)],
        "may_adopt": stewardship is None and may_adopt,
        "may_hand_over": bool(stewardship) and (may_change or is_namer or (is_left and may_adopt)),
        "may_change": may_change,
        "may_release": bool(stewardship and may_release_agreement(me, stewardship, on=on)),
        "may_ring": bool(stewardship and may_read_contact(me, stewardship, on=on)),
    }


def papers_shown(version: AgreementVersion, me: User, *, on: date) -> dict[str, Any]:
    """How many documents an agreement has, and whether the reader may open them."""
    documents = current_documents_of(version.agreement)
    return {"sees_papers": may_see_papers(me, on=on), "documents_count": documents.count()}


def management_in_words(one: Stewardship | Terms) -> str:
    """A change of who manages an agreement, or of its days, in a sentence."""
    if isinstance(one, Stewardship):
        if one.manager:
            return _("%(name)s manages it.") % {"name": one.manager.name}
        return _("Released: %(reason)s") % {"reason": one.reason}
    return " ".join(_days_in_words(one)) or _("No day is set. The register speaks.")


def _days_in_words(terms: Terms) -> Iterator[str]:
    if terms.ends_on:
        yield _("End: %s.") % day(terms.ends_on)
    if terms.notice_on:
        yield _("Last day to give notice: %s.") % day(terms.notice_on)
    if terms.notice_months is not None:
        yield _("Notice: %d months before the end.") % terms.notice_months
    if terms.review_on:
        yield _("Review: %s.") % day(terms.review_on)


@dataclass(frozen=True)
class Gift:
    """A list of agreements that somebody is about to give to one manager.

    Whoever may name only themself gives nothing that another manages: it is left out, and counted.
    """

    asked: AgreementList
    on: date
    keys: Sequence[int]
    stewards: dict[int, Stewardship]
    left_out: int
    is_too_much: bool

    @classmethod
    def of(cls, asked: AgreementList, me: User, *, on: date) -> "Gift":
        keys = list(asked.in_order.values_list("agreement", flat=True)[: MOST_AT_ONCE + 1])
        is_too_much = len(keys) > MOST_AT_ONCE
        stewards = stewards_among(keys, on=on)
        kept = set[int]()
        if not roles_of(me, on=on) & NAMERS:
            holders = set(managers_on(on).exclude(pk=me.pk).values_list("pk", flat=True))
            kept = {key for key, one in stewards.items() if one.manager_id in holders}
        given = [key for key in keys if key not in kept]
        theirs = {key: one for key, one in stewards.items() if key not in kept}
        return cls(asked, on, given, theirs, len(kept), is_too_much)

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(Agreement.objects.filter(pk__in=self.keys))

    @property
    def seen(self) -> str:
        return digest_of(self.agreements, self.stewards)

    @property
    def count(self) -> int:
        return len(self.keys)

    @property
    def free_count(self) -> int:
        """How many nobody manages."""
        return len(self.keys) - len(self.stewards)

    def page(self, request: HttpRequest) -> Page[Any]:
        return page_of(request, self.asked.in_order.filter(agreement__in=self.keys))

    def rows(self, page: Page[Any]) -> list[Row]:
        return rows_of(page, self.asked.selection)
