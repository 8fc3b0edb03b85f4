from django.apps import AppConfig
from django.core.checks import register

from .checks import messages_leave_the_house


class OutboxConfig(AppConfig):
    name = "almoner.outbox"

    def ready(self) -> None:
        register(messages_leave_the_house)
