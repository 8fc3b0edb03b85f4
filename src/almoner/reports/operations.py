"""What becomes of a report: begun from a template, its figures looked at, issued by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.figures import resolved
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of, next_reference
from almoner.core.verdicts import require
from almoner.documents.models import Filling
from almoner.documents.operations import begin_filling, drop_filling, save_section
from almoner.documents.queries import written_of
from almoner.documents.states import FillingState
from almoner.documents.written import digest_of

from .bound import Bound
from .events import ReportEvent
from .evidence import as_evidence
from .models import Look, Report
from .policies import may_begin_report, may_drop_report, may_issue_report, may_look_at_figures
from .prepared import is_recorded_on, prepared_text
from .queries import document_of, figures_of, kinds_of_report, read_as_at
from .states import REPORT_LIFECYCLE, ReportState

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is to be: of which kind, called what, to whom, as at which day."""

    kind: str
    title: str
    panel: str
    as_at: date


@operation
def begin_report(asked: Asked, *, by: User, at: datetime) -> Report:
    """Begin a report: its words as the kind's template begins them, and every figure in them as
    looked at by who begins it. A sentence of which nothing is recorded is left out.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_begin_report(by, on=on))
    report = Report(
        reference=next_reference("RPT", on=on),
        kind=_known(asked.kind),
        title=_said("title", asked.title),
        panel=_said("panel", asked.panel),
        as_at=asked.as_at,
        reporter=by,
        begun_at=at,
    )
    report.save(force_insert=True)
    filling = begin_filling(report.kind, about=name_of(report), title=report.title, by=by, at=at)
    _write_first_texts(report, filling, by=by, at=at)
    bound = figures_of(report, on=on)
    _look(report, bound, by=by, at=at)
    facts = {"as_at": report.as_at, "document": filling.reference}
    record(ReportEvent.BEGUN, about=report, by=by, at=at, figures=len(bound), **facts)
    return report


@operation
def look_at_figures(
    report: Report, seen: Mapping[str, str], *, by: User, at: datetime
) -> list[Look]:
    """Say that one has looked at figures as they are now. `seen` gives each by its key, as a text
    keeps it: if one has changed again since it was shown, nothing is kept.

    Raises PermissionDenied or ValidationError.
    """
    report = _locked(report)
    require(may_look_at_figures(by, report, on=day_of(at)))
    bound = [one for one in figures_of(report, on=day_of(at)) if one.key in seen]
    if not bound:
        raise ValidationError(_("Choose a figure that you looked at."))
    for one in bound:
        if one.value != seen[one.key]:
            words = _("“%(figure)s” has changed again. Look at it as it is now.")
            raise ValidationError(words % {"figure": one.reading.label})
    looks = _look(report, [one for one in bound if one.needs_a_look], by=by, at=at)
    record(ReportEvent.LOOKED_AT, about=report, by=by, at=at, figures=len(looks))
    return looks


@operation
def issue_report(report: Report, *, by: User, at: datetime) -> Report:
    """Issue a report whose words are finished: they, and its figures with their sources, are frozen
    for good.

    Raises PermissionDenied, IllegalTransition, or ValidationError naming a figure that has changed
    since the words were finished.
    """
    report = _locked(report)
    on = day_of(at)
    require(may_issue_report(by, report, on=on))
    REPORT_LIFECYCLE.check(report.state, ReportState.ISSUED)
    filling = document_of(report)
    if mistakes := hindrances_to_issue(report, filling, on=on):
        raise ValidationError(mistakes)
    bound = figures_of(report, on=on)
    report.figures = as_evidence([one.reading for one in bound])
    report.filling, report.issued_by, report.issued_at = filling, by, at
    report.digest = digest_of(f"{filling.digest if filling else ''}\n{report.figures}")
    report.state = ReportState.ISSUED
    report.save()
    facts = {"document": str(filling), "figures": len(bound), "text": report.digest}
    record(ReportEvent.ISSUED, about=report, by=by, at=at, **facts)
    return report


@operation
def drop_report(report: Report, *, by: User, at: datetime) -> Report:
    """Give up a report that is not issued. What was written stays on record.

    Raises PermissionDenied or IllegalTransition.
    """
    report = _locked(report)
    require(may_drop_report(by, report, on=day_of(at)))
    REPORT_LIFECYCLE.check(report.state, ReportState.DROPPED)
    filling = document_of(report)
    if filling and filling.is_open:
        drop_filling(filling, by=by, at=at)
    report.state = ReportState.DROPPED
    report.save(update_fields=["state"])
    record(ReportEvent.DROPPED, about=report, by=by, at=at)
    return report


def hindrances_to_issue(report: Report, filling: Filling | None, *, on: date) -> list[str]:
    """What must be put right before a report is issued, in words."""
    if report.as_at > on:
        return [_("The day of the report is to come. It is issued on that day or after it.")]
    if filling is None or filling.state != FillingState.FINISHED:
        return [_("Its words are not finished. Whoever writes it finishes them first.")]
    _written, values = written_of(filling, on=on)
    as_at = read_as_at(report, on=on)
    frozen = {resolved(key, on=as_at): value for key, value in values.items()}
    changed = [
        one.reading.label
        for one in figures_of(report, on=on)
        if frozen.get(one.key, "") != one.value
    ]
    words = _("“%(figure)s” has changed since the words were finished. Reopen them and look at it.")
    return [words % {"figure": label} for label in changed]


def _write_first_texts(report: Report, filling: Filling, *, by: User, at: datetime) -> None:
    as_at = read_as_at(report, on=day_of(at))
    recorded = is_recorded_on(as_at)
    for section in filling.template.template.section:
        text = prepared_text(section, on=as_at, recorded=recorded)
        save_section(filling, section=section.code, text=text, based_on=0, by=by, at=at)


def _look(report: Report, bound: list[Bound], *, by: User, at: datetime) -> list[Look]:
    looks = [
        Look(report=report, key=one.key, value=one.value, looked_by=by, looked_at=at)
        for one in bound
    ]
    return Look.objects.bulk_create(looks)


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)


def _known(kind: str) -> str:
    kinds = {one.code for one in kinds_of_report()}
    if kind not in kinds:
        words = _("There is no such report. Choose one of: %(kinds)s.")
        raise ValidationError({"kind": words % {"kinds": ", ".join(sorted(kinds))}})
    return kind


def _said(name: str, text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise ValidationError({name: _("Write at least one word and at most 200 characters.")})
    return said
