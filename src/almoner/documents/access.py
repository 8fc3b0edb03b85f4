"""Who may read a stored file: whoever may read what it belongs to. Every read is logged."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader, may_read
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused

from .models import StoredFile


@declare_reader("documents.storedfile")
def may_read_stored_file(user: User, reference: str, on: date) -> Verdict:
    file = StoredFile.objects.filter(reference=reference).first()
    return may_read(user, file.about, on=on) if file else refused(_("Nobody may read this."))
