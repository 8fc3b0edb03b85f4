"""For machines that watch: whether the house can work, and its numbers."""

from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from almoner.core.readiness import has_room, is_database_reachable, is_migrated, is_worker_alive

LOOPBACK = {"127.0.0.1", "::1"}
# A proxy on this machine calls from the loopback too, on behalf of anyone.
FORWARDED = {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"}


@login_not_required
@require_safe
@never_cache
def health(_request: HttpRequest) -> JsonResponse:
    """Answer 503 while pages cannot be served; a worker that rests is told, and holds up nobody."""
    is_reachable = is_database_reachable()
    needed = {
        "database": is_reachable,
        "migrations": is_reachable and is_migrated(),
        "disk": has_room(settings.FILES),
    }
    worker = needed["migrations"] and is_worker_alive(at=now())
    is_well = all(needed.values())
    answer = {"status": "ok" if is_well else "failing", **needed, "worker": worker}
    return JsonResponse(answer, status=200 if is_well else 503)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read_metrics(request):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    return answer


def may_read_metrics(request: HttpRequest) -> bool:
    """Whoever has the token; where none is set, whoever asks from this very machine."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded
