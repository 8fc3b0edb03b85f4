"""What the demonstration's officials write for their cases: whole documents, short but sensible."""

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from almoner.accounts.models import User
from almoner.commissions.models import Commission
from almoner.commissions.readings import terms_of
from almoner.commissions.rules import rules_of
from almoner.core.references import name_of
from almoner.documents.library import shipped_template
from almoner.documents.models import Filling
from almoner.documents.operations import begin_filling, finish_filling, save_section

FOLDER = Path(__file__).parent / "papers"
GRANT = {
    "what": "Grant",
    "route": "Grant, by open competition",
    "way": "A call that anyone eligible may answer, judged against published criteria.",
    "specifies": "No: who applies says how",
    "insists": "No",
    "market": "Partly",
    "returned": "Yes",
    "vat": "Outside the scope: nothing is supplied to this body for what it pays.",
    "law": "The Procurement Act 2023 does not apply: a grant is no contract for money.",
    "fund": "victims’ services grant",
    "fund_code": "VSG",
    "asks": "open a call for",
    "term": "three years",
    "attached": "Grant prospectus and form of agreement",
}
CONTRACT = {
    "what": "Contract",
    "route": "Contract, by competition",
    "way": "A tender that any supplier may answer, judged against published criteria.",
    "specifies": "Yes: the specification says what, where and when",
    "insists": "Yes",
    "market": "Yes",
    "returned": "No",
    "vat": "VAT at 20% comes on top, and is recovered.",
    "law": "It is a contract under the Procurement Act 2023.",
    "fund": "community safety fund",
    "fund_code": "CSF",
    "asks": "invite tenders for",
    "term": "three years",
    "attached": "Specification and terms",
}


def write_stage(case: Commission, words: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Write and finish all that the stage of a case wants."""
    for code in rules_of(case).stage.documents:
        finish_filling(write(case, code, words, by=by, at=at), by=by, at=at)


def write(
    case: Commission, code: str, words: Mapping[str, str], *, by: User, at: datetime
) -> Filling:
    """Write every section of a document, and leave it open."""
    title = f"{shipped_template(code).title}: {terms_of(case).title}"
    filling = begin_filling(code, about=name_of(case), title=title, by=by, at=at)
    said = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    for section, text in said.items():
        kept = Template(_as_kept(text)).substitute(words)
        save_section(filling, section=section, text=kept, based_on=0, by=by, at=at)
    return filling


def _as_kept(text: Any) -> str:
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
