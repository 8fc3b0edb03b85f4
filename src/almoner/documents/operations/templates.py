"""Versions of templates: proposed by one person, decided by another."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.events import TemplateEvent
from almoner.documents.keeping import Kept, kept, path_of
from almoner.documents.layouts import check_layout
from almoner.documents.models import StoredFile, TemplateVersion
from almoner.documents.policies import may_decide_template, may_propose_template
from almoner.documents.queries.templates import (
    Standing,
    proposed_templates,
    template_standing,
)
from almoner.documents.shapes import Template
from almoner.documents.states import TEMPLATE_LIFECYCLE, TemplateState
from almoner.documents.template_reading import UnreadableTemplate, read_template
from almoner.documents.written import digest_of

from .files import record_file


@dataclass(frozen=True, slots=True)
class Layout:
    """A Word file that somebody sends as the layout of a template."""

    pieces: Iterable[bytes]
    name: str


def propose_template(
    text: str,
    *,
    remark: str = "",
    layout: Layout | StoredFile | None = None,
    by: User,
    at: datetime,
) -> TemplateVersion:
    """Hand the next version of a template, or a template of the body's own, to a second person:
    without a layout, with that of the version before, or with a new one.

    Raises PermissionDenied, ValidationError naming what is wrong with the text or the layout, or
    IllegalTransition while another is waiting.
    """
    require(may_propose_template(by, on=day_of(at)))  # before anything is written
    text = text.replace("\r\n", "\n").strip() + "\n"
    template = _read(text)
    if not isinstance(layout, Layout):
        if layout:
            check_layout(path_of(layout).read_bytes(), template)
        return _propose(template, text, remark=remark, layout=layout, by=by, at=at)
    with kept(layout.pieces, name=layout.name) as made:
        check_layout(made.path.read_bytes(), template)
        return _propose(template, text, remark=remark, layout=made, by=by, at=at)


@operation
def _propose(
    template: Template,
    text: str,
    *,
    remark: str,
    layout: Kept | StoredFile | None,
    by: User,
    at: datetime,
) -> TemplateVersion:
    require(may_propose_template(by, on=day_of(at)))
    if proposed_templates().filter(code=template.code).exists():
        raise IllegalTransition(f"Another version of {template.code} awaits a second person")
    version = version_of(template, text, state=TemplateState.PROPOSED, at=at)
    version.remark, version.written_by = remark.strip(), by
    if isinstance(layout, Kept):
        layout = record_file(layout, about=name_of(version), by=by, at=at)
    version.layout = layout
    version.save(force_insert=True)
    record(TemplateEvent.PROPOSED, about=version, by=by, at=at, **_facts(version))
    return version


@operation
def approve_template(version: TemplateVersion, *, by: User, at: datetime) -> TemplateVersion:
    """Put a version in force, as its second person. Documents under way keep theirs.

    Raises PermissionDenied or IllegalTransition.
    """
    version = _lock(version)
    require(may_decide_template(by, version, on=day_of(at)))
    TEMPLATE_LIFECYCLE.check(version.state, TemplateState.IN_FORCE)
    supersede_former(version.code)
    version.state, version.decided_by, version.decided_at = TemplateState.IN_FORCE, by, at
    version.review_on = months_after(day_of(at), version.template.review_months)
    version.save(update_fields=["state", "decided_by", "decided_at", "review_on"])
    facts = {**_facts(version), "review_on": version.review_on}
    record(TemplateEvent.APPROVED, about=version, by=by, at=at, **facts)
    return version


@operation
def refuse_template(
    version: TemplateVersion, *, remark: str, by: User, at: datetime
) -> TemplateVersion:
    """Refuse a version, as its second person, saying why.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    version = _lock(version)
    require(may_decide_template(by, version, on=day_of(at)))
    TEMPLATE_LIFECYCLE.check(version.state, TemplateState.REFUSED)
    if not remark.strip():
        raise ValidationError(_("Say what is to be put right."))
    version.state, version.decided_by, version.decided_at = TemplateState.REFUSED, by, at
    version.remark = remark.strip()
    version.save(update_fields=["state", "decided_by", "decided_at", "remark"])
    record(TemplateEvent.REFUSED, about=version, by=by, at=at, **_facts(version))
    return version


def version_that_stands(code: str, *, at: datetime) -> TemplateVersion:
    """Within an operation: the version that a document is begun on now. What came with Almoner
    becomes a row then. Raises ValidationError where there is no such template.
    """
    standing = template_standing(code)
    if standing is None:
        raise ValidationError(_("There is no such template."))
    return standing.version or _as_it_came(standing, at=at)


def supersede_former(code: str) -> None:
    """Take what stood until now from its place: documents begun on it keep it."""
    former = TemplateVersion.objects.select_for_update().filter(code=code)
    for one in former.filter(state__in=[TemplateState.IN_FORCE, TemplateState.SHIPPED]):
        TEMPLATE_LIFECYCLE.check(one.state, TemplateState.SUPERSEDED)
        one.state = TemplateState.SUPERSEDED
        one.save(update_fields=["state"])


def version_of(
    template: Template, text: str, *, state: TemplateState, at: datetime
) -> TemplateVersion:
    """A version that is not saved yet, with the next number of its template."""
    last = TemplateVersion.objects.filter(code=template.code).aggregate(last=Max("number"))["last"]
    return TemplateVersion(
        code=template.code,
        number=(last or 0) + 1,
        title=template.title,
        owner=template.owner,
        text=text,
        digest=digest_of(text),
        state=state,
        written_at=at,
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _as_it_came(standing: Standing, *, at: datetime) -> TemplateVersion:
    """A newer Almoner may have brought another text: what was begun keeps the former one."""
    rows = TemplateVersion.objects.filter(code=standing.code, state=TemplateState.SHIPPED)
    if row := rows.filter(digest=standing.digest).first():
        return row
    supersede_former(standing.code)
    row = version_of(standing.template, standing.text, state=TemplateState.SHIPPED, at=at)
    row.save(force_insert=True)
    return row


def _read(text: str) -> Template:
    try:
        return read_template(text, file=_("the text"))
    except UnreadableTemplate as error:
        raise ValidationError(str(error)) from error


def _lock(version: TemplateVersion) -> TemplateVersion:
    return TemplateVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)


def _facts(version: TemplateVersion) -> dict[str, object]:
    return {"number": version.number, "text": version.digest}
