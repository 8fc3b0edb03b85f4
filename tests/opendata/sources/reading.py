"""What the tests of sources make and read."""

from almoner.opendata.sources import open_source


def read(path):
    """Every record of every sheet, as plain tuples."""
    with open_source(path) as source:
        return [tuple(record) for sheet in source.sheets for record in sheet.records]


def cells(path):
    return [record[1] for record in read(path)]


def detail(path):
    with open_source(path) as source:
        return source.detail
