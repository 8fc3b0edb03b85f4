"""The people of the demonstration. Nobody here is real."""

from dataclasses import dataclass

from almoner.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    name: str
    roles: tuple[Role, ...]
    does: str

    @property
    def email(self) -> str:
        return f"{self.username}@wexmoor.example"


# Whom the operator adds so that somebody can begin; the officials then confirm one another.
FOUNDERS = [
    Person("imogen.farrow", "Imogen Farrow", (Role.ADMINISTRATOR,), "looks after people and roles"),
    Person("rhys.tallow", "Rhys Tallow", (Role.ADMINISTRATOR,), "is the second administrator"),
    Person("nadia.okell", "Nadia Okell", (Role.APPROVER,), "signs decisions and confirms roles"),
]
OFFICIALS = [
    Person("cerys.vane", "Cerys Vane", (Role.COMMISSIONING_OFFICER,), "leads commissions"),
    Person("dev.marlow", "Dev Marlow", (Role.PUBLISHER,), "imports files and approves editions"),
    Person("etta.quaye", "Etta Quaye", (Role.FINANCE,), "looks after the money"),
    Person("jonah.peake", "Jonah Peake", (Role.ASSESSOR, Role.PANEL_CHAIR), "assesses and chairs"),
    Person(
        "hugo.tansley",
        "Hugo Tansley",
        # Nobody approves an edition that they made: a body needs a second publisher.
        (Role.AGREEMENT_MANAGER, Role.PUBLISHER),
        "manages grants and submits editions of the registers",
    ),
    Person("owen.brack", "Owen Brack", (Role.AGREEMENT_MANAGER,), "manages contracts"),
    Person("greta.holm", "Greta Holm", (Role.BOARD_SECRETARY,), "keeps the boards' papers"),
    Person("ines.coble", "Ines Coble", (Role.ACADEMY_LEAD,), "runs the academy"),
    Person("leo.strand", "Leo Strand", (Role.MEMBER,), "sits on the oversight board"),
    Person("amara.whitlow", "Amara Whitlow", (Role.MEMBER,), "sits on two boards, from outside"),
    Person("priya.saltmarsh", "Priya Saltmarsh", (Role.MEMBER,), "chairs the joint audit panel"),
    Person("gareth.lisle", "Gareth Lisle", (Role.MEMBER,), "is sent to the panel by the force"),
    Person("mabel.orme", "Mabel Orme", (Role.APPROVER,), "decides where one signature is too few"),
    Person("finn.abara", "Finn Abara", (Role.AUDITOR,), "audits, and changes nothing else"),
    Person("selma.arden", "Selma Arden", (Role.APPROVER,), "is the commissioner"),
]
INVITED = Person("kezia.lund", "Kezia Lund", (Role.PUBLISHER,), "has been invited")

SIGN_IN_AS = (FOUNDERS[0], FOUNDERS[2], *OFFICIALS[:3], OFFICIALS[4])
