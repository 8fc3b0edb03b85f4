"""Questions about filled documents: what each says, what was said of it, and by whom."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.once import asked_once
from almoner.documents.audiences import Audience
from almoner.documents.merge_fields import MergeField, figures_in
from almoner.documents.models import Comment, Filling, SectionText
from almoner.documents.states import FillingState
from almoner.documents.subjects import facts_about, readable_among
from almoner.documents.written import Text, Written, parts_of, texts_in

from .attachments import attached_in_words

STANDING = (FillingState.OPEN, FillingState.FINISHED)
SHOWN = (
    MergeField.TITLE,
    MergeField.REFERENCE,
    MergeField.RECIPIENT,
    MergeField.VALUE,
    MergeField.STARTS,
    MergeField.ENDS,
    MergeField.LEAD,
)


def fillings_about(about: str) -> QuerySet[Filling]:
    """The documents of a case, the latest first."""
    found = Filling.objects.filter(about=about).select_related("template", "begun_by", "closed_by")
    return found.defer("frozen", "template__text").order_by("-pk")


@asked_once
def fillings_standing(abouts: tuple[str, ...]) -> list[Filling]:
    """What is written or finished of many cases, the latest first: one query."""
    found = Filling.objects.filter(about__in=abouts, state__in=STANDING)
    found = found.select_related("template", "closed_by").defer("frozen", "template__text")
    return list(found.order_by("-pk"))


def fillings_of(person: User, *, on: date) -> QuerySet[Filling]:
    """The documents that somebody began or wrote in and may still read, the latest first."""
    wrote = SectionText.objects.filter(filling=OuterRef("pk"), written_by=person)
    theirs = Filling.objects.filter(Q(begun_by=person) | Exists(wrote))
    abouts = set(theirs.values_list("about", flat=True))
    found = theirs.filter(about__in=readable_among(person, abouts, on=on))
    found = found.select_related("template")
    return found.defer("frozen", "template__text").order_by("-pk")


def latest_texts(filling: Filling) -> QuerySet[SectionText]:
    """What each section says now."""
    later = SectionText.objects.filter(
        filling=filling, section=OuterRef("section"), number__gt=OuterRef("number")
    )
    return SectionText.objects.filter(~Exists(later), filling=filling).select_related("written_by")


def texts_of(filling: Filling) -> QuerySet[SectionText]:
    """Every version of every section, the latest first."""
    found = SectionText.objects.filter(filling=filling).select_related("written_by")
    return found.order_by("-pk")


def texts_of_section(filling: Filling, section: str) -> QuerySet[SectionText]:
    return texts_of(filling).filter(section=section).order_by("-number")


def left_over(filling: Filling) -> list[SectionText]:
    """What was written in sections that the template no longer has."""
    known = {section.code for section in filling.template.template.section}
    return [one for one in latest_texts(filling) if one.section not in known and one.text]


def comments_on(filling: Filling, *, is_of_team: bool) -> QuerySet[Comment]:
    """What was said of a document to whoever asks, in order."""
    found = Comment.objects.filter(filling=filling).select_related("made_by", "resolved_by")
    return (found if is_of_team else found.filter(audience=Audience.READERS)).order_by("pk")


def written_of(filling: Filling, *, on: date) -> tuple[Written, dict[str, str]]:
    """A document as it is read, and the facts in it: of its case today, or as they were frozen."""
    template = filling.template.template
    if filling.frozen:
        texts, values = texts_in(filling.frozen)
        made_at = filling.closed_at
    else:
        rows = list(latest_texts(filling))
        texts = {row.section: Text(row.text, row.number, row.reason) for row in rows}
        said = [texts[one.code].text if one.code in texts else one.text for one in template.section]
        keys = dict.fromkeys(key for text in said for key in figures_in(text))
        values = facts_about(filling.about, on=on, keys=keys)
        made_at = max((row.written_at for row in rows), default=filling.begun_at)
    written = Written(
        title=filling.title,
        kind=template.title,
        reference=filling.reference,
        number=filling.number,
        body=values.get(MergeField.BODY) or settings.BODY_NAME,
        parts=parts_of(template, texts, values),
        is_draft=not filling.frozen,
        made_on=_moment(made_at),
        facts=[*_facts(values), *_standing(filling)],
        digest=filling.digest,
        attachments=attached_in_words(filling),
    )
    return written, values


def _facts(values: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(one.label), values[one]) for one in SHOWN if values.get(one)]


def _standing(filling: Filling) -> list[tuple[str, str]]:
    version = filling.template
    told = [
        (_("Document"), _("%(reference)s, version %(n)d") % _named(filling)),
        (
            _("Template"),
            _("%(title)s, version %(n)d") % {"title": version.title, "n": version.number},
        ),
    ]
    if filling.closed_at and filling.closed_by and filling.frozen:
        day = date_format(localtime(filling.closed_at), "j F Y")
        told.append(
            (
                _("Finished"),
                _("%(day)s, by %(name)s") % {"day": day, "name": filling.closed_by.name},
            )
        )
    return told


def _named(filling: Filling) -> dict[str, object]:
    return {"reference": filling.reference, "n": filling.number}


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
