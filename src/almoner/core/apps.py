from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.module_loading import autodiscover_modules

from .checks import every_seal_holds


class CoreConfig(AppConfig):
    name = "almoner.core"

    def ready(self) -> None:
        register(every_seal_holds, Tags.database)
        autodiscover_modules("readings", "receivers", "due", "tasks", "hindrances", "figures")
        autodiscover_modules("holdings")  # last: what is held is what all of these are about
