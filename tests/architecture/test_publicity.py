"""Whatever shows a register to the public asks at the one door, which knows what is withheld."""

import ast
import importlib.util
import re

import pytest

from tools.house import ROOT, SOURCE

DOOR = "almoner.registers.publicity"
FOLDERS = ("web/public", "api", "cli/static_site")
PUBLIC = sorted(path for folder in FOLDERS for path in (SOURCE / folder).glob("*.py"))
# The registers' own questions, which know nothing of what is withheld.
PAST_THE_DOOR = {
    "agreements_as_at",
    "agreements_known",
    "agreements_of",
    "contracts_listed",
    "contracts_with_copies",
    "copies_of",
    "copies_once_out",
    "documents_of",
    "held_rows",
    "history_of",
    "imported_files",
    "known_agreements",
    "live_identifiers",
    "live_organisations",
    "live_payments",
    "live_versions",
    "payments_as_at",
    "payments_of",
    "published_copies",
    "withheld_rows",
}
# Whole modules of questions that officials ask.
INSIDE = {
    "almoner.agreements.diary",
    "almoner.agreements.managed",
    "almoner.agreements.selections",
    "almoner.organisations.lookalikes",
    "almoner.organisations.queries",
    "almoner.papers.queries",
    "almoner.payments.candidates",
    "almoner.payments.matched",
    "almoner.registers.dealings",
    "almoner.registers.findings",
}
MANAGER = re.compile(
    r"\b(Agreement|AgreementVersion|Copy|Document|Exemption|Finding|Identifier|Match|Note"
    r"|Organisation|Payment|ProviderContact|Sighting|Stewardship|StoredFile|Terms)"
    r"\.objects\b"
)


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_public_asks_a_register_but_at_the_door(path):
    code = path.read_text(encoding="utf-8")
    imports = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}

    assert names & PAST_THE_DOOR == set()
    assert modules_asked(code) & INSIDE == set()
    assert "queries" not in names  # taken whole, a module hides what is asked of it
    assert MANAGER.findall(code) == []


def modules_asked(code):
    """Every module that some code imports, or imports from."""
    nodes = [*ast.walk(ast.parse(code))]
    asked = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    named = [
        (node.module + "." if isinstance(node, ast.ImportFrom) and node.module else "", alias.name)
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    return asked | {f"{module}{name}" for module, name in named}


def test_every_module_of_questions_for_officials_is_there():
    assert [name for name in INSIDE if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize(
    "code",
    [
        "from almoner.payments.matched import live_matches",
        "from almoner.payments import matched",
        "import almoner.payments.matched",
    ],
)
def test_a_question_for_officials_would_be_seen_however_it_is_imported(code):
    assert modules_asked(code) & INSIDE == {"almoner.payments.matched"}
