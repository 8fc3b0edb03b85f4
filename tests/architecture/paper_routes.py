"""Who may open the pages about documents of agreements and copies of contracts."""

from almoner.accounts.roles import Role
from almoner.documents.policies import TAKERS
from almoner.papers.policies import KEEPERS, PAPER_READERS

ANYONE = "anyone"
READERS = frozenset(PAPER_READERS)
WRITERS = frozenset(KEEPERS)

PAPERS = {
    "workspace:agreement-documents": READERS,
    "workspace:add-document": WRITERS,
    "workspace:replace-document": WRITERS,
    "workspace:remove-document": WRITERS,
    "workspace:file": READERS,
    "workspace:take-down-file": frozenset(TAKERS),
    "workspace:review-file": READERS,  # the page says who decides
    "workspace:copies-home": READERS,
    "workspace:copies": READERS,
    "workspace:contract-copies": READERS,
    "workspace:prepare-copy": WRITERS,
    "workspace:copy": READERS,
    "workspace:submit-copy": WRITERS,
    "workspace:check-copy": READERS,  # the page says who decides
    "workspace:withdraw-copy": WRITERS,
    "workspace:propose-exemption": WRITERS,
    "workspace:exemption": READERS,
    "workspace:end-exemption": WRITERS | {Role.APPROVER},
    # A copy of a contract is for anyone: SI 2011/3050 asks for it. The original has no address.
    "public:copies": ANYONE,
    "public:copies-csv": ANYONE,
    "public:copies-json": ANYONE,
    "public:copies-xlsx": ANYONE,
    "public:copies-atom": ANYONE,
    "public:copy": ANYONE,
    "public:copy-file": ANYONE,
}


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    document, copy, out = world["document"], world["copy"], world["copy out"]
    ours = [copy.kind, copy.agreement]
    return {
        "workspace:agreement-documents": [document.agreement],
        "workspace:add-document": [document.agreement],
        "workspace:replace-document": [document],
        "workspace:remove-document": [document],
        "workspace:file": [document.file],
        "workspace:take-down-file": [document.file],
        "workspace:review-file": [document.file],
        "workspace:copies-home": [],
        "workspace:copies": ours[:1],
        "workspace:contract-copies": ours,
        "workspace:prepare-copy": ours,
        "workspace:propose-exemption": ours,
        "workspace:copy": [copy],
        "workspace:submit-copy": [copy],
        "workspace:check-copy": [copy],
        "workspace:withdraw-copy": [copy],
        "workspace:exemption": [world["exemption"]],
        "workspace:end-exemption": [world["exemption"]],
        "public:copies": ours[:1],
        "public:copies-csv": ours[:1],
        "public:copies-json": ours[:1],
        "public:copies-xlsx": ours[:1],
        "public:copies-atom": ours[:1],
        "public:copy": [out.kind, out.agreement],
        "public:copy-file": [out.kind, out.agreement],
    }
