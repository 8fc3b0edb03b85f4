"""The body's offices: its own titles, each mapped to one of our roles."""

from msgspec import Struct

from almoner.accounts.roles import Role

from .words import Code, Inconsistent, Words

# Whoever reads everything decides nothing, and who gives roles out reads no case.
NEVER_DECIDE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


class Office(Struct, frozen=True, forbid_unknown_fields=True):
    """An office of the body that lets cases through gates. Who holds the role may act in it.

    `board` is the code of the board in whose meetings the office acts: what awaits the office is
    due to that board.
    """

    code: Code
    title: Words
    role: Role
    board: Code | None = None

    def __post_init__(self) -> None:
        if self.role in NEVER_DECIDE:
            raise Inconsistent(
                f"The role {self.role} decides nothing, so nobody could act in this office."
                " Name another role.",
                "role",
            )

    def __str__(self) -> str:
        return self.title
