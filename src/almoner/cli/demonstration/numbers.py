"""The numbers of the demonstration's charities and companies.

They begin where no register has come so far, so that none is that of anybody real: the Charity
Commission's are below 1300000, and those of Companies House below 20000000.
"""

FIRST_CHARITY, FIRST_COMPANY = 9_900_017, 99_000_113
PUBLIC_BODIES = ("Council", "NHS Trust")
COMPANIES = ("Ltd", "LLP", "CIC", "Solicitors", "Supplies", "Enterprises")


def numbers_of(name: str, names: list[str]) -> tuple[str, str]:
    """The charity number and the company number of one of these names; a public body has none."""
    place = sorted(set(names)).index(name)
    if name.endswith(PUBLIC_BODIES):
        return "", ""
    if name.endswith(COMPANIES):
        return "", str(FIRST_COMPANY + place * 61)
    return str(FIRST_CHARITY + place * 13), ""
