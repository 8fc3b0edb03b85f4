"""What happens to files, templates and filled documents. That a file was stored, its owner says."""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind, one_of

from .audiences import Audience
from .grounds import Danger


class FileEvent(EventKind):
    TAKEN_DOWN = "file.taken-down", {"digest": DIGEST, "ground": one_of(Danger)}
    DELETED = "file.deleted", {"digest": DIGEST, "ground": one_of(Danger)}
    RESTORED = "file.restored", {"digest": DIGEST}


A_TEMPLATE = {"number": COUNT, "text": DIGEST}


class TemplateEvent(EventKind):
    PROPOSED = "template.proposed", A_TEMPLATE
    APPROVED = "template.approved", {**A_TEMPLATE, "review_on": DAY}
    REFUSED = "template.refused", A_TEMPLATE


ON_A_TEMPLATE = {"template": REFERENCE, "form": DIGEST}


class FillingEvent(EventKind):
    BEGUN = "filling.begun", ON_A_TEMPLATE
    SAVED = "filling.saved", {"version": COUNT, "text": DIGEST}
    RETURNED = "filling.returned-from-word", {"changed": COUNT, "file": DIGEST}
    MOVED = "filling.moved-to-template", ON_A_TEMPLATE
    FINISHED = "filling.finished", {"text": DIGEST, "clauses": COUNT, "changed": COUNT}
    REOPENED = "filling.reopened", {**ON_A_TEMPLATE, "earlier": REFERENCE}
    DROPPED = "filling.dropped"


class CommentEvent(EventKind):
    MADE = "comment.made", {"document": REFERENCE, "audience": one_of(Audience)}
    RESOLVED = "comment.resolved", {"document": REFERENCE}


class AttachmentEvent(EventKind):
    ADDED = "attachment.added", {"document": REFERENCE, "file": DIGEST}
    REMOVED = "attachment.removed", {"document": REFERENCE, "file": DIGEST}
