from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OrganisationsConfig(AppConfig):
    name = "almoner.organisations"

    def ready(self) -> None:
        autodiscover_modules("hindrances")
