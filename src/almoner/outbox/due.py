"""What is due about messages: those that could not be sent want an administrator."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_unrecorded_due
from almoner.core.references import name_of

from .queries import failed_messages

MOST = 20


@declare_unrecorded_due
def messages_to_mend(worker: Worker, _on: date) -> Iterator[Due]:
    if Role.ADMINISTRATOR not in worker.roles:
        return
    for message in failed_messages()[:MOST]:
        what = _("Mend or cancel a message that could not be sent: %s") % message.topic_title
        yield Due(about=name_of(message), what=what, verb="read")
