from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DecisionsConfig(AppConfig):
    name = "almoner.decisions"

    def ready(self) -> None:
        autodiscover_modules("approvable")
