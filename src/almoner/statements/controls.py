"""What is promised of the body's standing pages: that each is looked at again each year."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameters, register

from .models import StatementVersion
from .queries import published_versions


@register
class StatementsReviewed(Control[StatementVersion]):
    code = "statements-reviewed"
    title = _("The body’s pages are reviewed")
    promise = _("What each of the body’s pages says is looked at again by its day of review.")
    owner = Role.PUBLISHER

    def covers(self, on: date, parameters: Parameters) -> QuerySet[StatementVersion]:
        published = published_versions().order_by()
        later = published.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
        return published.filter(~Exists(later))

    def broken(
        self, cases: QuerySet[StatementVersion], on: date, parameters: Parameters
    ) -> QuerySet[StatementVersion]:
        return cases.filter(review_on__lt=on).defer("text")

    def reason(self, case: StatementVersion, on: date, parameters: Parameters) -> str:
        assert case.review_on is not None
        words = {"page": case.get_page_display(), "day": date_format(case.review_on, "j F Y")}
        return said("%(page)s was to be reviewed by %(day)s.") % words
