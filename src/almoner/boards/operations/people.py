"""What members do about an item: ask, declare an interest, be let stay or not."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.boards.events import ItemEvent
from almoner.boards.kinds import Ruling
from almoner.boards.models import Interest, Item, Question
from almoner.boards.policies import may_answer, may_ask, may_declare, may_rule
from almoner.boards.states import INTEREST_LIFECYCLE, InterestState
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .locking import lock_item


@operation
def ask_question(item: Item, *, text: str, by: User, at: datetime) -> Question:
    """Ask about a paper before the meeting. Everybody who may read the paper sees it.

    Raises PermissionDenied or ValidationError.
    """
    item = lock_item(item)
    require(may_ask(by, item, at=at, on=day_of(at)))
    question = Question.objects.create(item=item, text=_said(text), asked_by=by, asked_at=at)
    record(ItemEvent.QUESTION_ASKED, about=item, by=by, at=at)
    return question


@operation
def answer_question(question: Question, *, text: str, by: User, at: datetime) -> Question:
    """Answer a question, once. Raises PermissionDenied or ValidationError."""
    item = lock_item(question.item)
    require(may_answer(by, item, on=day_of(at)))
    question = Question.objects.get(pk=question.pk)
    if question.answer:
        raise ValidationError(_("This was answered. Say more at the meeting."))
    question.answer, question.answered_by, question.answered_at = _said(text), by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    record(ItemEvent.QUESTION_ANSWERED, about=item, by=by, at=at)
    return question


@operation
def declare_interest(item: Item, *, what: str, by: User, at: datetime) -> Interest:
    """Declare an interest in an item: whoever does is out of it from now on, unless the chair finds
    that they may stay.

    Raises PermissionDenied or ValidationError.
    """
    item = lock_item(item)
    require(may_declare(by, item, on=day_of(at)))
    if Interest.objects.filter(item=item, person=by).exists():
        raise ValidationError(_("You declared an interest in this item before."))
    interest = Interest.objects.create(item=item, person=by, what=_said(what), declared_at=at)
    record(ItemEvent.INTEREST_DECLARED, about=item, by=by, at=at, person=by.reference)
    return interest


@operation
def rule_on_interest(
    interest: Interest, *, ruling: Ruling, words: str, by: User, at: datetime
) -> Interest:
    """Say, in the chair, whether somebody who declared an interest leaves or may stay, and why.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    item = lock_item(interest.item)
    interest = Interest.objects.select_related("person").get(pk=interest.pk)
    interest.item = item
    require(may_rule(by, interest, on=day_of(at)))
    INTEREST_LIFECYCLE.check(interest.state, InterestState(ruling))
    interest.state, interest.ruling = InterestState(ruling), _said(words)
    interest.ruled_by, interest.ruled_at = by, at
    interest.save(update_fields=["state", "ruling", "ruled_by", "ruled_at"])
    facts = {"person": interest.person.reference, "ruling": ruling}
    record(ItemEvent.INTEREST_RULED, about=item, by=by, at=at, **facts)
    return interest


def _said(text: str) -> str:
    if not text.strip():
        raise ValidationError({"text": _("Write it down: whoever looks later knows no more.")})
    return text.strip()
