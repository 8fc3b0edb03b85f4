"""What is held of audits: what was found and recommended, where its words name a thing."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.references import name_of

from .models import Evidence, Finding, Recommendation, Review
from .queries import recommendations_visible_to, reviews_visible_to

READERS = gettext_lazy("Officials, once the report is final; before, those whom the review names")


def _told(about: str, what: str, review: Review, day: date) -> Told:
    if review.is_issued:
        return Told(about, what, review.issued_on or day)
    return Told(about, what, day, restricted=name_of(review), why=Why.UNFINISHED)


def tell_recommendation(one: Recommendation) -> Told:
    what = _("Recommendation %(number)s of %(review)s")
    words = {"number": one.issued_as, "review": one.review.title}
    return _told(name_of(one), what % words, one.review, one.review.starts_on)


def recommendations_readable(records: Records, user: User, on: date) -> Records:
    seen = recommendations_visible_to(user, on=on).order_by().values("pk")
    return records.filter(pk__in=seen)


@declare_holding(
    "recommendations",
    label=gettext_lazy("Recommendations that name it"),
    readers=READERS,
    readable=recommendations_readable,
    tell=tell_recommendation,
)
def recommendations_held(reach: Reach) -> Records:
    shows = Evidence.objects.filter(reach.named_in("thing")).order_by()
    said = reach.said_in("text") | Q(pk__in=shows.values("recommendation"))
    return Recommendation.objects.filter(said).select_related("review").order_by("-pk")


def tell_finding(finding: Finding) -> Told:
    what = _("Finding %(number)s of %(review)s")
    words = {"number": finding.number, "review": finding.review.title}
    return _told(name_of(finding.review), what % words, finding.review, finding.review.starts_on)


def findings_readable(records: Records, user: User, on: date) -> Records:
    seen = reviews_visible_to(user, on=on).order_by().values("pk")
    return records.filter(review__in=seen)


@declare_holding(
    "audit-findings",
    label=gettext_lazy("Findings of audits that name it"),
    readers=READERS,
    readable=findings_readable,
    tell=tell_finding,
)
def audit_findings_held(reach: Reach) -> Records:
    found = Finding.objects.filter(reach.said_in("title", "text", "risk"))
    return found.select_related("review").order_by("-pk")
