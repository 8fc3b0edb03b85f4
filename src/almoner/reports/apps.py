from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "almoner.reports"

    def ready(self) -> None:
        from . import quiet  # noqa: F401, PLC0415 - it declares, once models are loaded
