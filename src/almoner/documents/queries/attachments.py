"""What is attached to a document, as it stands or as it was frozen."""

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from almoner.documents.kinds import FileKind
from almoner.documents.models import Attachment, Filling
from almoner.documents.states import AttachmentState
from almoner.documents.written import Attached


def attached_to(filling: Filling) -> QuerySet[Attachment]:
    """What goes with a document, in the order in which it was attached."""
    found = Attachment.objects.filter(filling=filling, state=AttachmentState.ATTACHED)
    return found.select_related("file", "attached_by").order_by("pk")


def attached_in_words(filling: Filling) -> list[Attached]:
    """The same as outputs list it. Of a file that was taken down, its digest is left."""
    return [
        Attached(
            title=one.title if one.file.is_kept else _("Taken down"),
            kind=f"{FileKind(one.file.kind).label}, {filesizeformat(one.file.size)}",
            digest=one.file.digest,
        )
        for one in attached_to(filling)
    ]


def frozen_attachments(filling: Filling) -> list[dict[str, object]]:
    """What a document that is finished keeps of each: enough to tell the file from any other."""
    return [
        {
            "reference": one.reference,
            "title": one.title,
            "kind": one.file.kind,
            "size": one.file.size,
            "digest": one.file.digest,
        }
        for one in attached_to(filling)
    ]
