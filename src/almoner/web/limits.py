"""How often one network may ask for what could be guessed: allauth limits what is sent alone."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.timezone import now

MINUTE = 60


def is_within_limit(request: HttpRequest, action: str, *, most: int) -> bool:
    """Whether this network asked at most so often within the minute; this time counts."""
    network = get_adapter(request).get_client_ip(request)
    minute = int(now().timestamp()) // MINUTE
    key = f"limit:{action}:{network}:{minute}"
    cache.add(key, 0, timeout=2 * MINUTE)
    return bool(cache.incr(key) <= most)
