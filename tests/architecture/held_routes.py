"""Who may open the pages about what is held, for requests for information."""

from almoner.agreements.policies import READERS

# Of a restricted case or decision, those alone who may see it: that is tested with the pages.
HELD = {
    "workspace:held": READERS,
    "workspace:held-csv": READERS,
    "workspace:held-xlsx": READERS,
    "workspace:held-public": READERS,
}


def arguments(world):
    """What the addresses name: a grant, which every reader of agreements may see."""
    return {route: ["agreements", world["grant"].agreement] for route in HELD}
