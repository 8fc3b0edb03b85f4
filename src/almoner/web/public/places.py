"""What is for each place, as grants and contracts say: the ranking, each place, and the twins."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.registers.kinds import KINDS
from almoner.registers.places import PlacesTable, Ranking, ranking_of_places
from almoner.registers.public_agreements import years_made
from almoner.web.lists import asked_in, page_of

from .place_filters import PlaceFilters
from .place_pages import PlacePage
from .twins import csv_twin, json_twin, refused_twin, twin
from .workbooks import holds_too_much, xlsx_twin
from .years import year_asked


@login_not_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Every place that a grant or a contract names, the most first."""
    form, on = PlaceFilters(request.GET), localdate()
    form.offer({year for kind in KINDS.values() for year in years_made(kind, on=on)})
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        ranking = _ranking(form)
        page |= {"ranking": ranking, "page": page_of(request, ranking.places)}
        page |= {"registers": form.registers, "year": form.in_year, "asked": asked_in(request)}
    return render(request, "public/places/places.html", page)


@login_not_required
@require_safe
@twin
def places_csv(request: HttpRequest) -> HttpResponseBase:
    form = PlaceFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    return csv_twin(request, PlacesTable(_ranking(form)), file_name="places")


@login_not_required
@require_safe
@twin
def places_json(request: HttpRequest) -> HttpResponseBase:
    form = PlaceFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    ranking = _ranking(form)
    return json_twin(
        request,
        PlacesTable(ranking),
        file_name="places",
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
        as_at=localdate().isoformat(),
        agreements=ranking.all.count,
        without_place=ranking.unplaced.count,
        without_place_amount=f"{ranking.unplaced.amount:.2f}",
    )


@login_not_required
@require_safe
@twin
def places_xlsx(request: HttpRequest) -> HttpResponseBase:
    form = PlaceFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    ranking = _ranking(form)
    rows = len(ranking.places)
    return xlsx_twin(request, PlacesTable(ranking), file_name="places", rows=rows)


@login_not_required
@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    """What is for one place: by year, for whom, and the latest of it."""
    found = _place_or_404(request, place)
    address = f"{settings.ADDRESS}{request.path}"
    page = {
        "found": found,
        "address": address,
        "asked": f"?year={found.year}" if found.year else "",
        "is_too_long": holds_too_much(found.sums.count),
    }
    return render(request, "public/places/place.html", page)


@login_not_required
@require_safe
@twin
def place_csv(request: HttpRequest, place: str) -> HttpResponseBase:
    """Every grant and contract that names it."""
    return csv_twin(request, _place_or_404(request, place).dataset, file_name=place)


@login_not_required
@require_safe
@twin
def place_xlsx(request: HttpRequest, place: str) -> HttpResponseBase:
    found = _place_or_404(request, place)
    return xlsx_twin(request, found.dataset, file_name=place, rows=found.sums.count)


@login_not_required
@require_safe
@twin
def place_json(request: HttpRequest, place: str) -> HttpResponseBase:
    found = _place_or_404(request, place)
    return json_twin(
        request,
        found.dataset,
        file_name=place,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
        as_at=found.on.isoformat(),
        place=found.place.name,
        code=found.place.code,
        count=found.sums.count,
        total=f"{found.sums.amount:.2f}",
        without_amount=found.sums.without_amount,
    )


def _ranking(form: PlaceFilters) -> Ranking:
    return ranking_of_places(form.registers, on=localdate(), year=form.in_year)


def _place_or_404(request: HttpRequest, slug: str) -> PlacePage:
    """A place as long as any row names it that anyone may read, whatever the year."""
    on = localdate()
    sums = ranking_of_places(KINDS, on=on).called(slug)
    if sums is None:
        raise Http404
    return PlacePage(sums, on, year_asked(request))
