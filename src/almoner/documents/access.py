"""Who may read a stored file, or a filled document: whoever may read what it belongs to."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader, may_read
from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Attachment, Filling, StoredFile


@declare_reader("documents.storedfile")
def may_read_stored_file(user: User, reference: str, on: date) -> Verdict:
    file = StoredFile.objects.filter(reference=reference).first()
    return may_read(user, file.about, on=on) if file else refused(_("Nobody may read this."))


@declare_reader("documents.filling")
def may_read_filled_document(user: User, reference: str, on: date) -> Verdict:
    filling = Filling.objects.filter(reference=reference).first()
    return may_read(user, filling.about, on=on) if filling else refused(_("Nobody may read this."))


@declare_reader("documents.attachment")
def may_read_attachment(user: User, reference: str, on: date) -> Verdict:
    found = Attachment.objects.filter(reference=reference).select_related("filling").first()
    return (
        may_read(user, found.filling.about, on=on) if found else refused(_("Nobody may read this."))
    )


@declare_reader("documents.templateversion")
def may_read_template(user: User, _reference: str, on: date) -> Verdict:
    """Any official: a template says nothing of any case."""
    if is_official(user, on=on):
        return ALLOWED
    return refused(_("Only officials of this body read its templates."))
