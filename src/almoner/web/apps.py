from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "almoner.web"

    def ready(self) -> None:
        from . import checks, request_ids  # noqa: F401, PLC0415 - they register themselves
