"""Who may read a report by its reference, and write the document that is its words."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.figures import is_figure, label_of, resolved
from almoner.core.verdicts import Verdict, refused
from almoner.documents.merge_fields import MergeField
from almoner.documents.shapes import Belongs
from almoner.documents.subjects import declare_subject

from .bound import unlooked
from .models import Report
from .policies import may_see_report, may_write_report
from .queries import looks_at, read_as_at, reports_visible_to


@declare_reader("reports.report")
def may_read_the_report(user: User, reference: str, on: date) -> Verdict:
    found = Report.objects.filter(reference=reference).first()
    return may_see_report(user, found, on=on) if found else refused(_("There is no such report."))


def may_write_the_report(user: User, reference: str, on: date) -> Verdict:
    found = Report.objects.filter(reference=reference).first()
    return may_write_report(user, found, on=on) if found else refused(_("There is no such report."))


def facts_for_report(reference: str, _on: date) -> dict[MergeField, str]:
    found = Report.objects.select_related("reporter").filter(reference=reference).first()
    if found is None:
        return {MergeField.REFERENCE: reference}
    return {
        MergeField.REFERENCE: found.reference,
        MergeField.TITLE: found.title,
        MergeField.LEAD: found.reporter.name,
        MergeField.RECIPIENT: found.panel,
        MergeField.ENDS: date_format(found.as_at, "j F Y"),
    }


def readable_reports(user: User, references: Collection[str], on: date) -> Collection[str]:
    found = reports_visible_to(user, on=on).filter(reference__in=references)
    return set(found.values_list("reference", flat=True))


def figures_read_as_at(reference: str, on: date) -> date:
    found = Report.objects.filter(reference=reference).first()
    return read_as_at(found, on=on) if found else on


def figures_to_look_at(reference: str, values: Mapping[str, str], on: date) -> Iterator[str]:
    """A report is finished when somebody has looked at each of its figures as it is now."""
    found = Report.objects.filter(reference=reference).first()
    if found is None:
        return
    as_at = read_as_at(found, on=on)
    figures = {resolved(key, on=as_at): said for key, said in values.items() if is_figure(key)}
    for key in unlooked(figures, looks_at(found)):
        yield _("“%(figure)s” has changed, or nobody has looked at it. Look at it first.") % {
            "figure": label_of(key)
        }


declare_subject(
    "reports.report",
    may_write=may_write_the_report,
    facts=facts_for_report,
    readable=readable_reports,
    as_at=figures_read_as_at,
    hindrances=figures_to_look_at,
    belongs=Belongs.REPORT,
)
