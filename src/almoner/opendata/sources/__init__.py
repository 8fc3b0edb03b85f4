"""Bytes into sheets of rows of text: CSV in any dress, workbooks and JSON, told by content first.

Nothing here knows what a table is about, or what a cell means.
"""

from .opening import open_source
from .records import Record, Sheet, Source, UnreadableFile, column_letters

__all__ = ["Record", "Sheet", "Source", "UnreadableFile", "column_letters", "open_source"]
