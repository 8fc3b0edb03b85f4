"""Who holds the certificate of which course, or cover for want of it: now, or as at a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import RoleHolding, User
from almoner.accounts.queries import holdings_as_at, holdings_on
from almoner.accounts.roles import Role
from almoner.core.moments import end_of
from almoner.framework.contents import Framework
from almoner.framework.training import Training

from .models import Certificate, EmergencyCover

SOON = timedelta(days=60)


def certificates_on(on: date) -> QuerySet[Certificate]:
    """Certificates in force on a day, as now known."""
    revoked = Q(revoked_on__isnull=False, revoked_on__lte=on)
    return Certificate.objects.filter(issued_on__lte=on, expires_on__gte=on).exclude(revoked)


def certificates_as_at(on: date) -> QuerySet[Certificate]:
    """Certificates in force on a day, as was known when it ended."""
    known = Q(revoked_on__isnull=False, revoked_on__lte=on, known_revoked_at__lt=end_of(on))
    held = Certificate.objects.filter(issued_on__lte=on, expires_on__gte=on)
    return held.filter(recorded_at__lt=end_of(on)).exclude(known)


def covers_on(on: date) -> QuerySet[EmergencyCover]:
    """Emergency cover that holds on a day, as now known."""
    ended = Q(ended_on__isnull=False, ended_on__lte=on)
    return EmergencyCover.objects.filter(first_day__lte=on, until__gte=on).exclude(ended)


def covers_as_at(on: date) -> QuerySet[EmergencyCover]:
    known = Q(ended_on__isnull=False, ended_on__lte=on, known_ended_at__lt=end_of(on))
    held = EmergencyCover.objects.filter(first_day__lte=on, until__gte=on)
    return held.filter(recorded_at__lt=end_of(on)).exclude(known)


def wants_of(
    people: Iterable[int], courses: Collection[str], *, on: date
) -> Mapping[int, list[str]]:
    """Of each of these people, by key, the courses of these whose certificate they lack, without
    cover either: two queries, however many there are. Whoever lacks none is left out.
    """
    people = set(people)
    if not courses or not people:
        return {}
    held = certificates_on(on).filter(person__in=people, course__code__in=courses)
    covered = covers_on(on).filter(person__in=people, course_code__in=courses)
    has = set(held.values_list("person_id", "course__code"))
    has |= set(covered.values_list("person_id", "course_code"))
    wants = {key: [code for code in courses if (key, code) not in has] for key in people}
    return {key: codes for key, codes in wants.items() if codes}


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with a line of the training plan."""

    person: User
    training: Training
    due_on: date
    on: date
    expires_on: date | None = None
    covered_until: date | None = None

    @property
    def subject(self) -> tuple[int, str]:
        """Whom and which course it is about, by key and code."""
        return self.person.pk, self.training.course

    @property
    def is_wanting(self) -> bool:
        return self.expires_on is None

    @property
    def is_late(self) -> bool:
        return self.is_wanting and self.due_on < self.on

    @property
    def expires_soon(self) -> bool:
        return self.expires_on is not None and self.expires_on <= self.on + SOON

    @property
    def said(self) -> str:
        if self.expires_soon:
            return str(_("Runs out soon"))
        if not self.is_wanting:
            return str(_("Certified"))
        if self.covered_until:
            return str(_("Emergency cover"))
        return str(_("Lacks it")) if self.is_late else str(_("To do"))

    @property
    def colour(self) -> str:
        if not self.is_wanting:
            return "yellow" if self.expires_soon else "green"
        return "red" if self.is_late and not self.covered_until else "yellow"


def standings_on(framework: Framework, *, on: date, is_as_at: bool = False) -> list[Standing]:
    """Every line of the training plan for everybody whom it is for, those who lack it first; as now
    known or, `is_as_at`, as was known on that day. Three queries.
    """
    holdings = (holdings_as_at if is_as_at else holdings_on)(on)
    held = (certificates_as_at if is_as_at else certificates_on)(on)
    covers = (covers_as_at if is_as_at else covers_on)(on)
    found = _standings(framework, holdings, held, covers, on=on)
    return sorted(found, key=_urgency)


def standings_of(person: User, framework: Framework, *, on: date) -> list[Standing]:
    """The same for one person."""
    return standings_of_people(User.objects.filter(pk=person.pk), framework, on=on)


def standings_of_people(
    people: QuerySet[User], framework: Framework, *, on: date
) -> list[Standing]:
    """The same for some people."""
    keys = people.order_by().values("pk")
    found = _standings(
        framework,
        holdings_on(on).filter(holder__in=keys),
        certificates_on(on).filter(person__in=keys),
        covers_on(on).filter(person__in=keys),
        on=on,
    )
    return sorted(found, key=_urgency)


def _standings(
    framework: Framework,
    holdings: QuerySet[RoleHolding],
    certificates: QuerySet[Certificate],
    covers: QuerySet[EmergencyCover],
    *,
    on: date,
) -> Iterator[Standing]:
    expires: dict[tuple[int, str], date] = {}
    for key, code, day in certificates.values_list("person_id", "course__code", "expires_on"):
        expires[key, code] = max(day, expires.get((key, code), day))
    covered = {
        (key, code): day
        for key, code, day in covers.values_list("person_id", "course_code", "until")
    }
    plan: dict[str, list[Training]] = defaultdict(list)
    for line in framework.training:
        plan[line.role].append(line)
    theirs = holdings.filter(role__in=plan, holder__is_active=True, in_place_of=None)
    for holding in theirs.select_related("holder"):
        for line in plan[Role(holding.role)]:
            subject = (holding.holder_id, line.course)
            yield Standing(
                person=holding.holder,
                training=line,
                due_on=holding.valid_from + timedelta(days=line.within_days),
                on=on,
                expires_on=expires.get(subject),
                covered_until=covered.get(subject),
            )


def _urgency(one: Standing) -> tuple[bool, bool, bool, date, str, str]:
    day = one.expires_on or one.due_on
    name, code = one.person.name.casefold(), one.training.code
    return not one.is_late, not one.is_wanting, not one.expires_soon, day, name, code
