"""Who follows searches: how many, and removing the address of somebody who asks for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.core.verdicts import require
from almoner.followers.operations import remove_follower
from almoner.followers.policies import may_remove_follower, may_see_followers
from almoner.followers.queries import tally_of_follows
from almoner.web.forms.follows import RemoveFollowerForm
from almoner.web.requests import StaffRequest

CONFIRMED = "confirmed"  # the button that does it


@require_http_methods(["GET", "HEAD", "POST"])
def followers(request: StaffRequest) -> HttpResponse:
    """How many there are; the form, and what it would do before it is done.

    What is said afterwards is the same whether or not the address followed anything.
    """
    on = localdate()
    require(may_see_followers(request.user, on=on))
    form = RemoveFollowerForm(request.POST if request.method == "POST" else None)
    page = {"form": form, "tally": tally_of_follows()}
    if not form.is_valid():
        return render(request, "workspace/followers/followers.html", page)
    require(may_remove_follower(request.user, on=on))
    if CONFIRMED not in request.POST:
        return render(request, "workspace/followers/remove.html", page)
    remove_follower(form.cleaned_data["email"], by=request.user, at=now())
    messages.success(request, _("That address follows nothing here any more, and is forgotten."))
    return redirect("workspace:followers")
