"""Imports in preparation, as tests begin them."""

from almoner.accounts.roles import Role
from almoner.registers.kinds import Register
from almoner.registers.models import ImportDraft
from almoner.registers.operations import carry_on, start_draft
from tests.factories import DAY, NOON, official
from tests.registers.agreement_files import CONTRACT_HEADER, ROOF, SHELTER

# One row lacks its supplier, one has a sum that is none, and one is sound.
NO_SUPPLIER = "C-3,A wall,,,,01/05/2025,30/04/2026,900,"
NO_SUM = "C-4,A fence,Copper Street,,,01/05/2025,30/04/2026,about nine,"
FLAWED = [SHELTER, ROOF, NO_SUPPLIER, NO_SUM]


def begun(rows=FLAWED, *, header=CONTRACT_HEADER, register=Register.CONTRACTS, **said):
    """A draft of a file that nobody has read yet."""
    text = said.pop("text", "\n".join([header, *rows]) + "\n")
    return start_draft(
        [text.encode()],
        register=register,
        file_name=said.pop("file_name", "contracts.csv"),
        publisher="Wexmoor",
        known_from=said.pop("known_from", DAY),
        by=said.pop("by", None) or official(Role.PUBLISHER),
        at=said.pop("at", NOON),
    )


def read(*args, **said):
    """A draft whose file was read."""
    return carried_on(begun(*args, **said))


def carried_on(draft, *, at=NOON):
    carry_on(ImportDraft.objects.get(pk=draft.pk), at=at)
    return ImportDraft.objects.get(pk=draft.pk)
