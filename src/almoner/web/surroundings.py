"""What stands around every page: whose installation it is, and the sections of its surface."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.agreements.policies import READERS as READERS_OF_AGREEMENTS
from almoner.audits.queries import READERS as READERS_OF_AUDITS
from almoner.commissions.queries import READERS as READERS_OF_CASES
from almoner.core.installation import InstallationEvent
from almoner.core.models import Installation
from almoner.core.standing import kept_until_heard, kinds_of
from almoner.enquiries.subjects import READERS as READERS_OF_ENQUIRIES
from almoner.followers.policies import KEEPERS as KEEPERS_OF_FOLLOWERS
from almoner.funding.policies import READERS as READERS_OF_FUNDS
from almoner.organisations.policies import READERS as READERS_OF_LIKENESSES
from almoner.papers.policies import PAPER_READERS
from almoner.payments.policies import READERS as READERS_OF_MATCHES
from almoner.registers.policies import JUDGES, READERS
from almoner.reports.queries import READERS_OF_ISSUED as READERS_OF_REPORTS
from almoner.statements.policies import DECIDERS as DECIDERS_ON_STATEMENTS

ANYONE: frozenset[Role] = frozenset()
OFFICIALS = frozenset(Role)
IMPORTERS = frozenset({Role.FINANCE, Role.PUBLISHER})
OVERSEERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
OF_AUDITS = ("audit-findings/", "evidence/", "improvement-plans/", "recommendations/", "samples/")
OF_COPIES = ("copies/", "exemptions/", "tender-copies/")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a surface that its navigation leads to, and the roles that may read it.

    `also` are the other addresses, below the surface's root, at which its pages stand.
    """

    route: str
    label: Any
    roles: frozenset[Role] = ANYONE
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as one reader sees it in the navigation of one page."""

    label: str
    url: str
    is_current: bool = False


# The first surface whose root begins the address is the one we are on.
SURFACES = {
    "/workspace/": _("Workspace"),
    "/portal/": _("Portal"),
    "/account/": _("Your account"),
    "/": _("Public pages"),
}

# A section whose route does not exist yet is left out.
SECTIONS = {
    "/workspace/": [
        Section("workspace:home", _("My work"), OFFICIALS, also=("digest/",)),
        Section("workspace:search", _("Search"), OFFICIALS),
        Section("workspace:commissions", _("Cases"), READERS_OF_CASES, also=("forward-plan/",)),
        Section("workspace:decisions", _("Decisions"), READERS_OF_CASES),
        Section("workspace:scheme", _("Who decides"), OFFICIALS, also=("decisions/offices/",)),
        Section("workspace:funds", _("Funds"), READERS_OF_FUNDS),
        Section("workspace:boards", _("Boards"), OFFICIALS, also=("meetings/",)),
        Section("workspace:actions", _("Actions"), OFFICIALS),
        Section("workspace:risks", _("Risks"), OFFICIALS),
        Section("workspace:audits", _("Audits"), READERS_OF_AUDITS, also=OF_AUDITS),
        Section("workspace:controls", _("Controls"), OFFICIALS),
        Section("workspace:reports", _("Reports"), READERS_OF_REPORTS),
        Section("workspace:academy", _("Academy"), OFFICIALS, also=("training/",)),
        Section("workspace:templates", _("Templates"), OFFICIALS),
        Section("workspace:framework", _("Framework"), OFFICIALS),
        Section("workspace:agreements", _("Agreements"), READERS_OF_AGREEMENTS),
        Section("workspace:matches", _("Matches"), READERS_OF_MATCHES),
        Section(
            "workspace:organisations",
            _("Organisations"),
            READERS_OF_LIKENESSES,
            also=("repeated-rows/",),
        ),
        Section("workspace:copies-home", _("Copies"), PAPER_READERS, also=OF_COPIES),
        Section("workspace:editions", _("Editions"), OFFICIALS, also=("authorities/",)),
        Section("workspace:imports", _("Imports"), IMPORTERS),
        Section("workspace:findings", _("Findings"), frozenset().union(*JUDGES.values())),
        Section("workspace:withholdings", _("Withheld"), frozenset(READERS)),
        Section("workspace:enquiries", _("Enquiries"), READERS_OF_ENQUIRIES),
        Section("workspace:followers", _("Followers"), KEEPERS_OF_FOLLOWERS),
        Section("workspace:statements", _("Our pages"), DECIDERS_ON_STATEMENTS),
        Section("workspace:people", _("People"), OFFICIALS, also=("roles/", "teams/")),
        Section("workspace:outbox", _("Messages"), OVERSEERS),
        Section("workspace:ledger", _("Ledger"), frozenset({Role.AUDITOR})),
        Section("workspace:access-log", _("Access log"), frozenset({Role.AUDITOR})),
    ],
    "/portal/": [
        Section("portal:home", _("For providers")),
    ],
    "/account/": [],
    "/": [
        Section("public:home", _("Home")),
        Section("public:payments", _("Payments")),
        Section("public:grants", _("Grants")),
        Section("public:contracts", _("Contracts")),
        Section("public:decisions", _("Decisions")),
        Section("public:organisations", _("Organisations")),
        Section("public:places", _("Places")),
        Section("public:search", _("Search")),
        Section("public:editions", _("Downloads")),
        Section("public:duties", _("How fresh")),
    ],
}

ACCOUNT = [
    Section("workspace:home", _("Workspace"), OFFICIALS),
    Section("account", _("Your account")),
]


class Surroundings:
    """What a page shows around its own content. Asks the database only for what is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.root = next(root for root in SURFACES if request.path.startswith(root))

    @property
    def becomes_a_file(self) -> bool:
        """Whether the page is written for a host that answers nothing: see `almoner site`."""
        return getattr(self.request, "becomes_a_file", False)

    @property
    def reached_by(self) -> dict[str, str]:
        """How the body is reached without us, as far as its settings say."""
        return {
            "email": settings.CONTACT_EMAIL,
            "phone": settings.CONTACT_PHONE,
            "post": settings.CONTACT_POST,
        }

    @property
    def surface_name(self) -> str:
        return str(SURFACES[self.root])

    @cached_property
    def roles(self) -> frozenset[Role]:
        user = getattr(self.request, "user", None)
        return roles_of(user, on=localdate()) if isinstance(user, User) else frozenset()

    @cached_property
    def navigation(self) -> list[Entry]:
        """The sections of this surface that the reader may open, the current one marked: that with
        which most of the page's address begins.
        """
        found = list(self.open_to_reader(SECTIONS[self.root]))
        reach = [self._reach(section, url) for section, url in found]
        furthest = max(reach, default=0)
        return [
            Entry(str(section.label), url, 0 < far == furthest)
            for (section, url), far in zip(found, reach, strict=True)
        ]

    def _reach(self, section: Section, url: str) -> int:
        """How much of the page's address is this section's; nothing, where it is another's."""
        path = self.request.path
        # The surface's first page is not the section of every other page.
        own = [url] if url != self.root or path == url else []
        begins = [*own, *(self.root + one for one in section.also)]
        return max((len(one) for one in begins if path.startswith(one)), default=0)

    @cached_property
    def is_demonstration(self) -> bool:
        return made_by_demonstration()

    @cached_property
    def account(self) -> list[Entry]:
        return [Entry(str(section.label), url) for section, url in self.open_to_reader(ACCOUNT)]

    def open_to_reader(self, sections: Iterable[Section]) -> Iterator[tuple[Section, str]]:
        """Those that the reader may open and that are built, each with its address."""
        for section in sections:
            url = address_of(section)
            if url and (section.roles == ANYONE or section.roles & self.roles):
                yield section, url


@kept_until_heard(kinds_of(InstallationEvent))
def made_by_demonstration() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()


@cache
def address_of(section: Section) -> str | None:
    """An address without arguments never changes, and every page asks for a dozen."""
    try:
        return reverse(section.route)
    except NoReverseMatch:
        return None


def surroundings(request: HttpRequest) -> dict[str, Any]:
    return {"body_name": settings.BODY_NAME, "surroundings": Surroundings(request)}
