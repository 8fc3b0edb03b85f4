"""What is promised of training: that whoever the plan names holds what it names."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameters, Place, register
from almoner.framework.queries import framework_on
from almoner.framework.training import Training

from .policies import KNOWING
from .standings import certificates_on, covers_on, standings_of


@register
class CertificatesCurrent(Control[User]):
    code = "certificates-current"
    title = _("Certificates are current")
    promise = _("Whoever has held a role long enough holds the certificates of its training plan.")
    owner = Role.ACADEMY_LEAD
    readers = KNOWING

    def covers(self, on: date, parameters: Parameters) -> QuerySet[User]:
        planned = [_holders_in_time(line, on) for line in framework_on(on).training]
        return User.objects.filter(_any(planned), is_active=True)

    def broken(self, cases: QuerySet[User], on: date, parameters: Parameters) -> QuerySet[User]:
        return cases.filter(_any([_lacking(line, on) for line in framework_on(on).training]))

    def reason(self, case: User, on: date, parameters: Parameters) -> str:
        framework = framework_on(on)
        wanting = [one for one in standings_of(case, framework, on=on) if one.is_late]
        codes = sorted({one.training.course for one in wanting if not one.covered_until})
        titles = ", ".join(framework.title_of_course(code) for code in codes)
        return said("No certificate in force of: %(courses)s.") % {"courses": titles}

    def place(self, case: User) -> Place:
        return Place("academy.gaps:")


def _any(narrowed: list[Q]) -> Q:
    """Those of any of these; of none of them, nobody."""
    found = Q(pk__in=[])
    for one in narrowed:
        found |= one
    return found


def _holders_in_time(line: Training, on: date) -> Q:
    """Whoever has held the role of a line for as long as it gives them."""
    since = on - timedelta(days=line.within_days)
    held = holdings_on(on).filter(role=line.role, in_place_of=None, valid_from__lt=since)
    return Q(pk__in=held.order_by().values("holder"))


def _lacking(line: Training, on: date) -> Q:
    held = certificates_on(on).filter(person=OuterRef("pk"), course__code=line.course)
    covered = covers_on(on).filter(person=OuterRef("pk"), course_code=line.course)
    return _holders_in_time(line, on) & ~Q(Exists(held)) & ~Q(Exists(covered))
