"""Who may read, write and comment on what is filled from a template: its case says so."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.verdicts import ALLOWED, Verdict, refused
from almoner.documents.audiences import Audience
from almoner.documents.models import Comment, Filling
from almoner.documents.subjects import may_read_about, may_write_about


def may_begin_filling(user: User, about: str, *, on: date) -> Verdict:
    """Whoever is of the team of the case."""
    return may_write_about(user, about, on=on)


def may_read_filling(user: User, filling: Filling, *, on: date) -> Verdict:
    """Whoever may read its case."""
    return may_read_about(user, filling.about, on=on)


def may_write_filling(user: User, filling: Filling, *, on: date) -> Verdict:
    """Whoever is of the team of its case."""
    return may_write_about(user, filling.about, on=on)


def may_comment_on_filling(
    user: User, filling: Filling, *, audience: Audience, on: date
) -> Verdict:
    """To all who may read, any of them; to the team, the team."""
    reads = may_read_about(user, filling.about, on=on)
    if not reads or audience == Audience.READERS:
        return reads
    return may_write_about(user, filling.about, on=on)


def may_read_comment(user: User, comment: Comment, *, on: date) -> Verdict:
    """Whoever it was said to."""
    return may_comment_on_filling(user, comment.filling, audience=Audience(comment.audience), on=on)


def may_resolve_comment(user: User, comment: Comment, *, on: date) -> Verdict:
    """Who made it, and the team."""
    if comment.made_by_id == user.pk and may_read_about(user, comment.filling.about, on=on):
        return ALLOWED
    verdict = may_write_about(user, comment.filling.about, on=on)
    if verdict:
        return ALLOWED
    return refused(_("Only who made a comment, or the team of the case, settles it."))
