"""Lines of what is due to somebody."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from almoner.web import words
from almoner.web.templatetags import ui

if TYPE_CHECKING:
    from almoner.web.workspace.home import Task

register = template.Library()

# By code: hundreds may be due, and a template would make most of its time of them.
LINE = """<tr>
  <td>{}{}</td>
  <td class="date">{} {}</td>
</tr>
"""
LINK = '<a href="{}">{}</a>'
CALLED = '<br><span class="govuk-hint">{}</span>'


@register.filter
def task_lines(tasks: Iterable["Task"]) -> SafeString:
    """Each task: what to do, where, what it is called, by when, and how late that is."""
    at_once = _("As soon as you can")
    return format_html_join(
        "",
        LINE,
        (
            (
                format_html(LINK, task.url, task.what) if task.url else task.what,
                format_html(CALLED, task.called) if task.called else "",
                words.day(task.due_on) if task.due_on else at_once,
                ui.tag(task.lateness, colour="red") if task.lateness else "",
            )
            for task in tasks
        ),
    )
