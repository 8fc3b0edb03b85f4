"""Writing to the body: anyone may, about any page, without an account."""

from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from almoner.core.markdown import as_html
from almoner.enquiries.operations import receive_enquiry
from almoner.statements.pages import StandingPage
from almoner.statements.queries import standing_of
from almoner.web.forms.enquiries import EnquiryForm
from almoner.web.places import place_of

SENT = "enquiry-sent"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the body, and the form. Once it is sent, its reference."""
    if reference := _sent(request.GET.get("sent", "")):
        return render(request, "public/about/sent.html", {"reference": reference})
    said = request.POST if request.method == "POST" else None
    form = EnquiryForm(said, initial=_begun_from(request))
    if form.is_valid() and _is_within_limits(request, form):
        enquiry = receive_enquiry(form.enquiry(), at=now())
        sent = urlencode({"sent": dumps(enquiry.reference, salt=SENT)})
        return redirect(f"{reverse('public:contact')}?{sent}")
    standing = standing_of(StandingPage.CONTACT)
    page = {"standing": standing, "text": as_html(standing.text), "form": form}
    return render(request, "public/about/contact.html", page)


def _begun_from(request: HttpRequest) -> dict[str, Any]:
    """What the form knows already of somebody who comes from another page."""
    place = place_of(request.GET.get("about", ""))
    return {"about": place.path, "subject": place.subject} if place else {}


def _is_within_limits(request: HttpRequest, form: EnquiryForm) -> bool:
    """Count this message; say so on the form, which keeps what was typed, if it is one too many."""
    if not ratelimit.consume(request, action="enquiry"):
        form.add_error(
            None,
            _(
                "Too many messages came from your network just now. Wait ten minutes and send it"
                " again, or reach us in another way."
            ),
        )
        return False
    address = form.cleaned_data["email"].lower()
    if address and not ratelimit.consume(request, action="enquiry-letter", key=address):
        form.add_error(
            "email",
            _("Many messages gave this address today. Leave it out, or write again tomorrow."),
        )
        return False
    return True


def _sent(said: str) -> str:
    """The reference in a word of ours; empty for anything else."""
    try:
        return str(loads(said, salt=SENT))
    except BadSignature:
        return ""
