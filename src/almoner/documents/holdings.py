"""What is held of documents that were written from templates, and of files that go with them."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import Attachment, Filling
from .states import FillingState
from .subjects import readable_among

READERS = gettext_lazy("Whoever may read what it is about")


def tell_filling(filling: Filling) -> Told:
    words = {"title": filling.title, "state": filling.get_state_display()}
    why = Why.UNFINISHED if filling.state == FillingState.OPEN else Why.INTERNAL
    what = _("%(title)s: %(state)s") % words
    return Told(name_of(filling), what, day_of(filling.closed_at or filling.begun_at), why=why)


def fillings_readable(records: Records, user: User, on: date) -> Records:
    abouts = set(records.order_by().values_list("about", flat=True))
    return records.filter(about__in=readable_among(user, abouts, on=on))


@declare_holding(
    "written-documents",
    label=gettext_lazy("Documents written here"),
    readers=READERS,
    readable=fillings_readable,
    tell=tell_filling,
)
def written_documents_held(reach: Reach) -> Records:
    found = Filling.objects.filter(reach.named_in("about"))
    return found.defer("frozen").order_by("-pk")


def tell_attachment(attachment: Attachment) -> Told:
    words = {"title": attachment.called, "document": attachment.filling}
    what = _("%(title)s, which goes with %(document)s") % words
    return Told(name_of(attachment.filling), what, day_of(attachment.attached_at))


def attachments_readable(records: Records, user: User, on: date) -> Records:
    abouts = set(records.order_by().values_list("filling__about", flat=True))
    return records.filter(filling__about__in=readable_among(user, abouts, on=on))


@declare_holding(
    "attachments",
    label=gettext_lazy("Files that go with documents written here"),
    readers=READERS,
    readable=attachments_readable,
    tell=tell_attachment,
)
def attachments_held(reach: Reach) -> Records:
    found = Attachment.objects.filter(reach.named_in("filling__about"))
    return found.select_related("filling", "file").defer("filling__frozen").order_by("-pk")
