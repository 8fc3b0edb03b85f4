"""Every component of the house on one page. It exists in tests only."""

from decimal import Decimal

from django import forms
from django.contrib.messages import INFO, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import Context, Origin, Template, engines
from django.urls import path

from almoner.core.periods import FinancialYear
from almoner.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 - the routes of the house, and this one
from almoner.web.forms import DayField, FilterForm, PoundsField
from almoner.web.surroundings import surroundings
from tests.factories import DAY, NOON

SOURCE = """
{% extends "public/base.html" %}
{% load ui %}
{% block title %}Every component{% endblock title %}
{% block breadcrumbs %}
  {% breadcrumbs %}{% crumb "Home" "/" %}{% endbreadcrumbs %}
{% endblock breadcrumbs %}
{% block content %}
  {% error_summary form %}
  <h1>Every component {% tag "Published" colour="green" %}</h1>
  <p>Paid {{ amount|money }} on {{ day|day }}, for {{ month|month }}.</p>
  <p>Entered {{ moment|moment }}.</p>
  {% panel title="You may sign this" tone="good" %}<p>It is within your limit.</p>{% endpanel %}
  {% panel title="You cannot sign this decision" tone="warning" %}<p>You wrote it.</p>{% endpanel %}
  {% inset %}<p>Published under the Open Government Licence.</p>{% endinset %}
  {% warning %}This cannot be undone.{% endwarning %}
  {% filters filter %}
  {% bar_chart months title="Payments by month" label="Month" figure="Total" %}
  {% table caption="Payments" %}
    <thead><tr>
      {% sort_heading "Day" by="day" %}
      {% sort_heading "Supplier" by="supplier" %}
      <th scope="col">For</th>
      <th scope="col">State</th>
      {% sort_heading "Amount" by="amount" numeric=True %}
    </tr></thead>
    <tbody>
      {% for number in page %}<tr>
        <td class="date">{{ day|day }}</td>
        <td><a href="/">Harbour Refuge Trust</a></td>
        <td>Independent domestic violence advisers, first quarter</td>
        <td>{% tag "Being read in" colour="blue" %}</td>
        <td class="numeric">{{ amount|money }}</td>
      </tr>{% endfor %}
      <tr class="total">
        <th scope="row" colspan="4">Total</th><td class="numeric">{{ amount|money }}</td>
      </tr>
    </tbody>
  {% endtable %}
  {% pagination page %}
  {% empty_state title="Nothing matches" %}<p>Try fewer words.</p>{% endempty_state %}
  {% summary_list %}
    {% row "Supplier" %}Harbour Refuge Trust{% endrow %}
    {% row "Reference" %}<span class="reference">PAY-2026-014</span>{% endrow %}
  {% endsummary_list %}
  {% details summary="How this is counted" %}<p>By the day it was paid.</p>{% enddetails %}
  <h2>A form</h2>
  <form method="post" novalidate>
    {% for field in form %}{{ field.as_field_group }}{% endfor %}
    <div class="govuk-button-group">
      {% button "Save" %} {% button "Go back" kind="secondary" href="/" %}
      {% button "Remove" kind="warning" name="act" value="remove" %}
    </div>
  </form>
{% endblock content %}
"""
KINDS = [("grant", "Grant"), ("contract", "Contract")]


class GalleryForm(forms.Form):
    name = forms.CharField(label="Name of the fund", help_text="As residents will read it.")
    reason = forms.CharField(label="Reasons", widget=forms.Textarea({"rows": 3}), required=False)
    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    route = forms.ChoiceField(label="Route", choices=KINDS, widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label="Parts", choices=KINDS, widget=forms.CheckboxSelectMultiple, help_text="Any of them."
    )
    agreed = forms.BooleanField(label="I have read it")
    opens = DayField(label="Opens on", help_text="For example, 4 3 2026.")
    limit = PoundsField(label="Limit")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    file = forms.FileField(label="Spreadsheet")


class GalleryFilter(FilterForm):
    words = forms.CharField(label="Search")
    year = forms.ChoiceField(label="Year", choices=[("", "Every year"), ("2025-26", "2025-26")])


def gallery_page(request):
    months = [month for quarter in FinancialYear(2025).quarters() for month in quarter.months()]
    amounts = [Decimal(1_250_000 - 175_000 * (n % 9)) + Decimal("0.55") for n in range(12)]
    return {
        **surroundings(request),
        "request": request,
        "user": getattr(request, "user", None),
        "messages": [
            Message(SUCCESS, "You signed PCD-2026-014."),
            Message(INFO, "Its register is read every night."),
        ],
        "form": GalleryForm({"opens_day": "31", "opens_year": "2026", "limit": "lots"}, {}),
        "filter": GalleryFilter(request.GET),
        "page": Paginator(range(1000), 8).get_page(request.GET.get("page", "40")),
        "months": list(zip(months, amounts, strict=True)),
        "amount": Decimal("-1234567.8"),
        "day": DAY,
        "moment": NOON.replace(minute=30),
        "month": months[0],
    }


def draw_gallery(request):
    origin = Origin(str(engines["django"].engine.dirs[0] / "gallery.html"))
    template = Template(SOURCE, origin=origin, engine=engines["django"].engine)
    return template.render(Context(gallery_page(request)))


def gallery(request):
    return HttpResponse(draw_gallery(request))


gallery.login_required = False
urlpatterns = [path("gallery/", gallery), *urlpatterns]
