from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AssuranceConfig(AppConfig):
    name = "almoner.assurance"

    def ready(self) -> None:
        autodiscover_modules("controls")
        from . import house  # noqa: F401, PLC0415 - it declares controls, of models loaded by now
