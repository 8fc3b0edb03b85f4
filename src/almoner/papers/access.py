"""Who may read the papers of agreements, and write documents for one. Every read of their files
is logged.
"""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.agreements.models import Agreement
from almoner.core.verdicts import Verdict, refused
from almoner.documents.subjects import declare_subject

from .facts import facts_of_agreement
from .policies import may_keep_documents, may_see_papers


@declare_reader("papers.document")
def may_read_document(user: User, _reference: str, on: date) -> Verdict:
    return may_see_papers(user, on=on)


@declare_reader("papers.copy")
def may_read_copy(user: User, _reference: str, on: date) -> Verdict:
    return may_see_papers(user, on=on)


@declare_reader("agreements.agreement")
def may_read_papers_of_agreement(user: User, _reference: str, on: date) -> Verdict:
    return may_see_papers(user, on=on)


def may_write_for_agreement(user: User, reference: str, on: date) -> Verdict:
    """Whoever keeps documents. What is no agreement has none."""
    verdict = may_keep_documents(user, on=on)
    if verdict and not Agreement.objects.filter(reference=reference).exists():
        return refused(_("There is no such agreement."))
    return verdict


def agreements_whose_papers_are_read(
    user: User, references: Collection[str], on: date
) -> Collection[str]:
    return references if may_see_papers(user, on=on) else []


declare_subject(
    "agreements.agreement",
    may_write=may_write_for_agreement,
    facts=facts_of_agreement,
    readable=agreements_whose_papers_are_read,
)
