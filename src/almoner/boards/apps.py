from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BoardsConfig(AppConfig):
    name = "almoner.boards"

    def ready(self) -> None:
        autodiscover_modules("effects")
