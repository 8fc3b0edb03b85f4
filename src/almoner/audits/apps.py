from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "almoner.audits"

    def ready(self) -> None:
        from . import asking, quiet  # noqa: F401, PLC0415 - they declare, once models are loaded
