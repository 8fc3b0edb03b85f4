"""Whatever shows a register to the public asks at the one door, which knows what is withheld."""

import ast
import re

import pytest

from tools.house import ROOT, SOURCE

DOOR = "almoner.registers.publicity"
PUBLIC = sorted([*(SOURCE / "web" / "public").glob("*.py"), *(SOURCE / "api").glob("*.py")])
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
MANAGER = re.compile(
    r"\b(Agreement|AgreementVersion|Copy|Document|Finding|Identifier|Organisation|Payment|Sighting)"
    r"\.objects\b"
)


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_public_asks_a_register_but_at_the_door(path):
    code = path.read_text(encoding="utf-8")
    imports = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}

    assert names & PAST_THE_DOOR == set()
    assert MANAGER.findall(code) == []
