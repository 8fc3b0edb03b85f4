"""Who may open the pages about templates, and about documents that are written from them."""

from almoner.accounts.roles import Role
from almoner.documents.policies import PROPOSERS
from almoner.papers.policies import KEEPERS, PAPER_READERS
from tests.documents.factories import (
    AttachmentFactory,
    CommentFactory,
    FillingFactory,
    ShippedFactory,
    TemplateVersionFactory,
)
from tests.factories import NOON, UserFactory

OFFICIALS = frozenset(Role)
READERS, WRITERS = frozenset(PAPER_READERS), frozenset(KEEPERS)
APPROVER = frozenset({Role.APPROVER})

# The document in the world belongs to an agreement, whose papers say who reads and writes.
FILLINGS = {
    "workspace:templates": OFFICIALS,
    "workspace:template": OFFICIALS,
    "workspace:template-text": OFFICIALS,
    "workspace:template-version": OFFICIALS,
    "workspace:propose-template": frozenset(PROPOSERS),
    "workspace:propose-new-template": frozenset(PROPOSERS),
    "workspace:approve-template": APPROVER,
    "workspace:refuse-template": APPROVER,
    "workspace:fillings": OFFICIALS,
    "workspace:begin-filling": WRITERS,
    "workspace:filling": READERS,
    "workspace:fill-section": READERS,
    "workspace:keep-section": WRITERS,
    "workspace:comment-on-section": READERS,
    "workspace:settle-comment": WRITERS,
    "workspace:download-filling": READERS,
    "workspace:attach-file": WRITERS,
    "workspace:remove-attachment": WRITERS,
    "workspace:return-filling": WRITERS,
    "workspace:filling-history": READERS,
    "workspace:compare-filling": READERS,
    "workspace:finish-filling": WRITERS,
    "workspace:reopen-filling": WRITERS,
    "workspace:drop-filling": WRITERS,
    "workspace:move-filling": WRITERS,
}
OF_FILLING = ["filling", "return-filling", "filling-history", "compare-filling", "finish-filling"]
OF_FILLING += ["drop-filling", "move-filling", "attach-file"]


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    filling, comment, proposed = world["filling"], world["comment"], world["proposed template"]
    section = [filling, "summary"]
    return {
        "workspace:templates": [],
        "workspace:propose-new-template": [],
        **{f"workspace:{kind}": ["business-case"] for kind in ("template", "template-text")},
        "workspace:propose-template": ["business-case"],
        **{
            f"workspace:{route}": [proposed]
            for route in ("template-version", "approve-template", "refuse-template")
        },
        "workspace:fillings": [],
        "workspace:begin-filling": [filling.about],
        **{f"workspace:{route}": [filling] for route in OF_FILLING},
        "workspace:remove-attachment": [world["attachment"]],
        "workspace:reopen-filling": [world["finished filling"]],
        "workspace:fill-section": section,
        "workspace:keep-section": section,
        "workspace:comment-on-section": section,
        "workspace:settle-comment": [comment],
        "workspace:download-filling": [filling, "docx"],
    }


def tell_of_fillings():
    """A document that is written, one that is finished, and a version that awaits a decision."""
    finished = FillingFactory(
        template=ShippedFactory(number=90),  # the demonstration wrote on earlier ones
        state="finished",
        frozen='{"sections":{},"values":{}}',
        closed_by=UserFactory(),
        closed_at=NOON,
    )
    filling = FillingFactory(template=finished.template)
    return {
        "filling": filling,
        "finished filling": finished,
        "attachment": AttachmentFactory(filling=filling),
        "comment": CommentFactory(filling=filling, audience="readers"),
        "proposed template": TemplateVersionFactory(state="proposed"),
    }
