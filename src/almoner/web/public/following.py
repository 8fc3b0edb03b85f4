"""Following a search by e-mail: asking, confirming and stopping. No account is needed.

No page says whether an address follows anything: only its owner reads its letters.
"""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from almoner.followers.links import follow_to_confirm, follow_to_stop
from almoner.followers.models import Follow
from almoner.followers.operations import PUBLIC as ANYBODY
from almoner.followers.operations import ask_to_follow, confirm_follow, end_follow
from almoner.followers.policies import may_confirm_follow
from almoner.followers.states import FollowState
from almoner.followers.terms import Ending, Rhythm
from almoner.web.forms.follows import FollowForm

from .searches import search_at

CHANGE = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@require_http_methods(CHANGE)
def follow(request: HttpRequest) -> HttpResponse:
    """What would be followed, and the form that asks for an address."""
    said = request.POST if request.method == "POST" else request.GET
    search = search_at(said.get("search", ""))
    if search is None:
        return render(request, "public/following/nothing.html", status=404)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_within_limits(request, form):
        _ask(request, form.cleaned_data["email"], form.how_often, search.page)
        return redirect("public:follow-asked")
    page = {"search": search, "form": form}
    return render(request, "public/following/follow.html", page)


@login_not_required
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whatever became of what they asked."""
    return render(request, "public/following/asked.html")


@login_not_required
@never_cache
@require_http_methods(CHANGE)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin to be told. Whoever has the link looks first: programs that read mail open links."""
    found = follow_to_confirm(token)
    if found is None or found.state == FollowState.ENDED:
        return render(request, "public/following/gone.html", status=404)
    page = {"follow": found, "search": search_at(found.search)}
    if found.state == FollowState.CONFIRMED:
        return render(request, "public/following/confirmed.html", page)
    verdict = may_confirm_follow(found, at=now())
    if request.method == "POST" and verdict:
        confirm_follow(found, at=now())
        return redirect("public:confirm-follow", token)
    return render(request, "public/following/confirm.html", {**page, "verdict": verdict})


@login_not_required
@never_cache
@csrf_exempt  # mail programs send it at one press (RFC 8058); the link is its own proof
@require_http_methods(CHANGE)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Be told no more, and be forgotten."""
    found = follow_to_stop(token)
    if found is None:
        return render(request, "public/following/gone.html", status=404)
    if request.method == "POST" and found.state != FollowState.ENDED:
        found = end_follow(found, ending=Ending.STOPPED, by=ANYBODY, at=now())
    page = {"follow": found, "search": search_at(found.search) if found.search else None}
    name = "stopped" if found.state == FollowState.ENDED else "stop"
    return render(request, f"public/following/{name}.html", page)


def _ask(request: HttpRequest, email: str, rhythm: Rhythm, search: str) -> Follow | None:
    """Write to the address, unless too many letters went there today: nobody is told of that, or
    one could learn whether somebody else asked.
    """
    if not ratelimit.consume(request, action="follow-letter", key=email.lower()):
        return None
    return ask_to_follow(email=email, search=search, rhythm=rhythm, at=now())


def _is_within_limits(request: HttpRequest, form: FollowForm) -> bool:
    if ratelimit.consume(request, action="follow"):
        return True
    said = _("Too many came from your network just now. Wait ten minutes and send it again.")
    form.add_error(None, said)
    return False
