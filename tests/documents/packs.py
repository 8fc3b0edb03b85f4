"""A pack as a board gets it: items with papers, without, and one that its reader may not see."""

from almoner.documents.briefs import Brief, BriefPart
from almoner.documents.outputs.pack import Pack, PackItem
from almoner.documents.written import Attached

NOTICE = "You declared an interest in this item: its paper is not in your pack."
LINES = tuple(
    (f"Line {n}", "Night shelters in the north and the market towns", f"£{n},000", "2026-27")
    for n in range(1, 71)
)
SHELTER = Brief(
    title="Night shelter (COM-2026-001)",
    asks="The board is asked to let the case through the gate “Approach”.",
    facts=(("Value", "£120,000"), ("Route", "Competitive grant")),
    parts=(
        BriefPart(
            "The need",
            "Nobody stays **after nine**.\n\n### Who says so\n\n- the survey\n- the police",
        ),
        BriefPart(
            "Value by year",
            columns=("Year", "Net", "VAT"),
            rows=(("2026-27", "£60,000", "£0"), ("2027-28", "£60,000", "£0")),
        ),
    ),
)
COLUMNS = ("Line", "For", "Planned", "Year")
FUND = Brief("Victims fund", parts=(BriefPart("Lines", "", COLUMNS, LINES),))
FILES = (
    Attached("The plan", "PDF, 12 KB", "ab" * 32),
    Attached("Its annex", "DOCX, 1 KB", "cd" * 32),
)
LONG = "Risks that are <over> what the board accepts, told at such length that it needs two lines"


def pack(**changed):
    said = {
        "title": "Commissioning Board, 8 December 2026",
        "body": "Wexmoor Police and Crime Commissioner",
        "reference": "MTG-2026-014",
        "made_on": "2026-12-01T09:00:00Z",
        "facts": (
            ("When", "Tuesday 8 December 2026, 10:00 to 12:00"),
            ("Where", "The Moot Hall, Wexmoor"),
            ("Called", "Ada Reeve (chair), Bo Lind (secretary), Cy Marsh"),
        ),
        "items": items(),
        "notes": ("One item is not in this pack.",),
    }
    return Pack(**(said | changed))


def items():
    return (
        PackItem("1", "Apologies and interests"),
        PackItem("2", "Night shelter: approach & route", (("Led by", "Bo Lind"),), SHELTER),
        PackItem("3", "The fund and its seventy lines", (), FUND),
        PackItem("4", "Counselling in schools", (), None, NOTICE),
        PackItem("5", "Refuges", (("For", "Decision"),), SHELTER, "Restricted."),
        PackItem("6", "Yearly plan", files=FILES),
        PackItem("7", LONG, (), SHELTER),
        PackItem("7a", "Any other business"),
    )
