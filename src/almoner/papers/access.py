"""Who may read the papers of agreements. Every read of their files is logged."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .policies import may_see_papers


@declare_reader("papers.document")
def may_read_document(user: User, _reference: str, on: date) -> Verdict:
    return may_see_papers(user, on=on)


@declare_reader("papers.copy")
def may_read_copy(user: User, _reference: str, on: date) -> Verdict:
    return may_see_papers(user, on=on)
