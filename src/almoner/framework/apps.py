from django.apps import AppConfig
from django.core.checks import register

from .checks import the_framework_can_be_read
from .registries import know


class FrameworkConfig(AppConfig):
    name = "almoner.framework"

    def ready(self) -> None:
        from almoner.assurance.controls import known_controls  # noqa: PLC0415 - it has models
        from almoner.documents.library import known_templates  # noqa: PLC0415 - as above

        know(controls=lambda: frozenset(known_controls()), templates=known_templates)
        register(the_framework_can_be_read)
