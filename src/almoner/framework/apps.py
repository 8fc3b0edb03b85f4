from django.apps import AppConfig
from django.core.checks import register

from .checks import the_framework_can_be_read


class FrameworkConfig(AppConfig):
    name = "almoner.framework"

    def ready(self) -> None:
        register(the_framework_can_be_read)
