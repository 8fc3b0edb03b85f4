"""Headings: which row heads a table, what kind of table it is, and which column is which field."""

from almoner.opendata.dictionaries import plain_heading

from .layouts import Column, Layout, layout_of
from .strangers import why_none
from .tables import Found, find_table, heads_again, repeats

__all__ = [
    "Column",
    "Found",
    "Layout",
    "find_table",
    "heads_again",
    "layout_of",
    "plain_heading",
    "repeats",
    "why_none",
]
