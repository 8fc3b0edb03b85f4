from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.module_loading import autodiscover_modules

from .checks import the_index_keeps_up


class SearchConfig(AppConfig):
    name = "almoner.search"

    def ready(self) -> None:
        register(the_index_keeps_up, Tags.database)
        autodiscover_modules("search")
