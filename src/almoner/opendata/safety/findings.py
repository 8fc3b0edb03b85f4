"""What may be found in a row before it is published: the closed list, and what each says."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a row waits until somebody has judged the finding, or only wants a look."""

    BLOCKS = "blocks"
    LOOK = "look"


class About(StrEnum):
    """What a check is about, and so who can mend what it finds."""

    PERSON = "a person"
    ADDRESS = "an address"
    FIGURES = "figures and numbers"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked for: why it matters, and what to do about it."""

    code: str
    severity: Severity
    about: About
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that found something in one cell: the field, and the words that gave it away."""

    code: str
    field: str
    words: str

    @property
    def check(self) -> Check:
        return CHECKS[self.code]

    @property
    def blocks(self) -> bool:
        return self.check.severity is Severity.BLOCKS


_BLOCKS, _LOOK = Severity.BLOCKS, Severity.LOOK
_PERSON, _ADDRESS, _FIGURES = About.PERSON, About.ADDRESS, About.FIGURES
_WITHHOLD = "Withhold the cell, unless publishing it has been judged lawful."
_TAKE_OUT = "Take it out of the cell."
_ALL = (
    Check(
        "person-paid",
        _BLOCKS,
        _PERSON,
        "This looks like a private person's name.",
        "Withhold the name, or record that it is a business and why it may be published.",
    ),
    Check(
        "sole-trader",
        _LOOK,
        _PERSON,
        "A person trades under their own name.",
        "Give the name of the business alone, if it has one.",
    ),
    Check(
        "person-named",
        _BLOCKS,
        _PERSON,
        "This names a person, and what they have to do with it.",
        "Say it without the name.",
    ),
    Check(
        "person-initials",
        _BLOCKS,
        _PERSON,
        "These look like the initials of a person whom those nearby would know.",
        _TAKE_OUT,
    ),
    Check(
        "person-mentioned",
        _LOOK,
        _PERSON,
        "This looks like a person's name.",
        "Say it without the name, unless the person acts in public.",
    ),
    Check(
        "sensitive-words",
        _BLOCKS,
        _PERSON,
        "Words of health or offences stand beside a person.",
        _WITHHOLD,
    ),
    Check("date-of-birth", _BLOCKS, _PERSON, "This is a date of birth.", _TAKE_OUT),
    Check(
        "national-insurance-number",
        _BLOCKS,
        _PERSON,
        "This has the shape of a National Insurance number.",
        _TAKE_OUT,
    ),
    Check("nhs-number", _BLOCKS, _PERSON, "This has the shape of an NHS number.", _TAKE_OUT),
    Check("passport-number", _BLOCKS, _PERSON, "This is the number of a passport.", _TAKE_OUT),
    Check("bank-details", _BLOCKS, _PERSON, "These are the details of a bank account.", _TAKE_OUT),
    Check("mobile-number", _BLOCKS, _PERSON, "This is the number of a mobile phone.", _TAKE_OUT),
    Check(
        "telephone-number",
        _LOOK,
        _PERSON,
        "This is a telephone number.",
        "Take it out, unless it is that of an office.",
    ),
    Check("private-email", _BLOCKS, _PERSON, "This is a private e-mail address.", _TAKE_OUT),
    Check(
        "personal-email",
        _LOOK,
        _PERSON,
        "This e-mail address names a person.",
        "Give the address of a mailbox that a team reads.",
    ),
    Check(
        "vehicle-registration",
        _LOOK,
        _PERSON,
        "This looks like the registration of a vehicle.",
        "Take it out, unless the vehicle is the body's own and not used covertly.",
    ),
    Check(
        "case-reference",
        _BLOCKS,
        _PERSON,
        "This is the reference of a case, a crime or a client, which may single a person out.",
        _TAKE_OUT,
    ),
    Check(
        "protected-address",
        _BLOCKS,
        _ADDRESS,
        "An address stands beside words of a place that must not be found.",
        "Withhold the address, and whatever says where the place is.",
    ),
    Check(
        "protected-place",
        _BLOCKS,
        _ADDRESS,
        "This speaks of a place that must not be found.",
        "Ask whoever runs the place what may be said, and withhold the rest.",
    ),
    Check(
        "home-address",
        _BLOCKS,
        _ADDRESS,
        "This looks like the address of somebody's home.",
        _TAKE_OUT,
    ),
    Check(
        "street-address",
        _LOOK,
        _ADDRESS,
        "This is a full address.",
        "Take it out, unless it is that of a public place.",
    ),
    Check(
        "row-repeated",
        _LOOK,
        _FIGURES,
        "An earlier row says the same, to the same amount.",
        "Leave one out, if they are one and the same.",
    ),
    Check(
        "days-out-of-order",
        _LOOK,
        _FIGURES,
        "It ends before it starts.",
        "Check both days.",
    ),
    Check(
        "numbers-contradict",
        _LOOK,
        _FIGURES,
        "An earlier row gives this name another number, or this number another name.",
        "Look the number up, and mend the wrong row.",
    ),
    Check(
        "amount-not-positive",
        _LOOK,
        _FIGURES,
        "The amount is nil or less.",
        "Check the amount, or leave the row out if nothing was agreed or paid.",
    ),
    Check(
        "amount-far-out",
        _LOOK,
        _FIGURES,
        "The amount is far above all others in the file.",
        "Check the pence, the noughts and the column.",
    ),
)
CHECKS = {check.code: check for check in _ALL}
