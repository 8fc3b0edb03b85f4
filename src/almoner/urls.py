from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("workspace/", include("almoner.web.workspace.urls")),
    path("", include("almoner.web.public.urls")),
]
