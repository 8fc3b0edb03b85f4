"""What an action or a risk is about: the thing whose name in the ledger an address gives."""

import re

from django.http import Http404
from django.utils.timezone import localdate

from almoner.accounts.access import may_read
from almoner.core.verdicts import require
from almoner.web.requests import StaffRequest

# A reference, or the code of a programme.
NAME = re.compile(r"[a-z]+\.[a-z]+:([A-Z]{2,5}-[A-Z0-9-]{1,40}|[a-z0-9][a-z0-9-]{0,39})")


def source_asked(request: StaffRequest, box: str) -> str:
    """The thing that `?box=` names, if its reader may read it; empty where it names none."""
    name = request.GET.get(box, "")
    if not name:
        return ""
    if not NAME.fullmatch(name):
        raise Http404(name)
    require(may_read(request.user, name, on=localdate()))
    return name
