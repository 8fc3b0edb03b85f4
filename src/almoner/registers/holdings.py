"""What is held of registers themselves: the files that were read in, what checks found in their
rows, and what is withheld.
"""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.agreements.models import AgreementVersion
from almoner.core.holdings import Reach, Records, Told, Why, all_or_none, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.core.states import BatchState
from almoner.payments.models import Payment

from .models import Finding, ImportedFile, Sighting, Withholding
from .policies import may_see_withholdings, registers_judged_by, registers_open_to
from .reach import AGREEMENT, ORGANISATION, PAYMENT


def tell_file(file: ImportedFile) -> Told:
    told = _("Its rows are published one by one; what could not be read never is.")
    return Told(name_of(file.batch), file.file_name, file.batch.known_from, words=told)


def files_readable(records: Records, user: User, on: date) -> Records:
    return records.filter(batch__kind__in=registers_open_to(user, on=on))


@declare_holding(
    "files",
    label=gettext_lazy("Files that were read in"),
    readers=gettext_lazy("Officials who may import such files"),
    readable=files_readable,
    tell=tell_file,
)
def files_held(reach: Reach) -> Records:
    paid = Payment.objects.filter(pk__in=reach.keys(PAYMENT)).order_by()
    said = AgreementVersion.objects.filter(agreement__in=reach.keys(AGREEMENT)).order_by()
    told = Q(batch__in=paid.values("batch")) | Q(batch__in=said.values("batch"))
    found = ImportedFile.objects.filter(told, batch__state=BatchState.LIVE)
    return found.select_related("batch").order_by("-pk")


def tell_finding(finding: Finding) -> Told:
    words = {"check": finding.code, "state": finding.get_state_display()}
    what, day = _("%(check)s: %(state)s") % words, finding.batch.recorded_at
    known = day_of(day) if day else None
    name = name_of(finding)
    return Told(name, what, known, restricted=name, why=Why.PERSONAL)


def findings_readable(records: Records, user: User, on: date) -> Records:
    return records.filter(register__in=registers_judged_by(user, on=on))


@declare_holding(
    "findings",
    label=gettext_lazy("What checks found in rows"),
    readers=gettext_lazy("Those who judge in that register. Each reading is logged"),
    readable=findings_readable,
    tell=tell_finding,
)
def findings_held(reach: Reach) -> Records:
    seen = Q(payment__in=reach.keys(PAYMENT)) | Q(version__agreement__in=reach.keys(AGREEMENT))
    sighted = Sighting.objects.filter(seen, batch__state=BatchState.LIVE).order_by()
    found = Finding.objects.filter(pk__in=sighted.values("finding"))
    return found.select_related("batch").order_by("-pk")


def tell_withholding(one: Withholding) -> Told:
    words = {"ground": one.get_ground_display(), "state": one.get_state_display()}
    what, name = _("%(ground)s: %(state)s") % words, name_of(one)
    told = _("Only counts are published, by register and ground.")
    day = day_of(one.proposed_at)
    return Told(name, what, day, restricted=name, why=Why.HIDDEN, words=told)


@declare_holding(
    "withholdings",
    label=gettext_lazy("Withholdings"),
    readers=gettext_lazy("Officials who work on cases. Each reading is logged"),
    readable=all_or_none(may_see_withholdings),
    tell=tell_withholding,
)
def withholdings_held(reach: Reach) -> Records:
    keys = reach.keys(ORGANISATION)
    about = Q(organisation__in=keys) | Q(agreement__in=reach.keys(AGREEMENT))
    covers = Withholding.objects.filter(covered__organisation__in=keys).order_by()
    return Withholding.objects.filter(about | Q(pk__in=covers.values("pk"))).order_by("-pk")
