"""Documents filled from a template: begun, written section by section, finished, reopened."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.documents.contents import begun_text, mistakes_in
from almoner.documents.events import FillingEvent
from almoner.documents.models import Attachment, Filling, SectionText
from almoner.documents.policies import may_begin_filling, may_write_filling
from almoner.documents.queries.attachments import attached_to, frozen_attachments
from almoner.documents.queries.fillings import latest_texts, texts_of_section, written_of
from almoner.documents.shapes import Section
from almoner.documents.states import FILLING_LIFECYCLE, FillingState
from almoner.documents.subjects import belongs_to, hindrances_of
from almoner.documents.written import Written, digest_of, frozen_text

from .templates import version_that_stands

LONGEST_TITLE = 200


class Overtaken(IllegalTransition):
    """Somebody saved a section since it was opened. `latest` is what they wrote."""

    def __init__(self, latest: SectionText) -> None:
        super().__init__(f"{latest} has been written since")
        self.latest = latest


@operation
def begin_filling(code: str, *, about: str, title: str, by: User, at: datetime) -> Filling:
    """Begin a document from the version of a template that stands, for the case called `about`.

    Raises PermissionDenied or ValidationError.
    """
    require(may_begin_filling(by, about, on=day_of(at)))
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise ValidationError(_("Give the document a title of at most 200 characters."))
    version = version_that_stands(code, at=at)
    if version.template.belongs_to != belongs_to(about):
        raise ValidationError(_("This template is not for documents of this kind."))
    filling = Filling(template=version, about=about, title=title, begun_by=by, begun_at=at)
    filling.save(force_insert=True)
    record(FillingEvent.BEGUN, about=filling, by=by, at=at, **_on_template(filling))
    return filling


def save_section(
    filling: Filling,
    *,
    section: str,
    text: str,
    based_on: int,
    reason: str = "",
    by: User,
    at: datetime,
) -> SectionText | None:
    """Keep what a section says now. `based_on` is the number of the text that was opened: if
    somebody has saved another since, nothing is kept, and Overtaken says what they wrote.

    Nothing is written if nothing is new. Raises PermissionDenied, IllegalTransition or
    ValidationError.
    """
    require(may_write_filling(by, filling, on=day_of(at)))
    said = _section_called(filling, section)
    text, reason = text.replace("\r\n", "\n").strip(), reason.strip()
    latest = texts_of_section(filling, section).first()
    kept = (latest.text, latest.reason) if latest else (begun_text(said), "")
    if (text, reason) == kept:
        return latest
    return _save_section(filling, said, (text, reason), based_on=based_on, by=by, at=at)


@operation
def _save_section(
    filling: Filling,
    section: Section,
    said: tuple[str, str],
    *,
    based_on: int,
    by: User,
    at: datetime,
) -> SectionText:
    filling = locked(filling)
    require(may_write_filling(by, filling, on=day_of(at)))
    expect_open(filling)
    latest = texts_of_section(filling, section.code).first()
    if latest and latest.number != based_on:
        raise Overtaken(latest)
    text, reason = said
    if mistakes := list(mistakes_in(section, text)):
        raise ValidationError(mistakes)
    row = SectionText(filling=filling, section=section.code, number=based_on + 1, text=text)
    row.reason, row.written_by, row.written_at = reason, by, at
    row.save(force_insert=True)
    facts = {"version": row.number, "text": digest_of(text)}
    record(FillingEvent.SAVED, about=filling, by=by, at=at, **facts)
    return row


@operation
def finish_filling(filling: Filling, *, by: User, at: datetime) -> Filling:
    """Freeze a document: its text, and what it takes from its case, as one text with its digest.
    The version that it follows is superseded.

    Raises PermissionDenied, IllegalTransition, or ValidationError naming what is missing.
    """
    filling = locked(filling)
    require(may_write_filling(by, filling, on=day_of(at)))
    FILLING_LIFECYCLE.check(filling.state, FillingState.FINISHED)
    written, values = written_of(filling, on=day_of(at))
    if mistakes := [
        *hindrances_to_finish(written),
        *hindrances_of(filling.about, values, on=day_of(at)),
    ]:
        raise ValidationError(mistakes)
    filling.frozen = frozen_text(
        written.parts,
        values,
        template=filling.template.digest,
        attachments=frozen_attachments(filling),
    )
    filling.digest = digest_of(filling.frozen)
    filling.clause_count = len(written.clauses)
    filling.changed_count = len(written.changed_clauses)
    standing = version_that_stands(filling.template.code, at=at)
    filling.is_on_current_template = standing.pk == filling.template_id
    _close(filling, FillingState.FINISHED, by=by, at=at)
    _supersede_former(filling)
    counts = {"clauses": filling.clause_count, "changed": filling.changed_count}
    record(FillingEvent.FINISHED, about=filling, by=by, at=at, text=filling.digest, **counts)
    return filling


@operation
def reopen_filling(filling: Filling, *, by: User, at: datetime) -> Filling:
    """Begin the next version of a finished document, on the template as it stands now. What was
    finished stays as it is, and stands until the next is finished.

    Raises PermissionDenied or IllegalTransition.
    """
    former = locked(filling)
    require(may_write_filling(by, former, on=day_of(at)))
    if former.state != FillingState.FINISHED:
        raise IllegalTransition(f"{former} is {former.state}, and only what is finished reopens")
    if former.followers.exclude(state=FillingState.DROPPED).exists():
        raise IllegalTransition(f"The next version of {former} is being written")
    version = version_that_stands(former.template.code, at=at)
    following = Filling(template=version, about=former.about, title=former.title, follows=former)
    following.number, following.begun_by, following.begun_at = former.number + 1, by, at
    following.save(force_insert=True)
    SectionText.objects.bulk_create(_carried(former, following))
    Attachment.objects.bulk_create(_carried_files(former, following))
    facts = {**_on_template(following), "earlier": former.reference}
    record(FillingEvent.REOPENED, about=following, by=by, at=at, **facts)
    return following


@operation
def move_filling_to_template(filling: Filling, *, by: User, at: datetime) -> Filling:
    """Go on writing a document on the template as it stands now. What was written in a section
    that it no longer has stays to be read. Raises PermissionDenied or IllegalTransition.
    """
    filling = locked(filling)
    require(may_write_filling(by, filling, on=day_of(at)))
    expect_open(filling)
    version = version_that_stands(filling.template.code, at=at)
    if version.pk == filling.template_id:
        raise IllegalTransition(f"{filling} is on the version that stands")
    filling.template = version
    filling.save(update_fields=["template"])
    record(FillingEvent.MOVED, about=filling, by=by, at=at, **_on_template(filling))
    return filling


@operation
def drop_filling(filling: Filling, *, by: User, at: datetime) -> Filling:
    """Give up a document that is not finished. Its texts stay on record.

    Raises PermissionDenied or IllegalTransition.
    """
    filling = locked(filling)
    require(may_write_filling(by, filling, on=day_of(at)))
    FILLING_LIFECYCLE.check(filling.state, FillingState.DROPPED)
    _close(filling, FillingState.DROPPED, by=by, at=at)
    record(FillingEvent.DROPPED, about=filling, by=by, at=at)
    return filling


def hindrances_to_finish(written: Written) -> Iterator[str]:
    """What must be put right before a document is finished."""
    for part in written.parts:
        words = {"heading": part.section.heading}
        if part.is_wanting:
            yield _("“%(heading)s” is not filled yet.") % words
        elif part.lacks_reason:
            yield _("“%(heading)s” departs from the standard words. Say why.") % words


def locked(filling: Filling) -> Filling:
    found = Filling.objects.select_related("template").select_for_update(of=("self",))
    return found.get(pk=filling.pk)


def expect_open(filling: Filling) -> None:
    if not filling.is_open:
        raise IllegalTransition(f"{filling} is {filling.state}, and is not written any more")


def _section_called(filling: Filling, code: str) -> Section:
    section = filling.template.template.section_called(code)
    if section is None:
        raise ValidationError(_("Its template has no such section any more."))
    return section


def _carried(former: Filling, following: Filling) -> list[SectionText]:
    """What a document said, as the first texts of the next."""
    return [
        SectionText(
            filling=following,
            section=one.section,
            number=1,
            text=one.text,
            reason=one.reason,
            written_by=one.written_by,
            written_at=one.written_at,
        )
        for one in latest_texts(former)
    ]


def _carried_files(former: Filling, following: Filling) -> list[Attachment]:
    """What went with a document, as what the next begins with."""
    return [
        Attachment(
            filling=following,
            file=one.file,
            title=one.title,
            attached_by=one.attached_by,
            attached_at=one.attached_at,
        )
        for one in attached_to(former)
    ]


def _supersede_former(filling: Filling) -> None:
    if filling.follows_id:
        former = Filling.objects.select_for_update().get(pk=filling.follows_id)
        FILLING_LIFECYCLE.check(former.state, FillingState.SUPERSEDED)
        former.state = FillingState.SUPERSEDED
        former.save(update_fields=["state"])


def _close(filling: Filling, state: FillingState, *, by: User, at: datetime) -> None:
    filling.state, filling.closed_by, filling.closed_at = state, by, at
    filling.save()


def _on_template(filling: Filling) -> dict[str, object]:
    return {"template": filling.template.reference, "form": filling.template.digest}
