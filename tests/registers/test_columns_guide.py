"""The guide to the columns names columns that there are, and every one that a duty requires."""

import re

import pytest

from almoner.registers.datasets import Contracts, Grants, Spend
from tests.processes import ROOT

GUIDE = (ROOT / "docs/guide/columns.md").read_text(encoding="utf-8")
OURS = {  # where a row came from, which no duty asks for
    "OrganisationLabel", "KnownFrom", "Source", "SourceSheet", "SourceRow",
    "publisher", "source", "source_sheet", "source_row", "reference", "document_reference",
}  # fmt: skip


@pytest.mark.parametrize("dataset", [Grants, Contracts, Spend])
def test_the_guide_says_by_what_each_column_is_asked_for(dataset):
    title = dataset.slug.label
    section = GUIDE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    table = [line.split("|")[3] for line in section.splitlines() if line.startswith("|")]
    named = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}

    columns = {column.name for column in dataset.columns}
    assert named - columns == set()
    assert columns - named - OURS - ({"organisation"} if dataset is Grants else set()) == set()
