"""What the body must publish, and how fresh each of it is: what is late says so to anyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.registers.due_editions import duties_kept


@login_not_required
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    on = localdate()
    kept = duties_kept(on=on)
    late = [one for one in kept if one.standing and one.standing.days_late]
    page = {"duties": kept, "late": len(late), "on": on}
    return render(request, "public/duties/duties.html", page)
