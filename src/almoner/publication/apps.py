from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PublicationConfig(AppConfig):
    name = "almoner.publication"

    def ready(self) -> None:
        autodiscover_modules("datasets")
