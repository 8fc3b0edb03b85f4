"""What the people of a team lack of the training plan, for whoever leads it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from almoner.academy.managing import places_led_by, standings_led_by
from almoner.academy.policies import may_see_training_of_team
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest


@require_safe
def team_training(request: StaffRequest) -> HttpResponse:
    """Who stands how with the training plan, and who has a place already."""
    on, me = localdate(), request.user
    require(may_see_training_of_team(me, on=on))
    framework = framework_on(on)
    places = places_led_by(me, at=now(), on=on)
    rows = [
        (one, framework.title_of_course(one.training.course), places.get(one.subject))
        for one in standings_led_by(me, framework, on=on)
    ]
    late = sum(one.is_late and not one.covered_until for one, _title, _place in rows)
    page = {"page": page_of(request, rows), "late": late}
    return render(request, "workspace/academy/team_training.html", page)
