"""How often one address may ask. Counted in the cache that the processes of the house share.

A process takes leave for several requests at a time, so that most are answered without a write.
With several processes a client may therefore be told to wait a little before its last request.
"""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from threading import Lock

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 60  # seconds
SHARES = 20
SAME_HOUSEHOLD = 64  # bits: whoever has one address of IPv6 has all that begin alike


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one address may still ask in this minute. A limit of 0 is none."""

    limit: int
    left: int
    seconds: int
    is_refused: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The RateLimit header fields, as the IETF's working group has them."""
        if not self.limit:
            return {}
        return {
            "RateLimit-Policy": f'"address";q={self.limit};w={WINDOW}',
            "RateLimit": f'"address";r={self.left};t={self.seconds}',
        }


class Counter:
    """Leave that this process took and has not used, by client, in the minute that runs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self, *, window: int = -1) -> None:
        """Begin to count, in another minute."""
        self._window = window
        self._unused: dict[str, int] = {}
        self._left: dict[str, int] = {}

    def take(self, client: str, *, limit: int, at: datetime) -> Allowance:
        """Use up one request of a client's, or say that it has none left."""
        window, passed = divmod(int(at.timestamp()), WINDOW)
        seconds = WINDOW - passed
        with self._lock:
            if window != self._window:
                self.forget(window=window)
            if not self._unused.get(client):
                self._take_a_share(client, limit=limit)
            unused = self._unused[client]
            if not unused:
                return Allowance(limit, 0, seconds, is_refused=True)
            self._unused[client] = unused - 1
            return Allowance(limit, self._left[client] + unused - 1, seconds)

    def _take_a_share(self, client: str, *, limit: int) -> None:
        key = f"api:{self._window}:{client}"
        taken = int(cache.get(key, 0))
        share = min(max(1, limit // SHARES), max(0, limit - taken))
        if share:
            cache.set(key, taken + share, WINDOW * 2)
        self._unused[client], self._left[client] = share, limit - taken - share


counter = Counter()


def take(request: HttpRequest, *, at: datetime) -> Allowance:
    """Use up one request of whoever asks."""
    limit = settings.API_LIMIT
    if not limit:
        return Allowance(0, 0, 0)
    return counter.take(client_of(request), limit=limit, at=at)


def client_of(request: HttpRequest) -> str:
    """Who asks: a digest, so that the cache keeps no address of anybody."""
    try:
        said = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        said = ""  # a socket has no address: then all who come by it share
    return salted_hmac("almoner.api.limits", _household(said)).hexdigest()[:32]


def _household(said: str) -> str:
    try:
        address = ip_address(said)
    except ValueError:
        return said
    if address.version == 4:  # noqa: PLR2004 - the version of the protocol
        return said
    return str(ip_network(f"{address}/{SAME_HOUSEHOLD}", strict=False))
