"""Reports, payments of whole years for them to tell, and what assurance files are taken of."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from almoner.accounts.roles import Role
from almoner.actions.operations import note_progress
from almoner.audits.kinds import Finds
from almoner.audits.models import Recommendation
from almoner.audits.operations import Shown, add_evidence_file, give_verdict, tie_controls
from almoner.audits.queries import in_full
from almoner.reports.assurance_file.gathered import Asked as AskedFile
from almoner.reports.assurance_file.making import assurance_file
from almoner.reports.assurance_file.operations import take_assurance_file
from almoner.reports.operations import Asked, begin_report
from tests.audits.factories import agreed, nights_of
from tests.factories import DAY, NOON, BatchFactory, PaymentFactory, official

AS_AT = DAY
CODE = "operators-roles-confirmed"


def spend(year, pounds, *, known_from=date(2021, 4, 20)):
    """A payment of a financial year, as it became known on a day."""
    recorded_at = datetime(known_from.year, known_from.month, known_from.day, 9, tzinfo=UTC)
    batch = BatchFactory(known_from=known_from, recorded_at=recorded_at)
    paid_on = date(int(year[:4]), 6, 1)
    return PaymentFactory(
        batch=batch, paid_on=paid_on, month=f"{paid_on:%Y-%m}", amount=Decimal(pounds)
    )


def report(*, by=None, at=NOON, as_at=AS_AT, kind="audit-panel"):
    """A report that somebody has begun."""
    asked = Asked(kind=kind, title="Commissioning", panel="Joint audit panel", as_at=as_at)
    return begin_report(asked, by=by or writer(), at=at)


def writer():
    return official(Role.BOARD_SECRETARY)


def shown(*, content=b"The register of March, as it went out.", title="The register of March"):
    """A recommendation whose owner showed a file, and of which an auditor then said something: the
    ledger has a line of each, and one of something else among them. A control measures it, which
    was broken on one night.
    """
    recommendation = agreed()
    owner, said = recommendation.action.owner, Shown(title, dated_on=DAY)
    note_progress(recommendation.action, text="One of two is out", by=owner, at=NOON)
    words = {"recommendation": recommendation, "said": said, "by": owner, "at": NOON}
    add_evidence_file([content], name="letter.txt", **words)
    elsewhere = agreed().action
    note_progress(elsewhere, text="Begun", by=elsewhere.owner, at=NOON)
    tie_controls(recommendation, codes=[CODE], days=3, by=official(Role.AUDITOR), at=NOON)
    nights_of(CODE, first=DAY - timedelta(days=3), last=DAY, broken=[DAY - timedelta(days=2)])
    found = {"finds": Finds.PARTIALLY, "reasons": "One of two is out"}
    give_verdict(recommendation, **found, by=official(Role.AUDITOR), at=NOON)
    return in_full(Recommendation.objects.all()).get(pk=recommendation.pk)


def taken(thing, path, *, by=None, at=NOON, **asked):
    """Take the assurance file of a thing into a folder, as an auditor."""
    by = by or official(Role.AUDITOR)
    with assurance_file(thing, AskedFile(by, DAY, **asked), at=at) as made:
        take_assurance_file(thing, made, by=by, at=at)
        whole = path / made.name
        whole.write_bytes(made.file.read())
        made.file.close()
    return whole
