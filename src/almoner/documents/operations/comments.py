"""What people say about a document while it is written, to whom they choose."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.documents.audiences import Audience
from almoner.documents.events import CommentEvent
from almoner.documents.models import Comment, Filling
from almoner.documents.policies import may_comment_on_filling, may_resolve_comment

from .fillings import expect_open, locked

LONGEST = 4_000


@operation
def comment_on_filling(
    filling: Filling, *, section: str, text: str, audience: Audience, by: User, at: datetime
) -> Comment:
    """Say something about a section of a document that is still written.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    filling = locked(filling)
    require(may_comment_on_filling(by, filling, audience=audience, on=day_of(at)))
    expect_open(filling)
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Write a comment of at most 4,000 characters."))
    if filling.template.template.section_called(section) is None:
        raise ValidationError(_("Its template has no such section any more."))
    comment = Comment(filling=filling, section=section, text=text, audience=audience)
    comment.made_by, comment.made_at = by, at
    comment.save(force_insert=True)
    facts = {"document": filling.reference, "audience": audience}
    record(CommentEvent.MADE, about=comment, by=by, at=at, **facts)
    return comment


@operation
def resolve_comment(comment: Comment, *, by: User, at: datetime) -> Comment:
    """Say that a comment is settled. Raises PermissionDenied or IllegalTransition."""
    found = Comment.objects.select_related("filling").select_for_update(of=("self",))
    comment = found.get(pk=comment.pk)
    require(may_resolve_comment(by, comment, on=day_of(at)))
    if comment.resolved_at:
        raise IllegalTransition(f"{comment} is settled already")
    comment.resolved_by, comment.resolved_at = by, at
    comment.save(update_fields=["resolved_by", "resolved_at"])
    record(CommentEvent.RESOLVED, about=comment, by=by, at=at, document=comment.filling.reference)
    return comment
