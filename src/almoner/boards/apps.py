from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BoardsConfig(AppConfig):
    name = "almoner.boards"

    def ready(self) -> None:
        from . import asking  # noqa: F401, PLC0415 - it declares, once models are loaded

        autodiscover_modules("effects")
