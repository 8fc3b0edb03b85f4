"""The three surfaces and sign-in."""

from django.urls import include, path

from almoner.web.health import health, metrics

urlpatterns = [
    path("healthz", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("api/", include("almoner.api.urls")),
    path("account/", include("almoner.web.account.urls")),
    path("portal/", include("almoner.web.portal.urls")),
    path("workspace/", include("almoner.web.workspace.urls")),
    path("", include("almoner.web.public.urls")),
]

handler400 = "almoner.web.errors.bad_request"
handler403 = "almoner.web.errors.refused"
handler404 = "almoner.web.errors.not_found"
handler429 = "almoner.web.errors.too_many"
handler500 = "almoner.web.errors.broken"
