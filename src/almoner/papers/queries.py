"""Questions about papers of agreements."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.core.models import Batch
from almoner.core.states import BatchState
from almoner.documents.models import StoredFile
from almoner.documents.states import FileState

from .kinds import CopyKind, DocumentKind
from .models import Copy, Document, Exemption
from .states import UNDER_WAY, CopyState, DocumentState, ExemptionState


def documents_of(agreement: Agreement) -> QuerySet[Document]:
    """All that ever was kept of an agreement, the newest first."""
    found = Document.objects.filter(agreement=agreement)
    people = ("added_by", "removed_by", "file", "file__taken_down_by")
    return found.select_related(*people, "replaced_by").order_by("-dated_on", "-pk")


def current_documents_of(agreement: Agreement) -> QuerySet[Document]:
    """Those of them that are kept now, neither replaced nor removed."""
    return Document.objects.filter(agreement=agreement, state=DocumentState.CURRENT)


def invitations() -> QuerySet[Document]:
    """The invitations to tender that are kept now."""
    return Document.objects.filter(kind=DocumentKind.INVITATION, state=DocumentState.CURRENT)


def is_kept_as_document(agreement: Agreement, digest: str) -> bool:
    """Whether these very bytes are a document of the agreement."""
    return Document.objects.filter(agreement=agreement, file__digest=digest).exists()


def with_people() -> QuerySet[Copy]:
    """Copies with all that their pages name."""
    return Copy.objects.select_related(
        "agreement", "file", "file__taken_down_by", "prepared_by", "submitted_by", "decided_by"
    )


def copies_of(agreement: Agreement, kind: CopyKind) -> QuerySet[Copy]:
    """Every copy of an agreement that was ever prepared, the newest first."""
    return with_people().filter(agreement=agreement, kind=kind).order_by("-prepared_at", "-pk")


def published_copies(kind: CopyKind) -> QuerySet[Copy]:
    """Copies that are out, of which nothing was taken down and which two people did not find
    exempt: not less what is withheld.
    """
    out = Copy.objects.filter(kind=kind, state=CopyState.PUBLISHED, file__state=FileState.KEPT)
    return out.exclude(is_exempt(kind)).select_related("agreement", "file")


def copies_once_out(kind: CopyKind) -> QuerySet[Copy]:
    """Copies that are or were out, the latest first: none that is exempt, and not less what is
    withheld.
    """
    out = Copy.objects.filter(kind=kind, published_at__isnull=False)
    return (
        out.exclude(is_exempt(kind))
        .select_related("agreement", "file")
        .order_by("-published_at", "-pk")
    )


def copies_awaiting_check() -> QuerySet[Copy]:
    return with_people().filter(state=CopyState.SUBMITTED).order_by("submitted_at", "pk")


def exemptions_awaiting_second_person() -> QuerySet[Exemption]:
    found = Exemption.objects.filter(state=ExemptionState.PROPOSED)
    return found.select_related("agreement", "proposed_by").order_by("pk")


def exemptions_of(agreement: Agreement, kind: CopyKind) -> QuerySet[Exemption]:
    found = Exemption.objects.filter(agreement=agreement, kind=kind)
    return found.select_related("proposed_by", "decided_by", "ended_by").order_by("-pk")


def is_out(kind: CopyKind) -> Exists:
    """Of a row with an `agreement`: whether its copy is out."""
    return Exists(published_copies(kind).filter(agreement=OuterRef("agreement")))


def exemptions_in_force(kind: CopyKind) -> QuerySet[Exemption]:
    return Exemption.objects.filter(kind=kind, state=ExemptionState.IN_FORCE)


def is_exempt_now(agreement: Agreement, kind: CopyKind) -> bool:
    """Whether no copy of an agreement is to be published, as two people found."""
    return exemptions_in_force(kind).filter(agreement=agreement).exists()


def is_exempt(kind: CopyKind) -> Exists:
    """Of a row with an `agreement`: whether no copy of it is to be published."""
    return Exists(exemptions_in_force(kind).filter(agreement=OuterRef("agreement")))


def is_under_way(kind: CopyKind, *states: CopyState) -> Exists:
    """Of a row with an `agreement`: whether a copy of it is in one of these states."""
    copies = Copy.objects.filter(kind=kind, state__in=states or UNDER_WAY)
    return Exists(copies.filter(agreement=OuterRef("agreement")))


def with_papers(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Those of which a document is kept, a copy is out or under way, or somebody says that none is
    owed: whoever counted them no more would put all that out of sight.
    """
    documents = Document.objects.filter(state=DocumentState.CURRENT)
    out = Q(state=CopyState.PUBLISHED, file__state=FileState.KEPT)
    copies = Copy.objects.filter(Q(state__in=UNDER_WAY) | out)
    said = [ExemptionState.PROPOSED, ExemptionState.IN_FORCE]
    exemptions = Exemption.objects.filter(state__in=said)
    theirs = Q(pk__in=documents.values("agreement")) | Q(pk__in=copies.values("agreement"))
    theirs |= Q(pk__in=exemptions.values("agreement"))
    return agreements.filter(theirs).order_by("pk")


def what_is_kept_of(batch: Batch) -> list[str]:
    """Why an import cannot be undone: papers of agreements of which nothing else would speak."""
    elsewhere = AgreementVersion.objects.filter(
        agreement=OuterRef("pk"), batch__state=BatchState.LIVE
    ).exclude(batch=batch)
    said_here = Agreement.objects.filter(versions__batch=batch).filter(~Exists(elsewhere))
    count = with_papers(said_here).distinct().count()
    if not count:
        return []
    return [_("Agreements with documents or copies rest on it: %d.") % count]


def owner_of(file: StoredFile) -> Document | Copy | None:
    """What a stored file belongs to, of what this room keeps."""
    label, _colon, reference = file.about.partition(":")
    for model in (Document, Copy):
        if label == model._meta.label_lower:
            return model._default_manager.filter(reference=reference).first()
    return None
