"""The closed lists of open contracting, and the words by which registers say their codes.

What stands in no list is left out: a code is never guessed.
"""

import re

from almoner.opendata.values import plain

# Above or below a threshold, a procedure is the same.
THRESHOLD = re.compile(r" (?:above|below|over|under) (?:the )?threshold$")

METHODS = {
    "open": (
        "open",
        "open procedure",
        "open tender",
        "open competition",
        "open procedure tender",
        "open oneoff procedure",
        "single stage open procedure",
    ),
    "selective": (
        "selective",
        "restricted",
        "restricted procedure",
        "selective tendering",
        "competitive flexible procedure",
        "competitive dialogue",
        "competitive procedure with negotiation",
        "innovation partnership",
        "mini competition",
        "mini comp",
        "further competition",
    ),
    "limited": (
        "limited",
        "direct award",
        "single tender",
        "single tender action",
        "single source",
        "negotiated procedure without prior publication",
        "negotiated without publication of a contract notice",
        "invitation to quote",
        "request for quotation",
        "request for quotations",
        "rfq",
        "quotation",
        "quotations",
    ),
    "direct": ("direct",),
}
CATEGORIES = {
    "goods": ("goods", "supplies", "goods and supplies", "supply", "products"),
    "works": ("works", "work", "construction", "construction works", "construction work"),
    "services": ("services", "service"),
}
# What no contract has come of, or not yet.
TENDER_STATES = {
    "planning": ("planning", "pipeline", "draft", "pre tender", "tender planning"),
    "planned": ("planned", "future", "forthcoming", "tender planned"),
    "active": (
        "open",
        "tender",
        "tendering",
        "tender active",
        "live tender",
        "active tender",
        "out to tender",
        "evaluation",
        "under evaluation",
        "in progress",
    ),
    "complete": ("closed", "tender complete"),
    "cancelled": ("cancelled", "canceled", "tender cancelled", "abandoned"),
    "unsuccessful": ("unsuccessful", "not awarded", "no award", "tender unsuccessful"),
    "withdrawn": ("withdrawn", "tender withdrawn", "terminated before award"),
}
CONTRACT_STATES = {
    "pending": ("pending", "awaiting signature", "not started", "not yet signed"),
    "active": ("active", "live", "current", "in force", "signed", "running", "extended"),
    "cancelled": ("cancelled", "canceled"),
    "terminated": (
        "terminated",
        "ended",
        "expired",
        "complete",
        "completed",
        "finished",
        "lapsed",
    ),
}


def _codes(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: code for code, said in words.items() for word in said}


METHOD, CATEGORY = _codes(METHODS), _codes(CATEGORIES)
TENDER_STATE, CONTRACT_STATE = _codes(TENDER_STATES), _codes(CONTRACT_STATES)


def method_of(*procedures: str | None) -> str | None:
    """The `procurementMethod` of the first of the procedures that has one."""
    for procedure in procedures:
        if procedure and (code := METHOD.get(THRESHOLD.sub("", plain(procedure)))):
            return code
    return None


def category_of(words: str | None) -> str | None:
    """The `mainProcurementCategory` that the words are."""
    return CATEGORY.get(plain(words)) if words else None


def tender_state_of(words: str | None) -> str | None:
    return TENDER_STATE.get(plain(words)) if words else None


def contract_state_of(words: str | None) -> str | None:
    return CONTRACT_STATE.get(plain(words)) if words else None
