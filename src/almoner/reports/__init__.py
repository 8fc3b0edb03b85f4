"""Reports: panel, board and annual reports, every figure of which is bound to a named query."""
