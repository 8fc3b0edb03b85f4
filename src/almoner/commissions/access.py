"""Who may read a case, and write documents for one. Of a restricted one every read is logged, and
every refusal.
"""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused
from almoner.documents.subjects import declare_subject

from .merge_facts import facts_for_texts
from .models import Commission
from .policies import may_see_case, may_work_on_case
from .queries import cases_visible_to


@declare_reader("commissions.commission")
def may_read_case(user: User, reference: str, on: date) -> Verdict:
    found = Commission.objects.select_related("lead").filter(reference=reference).first()
    return may_see_case(user, found, on=on) if found else refused(_("There is no such case."))


def may_write_for_case(user: User, reference: str, on: date) -> Verdict:
    """Its lead and team, while nothing of it awaits a decision at a gate."""
    found = Commission.objects.select_related("lead").filter(reference=reference).first()
    return may_work_on_case(user, found, on=on) if found else refused(_("There is no such case."))


def cases_whose_documents_are_read(
    user: User, references: Collection[str], on: date
) -> Collection[str]:
    seen = cases_visible_to(user, on=on).filter(reference__in=references)
    return set(seen.values_list("reference", flat=True))


def is_restricted_case(reference: str) -> bool:
    return Commission.objects.filter(reference=reference, is_restricted=True).exists()


declare_subject(
    "commissions.commission",
    may_write=may_write_for_case,
    facts=facts_for_texts,
    readable=cases_whose_documents_are_read,
    is_restricted=is_restricted_case,
)
