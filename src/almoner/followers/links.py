"""The links in letters to followers. Each is its own proof, and nothing of it is kept here."""

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads

from .models import Follow

CONFIRMING, STOPPING = "follow-confirm", "follow-stop"


def confirming_link(follow: Follow) -> str:
    return f"{settings.ADDRESS}/follow/confirm/{dumps(str(follow), salt=CONFIRMING)}/"


def stopping_link(follow: Follow) -> str:
    return f"{settings.ADDRESS}/follow/stop/{dumps(str(follow), salt=STOPPING)}/"


def follow_to_confirm(token: str) -> Follow | None:
    return _named_by(token, salt=CONFIRMING)


def follow_to_stop(token: str) -> Follow | None:
    return _named_by(token, salt=STOPPING)


def _named_by(token: str, *, salt: str) -> Follow | None:
    try:
        return Follow.objects.filter(reference=str(loads(token, salt=salt))).first()
    except BadSignature:
        return None
