"""The addresses of the framework and of its versions."""

from django.urls import path

from . import framework, framework_as_at, framework_versions

VERSION = "framework/versions/<slug:reference>/"

framework_urls = [
    path("framework/", framework.framework, name="framework"),
    path("framework/as-at/", framework_as_at.framework_as_at, name="framework-as-at"),
    path("framework/routes/<slug:route>/", framework.route, name="framework-route"),
    path("framework/limits/", framework.limits, name="framework-limits"),
    path("framework/lists/", framework.lists, name="framework-lists"),
    path("framework/file/", framework.file, name="framework-file"),
    path("framework/change/", framework_versions.change, name="change-framework"),
    path(VERSION, framework_versions.version, name="framework-version"),
    path(
        f"{VERSION}routes/<slug:route>/",
        framework_versions.version_route,
        name="framework-version-route",
    ),
    path(f"{VERSION}file/", framework_versions.version_file, name="framework-version-file"),
    path(f"{VERSION}propose/", framework_versions.propose, name="propose-framework"),
    path(f"{VERSION}approve/", framework_versions.approve, name="approve-framework"),
    path(f"{VERSION}refuse/", framework_versions.refuse, name="refuse-framework"),
    path(f"{VERSION}withdraw/", framework_versions.withdraw, name="withdraw-framework"),
]
