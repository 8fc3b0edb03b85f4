"""What happens to papers of agreements."""

from almoner.core.events import COUNT, DIGEST, REFERENCE, EventKind, Shape, one_of
from almoner.framework.grounds import View

from .kinds import CopyKind, DocumentKind, Reason

A_DOCUMENT: dict[str, Shape] = {
    "agreement": REFERENCE,
    "what": one_of(DocumentKind),
    "file": REFERENCE,
    "digest": DIGEST,
}
A_COPY: dict[str, Shape] = {"agreement": REFERENCE, "series": one_of(CopyKind), "digest": DIGEST}
AN_EXEMPTION: dict[str, Shape] = {
    "agreement": REFERENCE,
    "series": one_of(CopyKind),
    "reason": one_of(Reason),
}


class DocumentEvent(EventKind):
    ADDED = "document.added", A_DOCUMENT
    REPLACED = "document.replaced", {**A_DOCUMENT, "earlier": REFERENCE}
    REMOVED = "document.removed", {"agreement": REFERENCE, "what": one_of(DocumentKind)}


class CopyEvent(EventKind):
    PREPARED = "copy.prepared", {**A_COPY, "sent": DIGEST, "found": COUNT}
    SUBMITTED = "copy.submitted", A_COPY
    PUBLISHED = "copy.published", A_COPY
    CORRECTED = "copy.corrected", {**A_COPY, "earlier": REFERENCE}
    RETURNED = "copy.returned", A_COPY
    WITHDRAWN = "copy.withdrawn", A_COPY


class ExemptionEvent(EventKind):
    PROPOSED = "exemption.proposed", {**AN_EXEMPTION, "view": one_of(View)}
    AGREED = "exemption.agreed", AN_EXEMPTION
    REFUSED = "exemption.refused", AN_EXEMPTION
    ENDED = "exemption.ended", AN_EXEMPTION
