"""Lines of a list of cases."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from almoner.web import words
from almoner.web.templatetags import ui

if TYPE_CHECKING:
    from almoner.web.workspace.case_rows import Row

register = template.Library()

# By code: the board has a hundred of these, and a template would make most of its time of them.
LINE = """<tr>
  <td>
    <a href="{}">{}</a>{}
    <br><span class="reference">{}</span>
    <span class="only-narrow">{}</span>
  </td>
  <td>{}{}{}<br>{}</td>
  <td class="date">{}</td>
  <td class="numeric">{}</td>
  <td class="only-wide">{}</td>
</tr>
"""
MARK = " {}"


@register.filter
def case_lines(rows: Iterable["Row"]) -> SafeString:
    """Each case: what it is called, where it stands, when it starts, its value and its lead."""
    restricted = format_html(MARK, ui.tag(_("Restricted"), colour="red"))
    waits = format_html(MARK, ui.tag(_("At its gate"), colour="yellow"))
    unplanned = _("not planned")
    return format_html_join(
        "",
        LINE,
        (
            (
                ui.led_to_by(row.reference, "workspace:commission"),
                row.title,
                restricted if row.is_restricted else "",
                row.reference,
                row.lead,
                row.stage,
                format_html(MARK, ui.state(row)) if row.state != "open" else "",
                waits if row.is_waiting else "",
                row.route,
                words.day(row.starts_on) if row.starts_on else unplanned,
                words.pounds(row.value),
                row.lead,
            )
            for row in rows
        ),
    )
