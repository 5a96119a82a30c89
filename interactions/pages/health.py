"""For load balancers and orchestrators: is the process up, and can it serve? No sign-in, nothing personal."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from interactions.access.cache.history_cache import history_cache
from interactions.access.gate import is_address_in_doubt


@login_not_required
@require_safe
def liveness_check(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nothing of anything else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readiness_check(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503. The UCS is named, not asked: a slow UCS makes its own pages
    fail, and is no reason to take the viewer out of service. Nor is a cache that is down: it is "degraded",
    and the UCS is asked more often. Nor is an address that may be another server's."""
    database = _can_query_database()
    cache = history_cache.shared.is_available()
    doubt = is_address_in_doubt()
    degraded = "degraded" if doubt or not cache else "ok"
    report = {
        "version": settings.VERSION,
        "status": degraded if database else "failing",
        "database": "ok" if database else "failing",
        "cache": ("ok" if cache else "failing") if settings.CACHE_URL else "in the process",
        "ucs": "address in doubt" if doubt else "configured" if settings.UCS_URL else "embedded",
    }
    return JsonResponse(report, status=200 if database else 503)


def _can_query_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
