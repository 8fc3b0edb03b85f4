"""The end of a report: as at which day its figures are, and where each comes from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.documents.blocks import Paragraph, Run, Table
from almoner.documents.written import Annex

CODE = "figures"


def notes_on(figures: Mapping[str, Any]) -> tuple[Annex, ...]:
    """The figures of a report, as programs read them, by what is counted, in the order in which
    this first stands there. Nothing, if it has none.
    """
    by_source: dict[str, list[str]] = {}
    day = ""
    for one in figures.values():
        by_source.setdefault(one["source"], []).append(_named(one))
        day = date_format(date.fromisoformat(str(one["as_at"])), "j F Y")
    if not by_source:
        return ()
    words = _(
        "Every figure comes from the records, and says what was so on %(day)s by what was known"
        " when that day ended."
    )
    rows = tuple(("\n".join(labels), source) for source, labels in by_source.items())
    said = Paragraph((Run(words % {"day": day}),))
    table = Table((_("Figure"), _("What is counted")), rows)
    return (Annex(CODE, _("Where the figures come from"), (said, table)),)


def _named(figure: Mapping[str, Any]) -> str:
    """What a figure is called. Of which nothing is recorded, that is said: its sentence may have
    been left out.
    """
    if figure["value"] is None or figure["value"] in ((), []):
        return _("%(figure)s: nothing recorded") % {"figure": figure["label"]}
    return str(figure["label"])
