"""The body's standing pages, as the public reads them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from almoner.core.markdown import as_html
from almoner.statements.pages import StandingPage
from almoner.statements.queries import standing_of


@login_not_required
@require_safe
def statement(request: HttpRequest, page: str) -> HttpResponse:
    if page not in StandingPage:
        raise Http404(page)
    standing = standing_of(StandingPage(page))
    shown = {"standing": standing, "text": as_html(standing.text)}
    return render(request, "public/about/statement.html", shown)
