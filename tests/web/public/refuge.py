"""A refuge, planted in all three registers among others under two names that are merged, and a
reader who walks every page.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote, quote_plus
from zipfile import ZipFile

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.cli.demonstration.pages import BOX, pdf_of
from almoner.commissions.kinds import Part
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.organisations.operations import merge_organisations
from almoner.papers.kinds import CopyKind, Redaction
from almoner.papers.operations import Terms, prepare_copy, publish_copy, submit_copy
from almoner.payments.models import Payment
from almoner.registers.grounds import Ground, View
from almoner.registers.kinds import Register
from almoner.registers.models import Withholding
from almoner.registers.operations import withhold
from tests.commissions.factories import grant_case, say
from tests.decisions.factories import signed
from tests.factories import DAY, NOON, DocumentFactory, official
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    GRANT_HEADER,
    bring_in,
    contracts_file,
    grants_file,
)
from tests.registers.publishing import issue
from tests.strangers import newcomer
from tests.web.public.doors import plain
from tests.web.public.published import body_of, bytes_of

NAME, SECOND_NAME = "Zephyrine Haven", "Mulberrycroft Lodge Ltd"
SPEND_HEADER = "Supplier Name,Payment Date,Net Amount,Expenses Type,Purpose,Transaction Number"
SPEND = [
    f"{NAME},2026-02-03,7317.31,Grants,Rent of 17 Quillfeather Lane ZX9 7QJ,QFINV881",
    f"{NAME},2026-02-17,4429.17,Brambleholt,Locks for Quillfeather,QFINV882",
    f"{SECOND_NAME},2026-02-18,3838.38,Grants,Saffronwood,SLOT883",
    *(f"Quay Street Advice,2026-02-{n + 1:02},{n}10.25,Grants,Advice {n},ADV{n}" for n in range(9)),
]
BEDS, DOORS = "Wintergreen beds at Quillfeather", "Doors of 17 Quillfeather Lane"
CONTRACTS = [
    f"QFC-77,{BEDS},{NAME},,1198765,01/04/2025,31/03/2027,86421.19,,Camden; Fernhollow",
    f"QFC-78,Counselling,{NAME},,1198765,01/04/2025,31/03/2027,5151.51,,",
    "C-1,Advice by telephone,Quay Street Advice,01234567,,01/04/2025,31/03/2027,2500,,Camden",
]
GRANTS = [
    f"QFG-31,Thistledown doors,{NAME},1198765,04/02/2026,6161.61,{DOORS},Fernhollow",
    f"QFG-32,Marigold fences,{SECOND_NAME},1198766,06/02/2026,2929.29,Fences,",
    "G-2,Mentoring,Copper Street Youth,,05/02/2026,750.25,Work with young people,LB Camden",
]
AMOUNTS = ["7317.31", "4429.17", "86421.19", "5151.51", "6161.61", "3838.38", "2929.29"]
WORDS = ["Zephyrine", "Quillfeather", "ZX9 7QJ", "1198765", "Brambleholt", "Wintergreen"]
WORDS += ["Thistledown", "QFINV881", "QFINV882", "QFC-77", "QFC-78", "QFG-31"]
WORDS += ["Mulberrycroft", "Saffronwood", "SLOT883", "QFG-32", "Marigold", "1198766", "Fernhollow"]
# Of each sort one: a name, an address, a number, a reference, a place.
FEW_WORDS = ["Zephyrine", "ZX9 7QJ", "1198765", "QFC-77", "Fernhollow"]
# Only the signed contract says this word, which is in no public byte at any time.
ORIGINAL = "Marrowbone"
# Only the page of the published copy says this one.
PRINTED = "Saltmarshgate"
TOTAL = 7317.31 + 4429.17 + 3838.38 + sum(n * 100 + 10.25 for n in range(9))
HREF = re.compile(r'(?:href|action)="(/[^"#]*)"')
NONCE = re.compile(r'nonce="[^"]*"')
ZIPPED = b"PK\x03\x04"
# Each page leads to the form by which one writes about it, which repeats the address and no more.
LEFT_OUT = ("/static/", "/workspace/", "/account/", "/about/contact/?about=")


def plant(folder):
    """Bring all in, and freeze it: what is told below was public before it is withheld."""
    publisher = official(Role.PUBLISHER)
    spend = contracts_file(folder, SPEND, name="zephyrine-haven.csv", header=SPEND_HEADER)
    for path, register in [
        (
            contracts_file(folder, CONTRACTS, header=f"{CONTRACT_HEADER},Area"),
            Register.CONTRACTS,
        ),
        (grants_file(folder, GRANTS, header=f"{GRANT_HEADER},Area"), Register.GRANTS),
        (spend, Register.SPEND),
    ]:
        bring_in(path, register, by=publisher, publisher="Wexmoor Council")
    refuge, second = (Organisation.objects.get(name=name) for name in (NAME, SECOND_NAME))
    merge_organisations(second, into=refuge, reason="They moved", by=publisher, at=NOON)
    plant_papers()
    plant_decision(refuge)
    freeze()
    return refuge


def plant_decision(refuge):
    """Decide on a grant to it: part 1 names it, and part 2 is for no public byte at any time."""
    case = grant_case()
    say(case, Part.TERMS, {"supplier": refuge})
    signed(
        case,
        title=f"A grant to {NAME}",
        summary=f"{NAME} would mend its fences.",
        part_two=f"{ORIGINAL} House is where they are",
        part_two_ground=Ground.SAFETY,
    )


def plant_papers():
    """Keep the contract as it was signed, and publish a copy of it that a second person read."""
    version = AgreementVersion.objects.get(said__reference="QFC-77")
    signed = pdf_of([[f"The beds stand in {ORIGINAL} House"]])
    DocumentFactory(agreement=version.agreement, title=f"{ORIGINAL} contract", content=signed)
    redacted = pdf_of([[f"Beds for {NAME}", f"at {BOX}", PRINTED]])
    manager = official(Role.AGREEMENT_MANAGER)
    terms = Terms([Redaction.SAFETY], f"Where {ORIGINAL} House is")
    for kind in CopyKind:
        copy = prepare_copy(
            [redacted],
            name=f"{ORIGINAL}.pdf",
            agreement=version.agreement,
            kind=kind,
            terms=terms,
            by=manager,
            at=NOON,
        )
        judged = f"{ORIGINAL} is not named"
        sent = submit_copy(copy, judgement=judged, by=manager, at=NOON)
        publish_copy(sent, by=official(Role.PUBLISHER), at=NOON)


def freeze(at=NOON):
    for register in Register:
        issue(register, at=at)


def taken_down(*, organisation=None, agreement=None):
    return withhold(
        Withholding(
            organisation=organisation,
            agreement=agreement,
            ground=Ground.SAFETY,
            view_of=View.BODY,
            reason="He is looking for them",
            review_on=DAY + timedelta(days=90),
        ),
        by=official(Role.PUBLISHER),
        at=NOON,
    )


def tokens_of(refuge):
    """Every word by which the refuge can be known, as a page or a file may write it."""
    both = at_one_with(Organisation.objects.filter(pk=refuge.pk))
    paid = Payment.objects.filter(organisation__in=both)
    agreed = Agreement.objects.filter(versions__organisation__in=both)
    names = [*map(str, both), *map(str, paid), *map(str, agreed)]
    return [*WORDS, PRINTED, *AMOUNTS, *[f"{float(amount):,.2f}" for amount in AMOUNTS], *names]


def says(held, token):
    """Whether this text says this word; a number only as a whole one, for the machine's own figures
    have every row of digits in them now and then.
    """
    word = re.escape(token.lower())
    whole = re.fullmatch(r"[\d.,]+", token)
    return bool(re.search(rf"(?<!\d){word}(?!\d)" if whole else word, held))


@dataclass
class Walk:
    """All that somebody reads who follows every link, by its address: heading and all."""

    pages: dict[str, str]

    @property
    def routes(self):
        return {resolve(address.partition("?")[0]).view_name for address in self.pages}

    def naming(self, tokens):
        """The addresses that say one of these tokens, with that token."""
        said = {address: page.lower() for address, page in self.pages.items()}
        return sorted(
            (address, token)
            for address, page in said.items()
            for token in tokens
            if says(page, token)
        )


def walk(*begin, after=None):
    """Follow every link from the plain addresses and these, without signing in; after another walk,
    to what that one did not read.
    """
    client, waiting, pages = Client(), [*plain(), *begin], {}
    read = after.pages if after else {}
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in pages or address in read:
            continue
        if address.startswith(LEFT_OUT) or not leads_somewhere(address):
            continue
        pages[address] = page = whole(client.get(address))
        waiting += HREF.findall(page)
    return Walk(pages)


def leads_somewhere(address):
    try:
        return bool(resolve(address.partition("?")[0]))
    except Resolver404:
        return False


def whole(response):
    """All the bytes of an answer, heading and body."""
    heading = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = unpacked(bytes_of(response)).decode(errors="replace")  # a PDF is no text
    return f"{response.status_code}\n{heading}\n{body}"


def unpacked(said):
    """The bytes of a file or, of a workbook, of all that it packs: packed, no word can be found."""
    if not said.startswith(ZIPPED):
        return said
    with ZipFile(BytesIO(said)) as parts:
        return b"\n".join(part.encode() + b"\n" + parts.read(part) for part in parts.namelist())


def answer(address, said, instead="Xyzzyva"):
    """What somebody is told who asks for something, with what they said taken out."""
    reset_queries()  # Django remembers 9,000, and this asks more
    with CaptureQueriesContext(connection) as asked:
        response = newcomer().get(address.format(said))
    body = NONCE.sub("", body_of(response))
    # The last is of an address within an address.
    for way in (said, quote_plus(said), quote(said), quote_plus(quote_plus(said))):
        body = body.replace(way, instead)
    return HTTPStatus(response.status_code), body, len(asked)
