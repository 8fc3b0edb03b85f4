"""What the law lists, item by item: the duty that meets each, or where else it is published."""

from typing import Annotated

from msgspec import Meta, Struct

from .words import Code, Inconsistent, Words

# Where the body publishes what this system does not hold; empty until it says.
Elsewhere = Annotated[str, Meta(pattern=r"^(https://\S+)?\Z", max_length=500)]


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that the law says a body must publish, with the paragraph that says so."""

    paragraph: Words
    what: Words
    when: Words
    duty: Code | None = None
    elsewhere: Elsewhere | None = None

    def __post_init__(self) -> None:
        if self.duty and self.elsewhere is not None:
            raise Inconsistent(
                "An item is met by a duty here, or is published elsewhere. Keep one of them.",
                "elsewhere",
            )
        if not self.duty and self.elsewhere is None:
            raise Inconsistent(
                "The item does not say what meets it. Add the code of a `duty`,"
                ' or elsewhere = "" until it is known where it is published.'
            )
