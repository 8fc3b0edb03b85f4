"""A small world in which every address has something behind it, and people of every kind to ask."""

from datetime import UTC, date, datetime
from http import HTTPStatus

from django.core.signing import dumps
from django.urls import reverse

from almoner.accounts.models import Invitation, RoleGrant, User
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.agreements.models import Agreement
from almoner.agreements.operations import say_repeated
from almoner.cli.demonstration.stages import STAGES, play
from almoner.core.actors import NIGHTLY, OPERATOR
from almoner.core.clock import pretending
from almoner.core.periods import Quarter
from almoner.enquiries.subjects import Subject
from almoner.organisations.lookalikes import Pair
from almoner.organisations.models import Organisation
from almoner.organisations.operations import merge_organisations, propose_likenesses
from almoner.organisations.states import Basis as BasisOfLikeness
from almoner.payments.models import Payment
from almoner.payments.states import Basis, MatchState
from almoner.registers.due_editions import duty_called
from almoner.registers.kinds import Register
from almoner.registers.models import (
    Edition,
    ImportedFile,
    Preparation,
    StandingAuthority,
    Withholding,
)
from almoner.registers.operations import (
    draft_edition,
    grant_authority_as_operator,
    propose_authority,
    submit_edition,
)
from almoner.statements.pages import StandingPage
from almoner.statements.states import VersionState
from tests.architecture.academy_routes import arguments as academy_arguments
from tests.architecture.academy_routes import tell_of_academy
from tests.architecture.assurance_routes import arguments as assurance_arguments
from tests.architecture.assurance_routes import tell_of_assurance
from tests.architecture.audit_routes import arguments as audit_arguments
from tests.architecture.audit_routes import tell_of_audits
from tests.architecture.board_lines import leave_lines_of_boards
from tests.architecture.board_routes import arguments as board_arguments
from tests.architecture.board_routes import tell_of_boards
from tests.architecture.case_routes import arguments as case_arguments
from tests.architecture.case_routes import tell_of_cases
from tests.architecture.decision_routes import arguments as decision_arguments
from tests.architecture.decision_routes import tell_of_decisions
from tests.architecture.filling_routes import arguments as filling_arguments
from tests.architecture.filling_routes import tell_of_fillings
from tests.architecture.framework_routes import arguments as framework_arguments
from tests.architecture.fund_routes import arguments as fund_arguments
from tests.architecture.fund_routes import tell_of_funds
from tests.architecture.held_routes import arguments as held_arguments
from tests.architecture.paper_routes import arguments as paper_arguments
from tests.architecture.report_routes import arguments as report_arguments
from tests.architecture.report_routes import tell_of_reports
from tests.architecture.team_routes import arguments as team_arguments
from tests.architecture.team_routes import tell_of_teams
from tests.factories import (
    CopyFactory,
    DocumentFactory,
    DraftStatementFactory,
    EnquiryFactory,
    ExemptionFactory,
    MatchFactory,
    MatchingRuleFactory,
    OrganisationFactory,
    SightingFactory,
    StewardshipFactory,
    VersionFactory,
    WithholdingFactory,
    message,
    official,
    published_copy,
)
from tests.registers.drafts import read
from tests.registers.files import HEADER, PLAIN

NOW = datetime(2026, 3, 25, 15, tzinfo=UTC)
NOBODY, STRANGER = "nobody", "stranger"
FLAWED = [*PLAIN, "Harbour Trust,2026-02-30,9,Grants,A day that never was"]
OF_AN_AGREEMENT = {"agreement", "adopt-agreement", "note-agreement"}
OF_A_MANAGED_ONE = {"hand-over-agreement", "agreement-days", "release-agreement"}
OF_A_MANAGED_ONE |= {"agreement-contact", "change-agreement-contact", "forget-agreement-contact"}
OF_A_DRAFT = {"workspace:import", "workspace:take-up-import", "workspace:drop-import"}
WITHHOLDING = ["withholding", "withheld-addresses"]
WITHHOLDING += [f"{verb}-withholding" for verb in ("decide", "keep", "lift")]
OF_AN_ENQUIRY = ["enquiry", "pass-enquiry-on"]
OF_AN_ENQUIRY += [f"{verb}-enquiry" for verb in ("take", "answer", "close", "reopen")]
OF_A_VERSION = ["statement-version", "send-statement-back"]
OF_A_VERSION += [f"{verb}-statement" for verb in ("submit", "approve", "withdraw")]
PERSONAS = [NOBODY, STRANGER, *map(str, Role)]


def tell_world():
    """Tell the demonstration's story of two months, and add what it lacks."""
    play(upto=STAGES[-1], now=NOW, tell=lambda _told: None, months_told=2)
    rule = MatchingRuleFactory()
    proposed = MatchFactory(
        payment=Payment.objects.first(), agreement=rule.agreement, basis=Basis.RULE, rule=rule
    )
    confirmed = MatchFactory(
        payment=Payment.objects.last(), agreement=rule.agreement, state=MatchState.CONFIRMED
    )
    managed = StewardshipFactory(manager=official(Role.AGREEMENT_MANAGER, username="its-manager"))
    matches = {"proposed": proposed, "confirmed": confirmed}
    WithholdingFactory()
    alike = tell_of_likenesses()
    version = DraftStatementFactory(
        page=StandingPage.COOKIES, state=VersionState.SUBMITTED, submitted_at=NOW
    )
    public = {"version": version, "enquiry": EnquiryFactory()}
    finding = SightingFactory().finding
    with pretending(NOW):
        prepare_editions()
    papers = {
        "document": DocumentFactory(),
        "copy": CopyFactory(),
        "copy out": published_copy(),
        "exemption": ExemptionFactory(),
        **tell_of_fillings(),
        **tell_of_reports(),
    }
    papers |= tell_of_funds()
    draft = read(FLAWED, header=HEADER, register=Register.SPEND)
    people = {p: persona(p) for p in PERSONAS}
    things = {
        "message": message(),
        "draft": draft,
        "finding": finding,
        "managed": managed.agreement,
    }
    said = {"title": "A night shelter", "area": "Camden"}
    agreements = {
        kind: VersionFactory(agreement__kind=kind, said=said) for kind in ("contract", "grant")
    }
    things |= tell_of_assurance() | tell_of_audits() | tell_of_cases() | tell_of_academy(NOW)
    things |= tell_of_teams()
    things["decisions"] = tell_of_decisions()
    things |= tell_of_boards(NOW)
    leave_lines_of_boards()
    return {**things, **matches, **alike, **agreements, **papers, **public, "people": people}


def tell_of_likenesses():
    """Two that may be one, one that a file took for it, and one that is merged into another."""
    one, other, doubted, merged, survivor = (OrganisationFactory() for _ in range(5))
    propose_likenesses(
        [
            Pair(one.pk, other.pk, BasisOfLikeness.SPELT_ALIKE),
            Pair(doubted.pk, None, BasisOfLikeness.HAS_ANOTHER),
        ],
        at=NOW,
    )
    by = official(Role.FINANCE)
    merge_organisations(merged, into=survivor, reason="", by=by, at=NOW)
    rows = tell_of_repeated_rows()
    return {"pair": [one, other], "doubted": doubted, "merged": merged, **rows}


def tell_of_repeated_rows():
    """A row that says again what another says, and one of which somebody said so."""
    first, again, repeated = (
        VersionFactory(
            agreement__identity="a" * 64, agreement__occurrence=n, fingerprint="b" * 64
        ).agreement
        for n in (1, 2, 3)
    )
    by = official(Role.PUBLISHER)
    say_repeated(repeated, of=first, reason="", by=by, at=NOW)
    return {"again": again, "repeated": repeated}


def prepare_editions():
    """One awaits approval, and so do two authorities: a publisher's and the operator's."""
    grants, spend = (
        duty_called("grants-monthly", on=NOW.date()),
        duty_called("spend-monthly", on=NOW.date()),
    )
    author = User.objects.get(username="dev.marlow")
    small = duty_called(
        "contracts-small-quarterly", on=NOW.date()
    )  # the one that the story leaves undone
    draft = draft_edition(small, Quarter.containing(date(2025, 12, 1)), by=NIGHTLY, at=NOW)
    submit_edition(draft, by=author, at=NOW)
    days = {"valid_from": NOW.date(), "valid_to": NOW.date()}
    propose_authority(spend, **days, by=author, at=NOW)
    grant_authority_as_operator(grants, valid_to=NOW.date(), named=author, by=OPERATOR, at=NOW)


def persona(name):
    """Somebody of a kind: not signed in, without any role, or with one."""
    if name == NOBODY:
        return None
    return official(username=f"a-{name}") if name == STRANGER else official(Role(name))


def address(name, world):
    """An address of the route that has something behind it."""
    edition = Edition.objects.order_by("pk").last()
    dated = [edition.series, edition.period, edition.number]
    proposed = RoleGrant.objects.filter(state=GrantState.PROPOSED).order_by("pk").first()
    standing = RoleGrant.objects.filter(state=GrantState.IN_FORCE).order_by("pk").first()
    proposed_one = StandingAuthority.objects.get(proposed_by__isnull=False)
    operators_one = StandingAuthority.objects.get(proposed_by=None)
    preparation = Preparation.objects.get(edition=None)
    matched = [world["proposed"].payment, world["proposed"].agreement]
    contract, grant = world["contract"].agreement, world["grant"].agreement
    arguments = {
        **{f"public:contract{end}": [contract] for end in ("", "-csv", "-json")},
        **{f"public:grant{end}": [grant] for end in ("", "-csv", "-json")},
        **{f"public:place{end}": ["camden"] for end in ("", "-csv", "-json", "-xlsx")},
        "workspace:propose-authority": [],
        "workspace:published-edition": [edition],
        "workspace:begin-edition": dated[:2],
        "workspace:correct-edition": dated[:2],
        "workspace:edition": [preparation],
        "workspace:submit-edition": [preparation],
        "workspace:approve-edition": [preparation],
        "workspace:send-edition-back": [preparation],
        "workspace:withdraw-edition": [preparation],
        "workspace:authority": [operators_one],
        "workspace:confirm-authority": [proposed_one],
        "workspace:refuse-authority": [proposed_one],
        "workspace:end-authority": [operators_one],
        "workspace:match": matched[:1],
        "workspace:confirm-match": matched,
        "workspace:refuse-match": matched,
        "workspace:undo-match": [world["confirmed"].payment, world["confirmed"].agreement],
        "workspace:save-matching-rule": matched,
        "workspace:confirm-matching-rule": [world["proposed"].rule],
        "workspace:end-matching-rule": [world["proposed"].rule],
        **{f"workspace:{route}": [matched[1]] for route in OF_AN_AGREEMENT},
        **{f"workspace:{route}": [world["managed"]] for route in OF_A_MANAGED_ONE},
        "workspace:agreement-diary-of": ["mine"],
        "workspace:give-agreements": [],
        "public:edition": dated,
        "api:edition": dated,
        "api:spend-row": [Payment.objects.first()],
        "api:organisation": [Organisation.objects.first()],
        "api:contracts-row": [Agreement.objects.filter(kind="contract").first()],
        "api:grants-row": [Agreement.objects.filter(kind="grant").first()],
        "api:nothing": ["nothing"],
        "public:edition-file": [*dated, f"{edition.series}-{edition.period}.csv"],
        "public:sitemap-part": ["pages", 1],
        "workspace:uninvite": [Invitation.objects.order_by("pk").last()],
        "workspace:decide-role": [proposed],
        "workspace:withdraw-role": [proposed],
        "workspace:role": [standing],
        "workspace:confirm-role": [standing],
        "workspace:end-role": [standing],
        "workspace:undo-import": [ImportedFile.objects.order_by("pk").first()],
        "workspace:mend-register": [ImportedFile.objects.order_by("pk").first(), "csv"],
        "workspace:import-row": [world["draft"], 1],
        "workspace:import-rejected": [world["draft"], "csv"],
        **{f"workspace:{route}": [Withholding.objects.first()] for route in WITHHOLDING},
        "workspace:propose-withholding": [],
        "workspace:organisation": [world["doubted"]],
        "workspace:merge-organisations": world["pair"],
        "workspace:keep-apart": world["pair"],
        "workspace:find-right": [world["doubted"]],
        "workspace:say-repeated": [world["again"]],
        "workspace:say-separate": [world["repeated"]],
        "workspace:part-organisation": [world["merged"]],
        **framework_arguments(),
        **paper_arguments(world),
        **held_arguments(world),
        **fund_arguments(world),
        **assurance_arguments(world),
        **audit_arguments(world),
        **academy_arguments(world),
        **board_arguments(world),
        **case_arguments(world),
        **decision_arguments(world["decisions"]),
        **filling_arguments(world),
        **report_arguments(world),
        **team_arguments(world),
        **{f"workspace:{route}": [world["enquiry"]] for route in OF_AN_ENQUIRY},
        **{f"workspace:{route}": [world["version"]] for route in OF_A_VERSION},
        "workspace:enquiry-queue": [Subject.PAYMENT],
        "workspace:statement": [StandingPage.DATA],
        "workspace:write-statement": [StandingPage.DATA],
        "public:statement": [StandingPage.DATA],
        "workspace:findings-in": ["spend"],
        "workspace:findings-of-check": ["spend", "person-paid"],
        "workspace:judge-findings": ["spend", "person-paid"],
        "workspace:finding": [world["finding"]],
        "workspace:reopen-finding": [world["finding"]],
        "join": [dumps("no such invitation")],
        "public:confirm-follow": [dumps("no such follow")],
        "public:stop-follow": [dumps("no such follow")],
        "account_reset_password_from_key": ["a", "b-c"],
        "openid_connect_login": ["oidc"],
        "openid_connect_callback": ["oidc"],
        "mfa_edit_webauthn": [1],
        "mfa_remove_webauthn": [1],
    }
    if name in OF_A_DRAFT or name.startswith("workspace:import-"):
        arguments.setdefault(name, [world["draft"]])
    if name in arguments:
        return reverse(name, args=arguments[name])
    for words, thing in {
        "public:payment": Payment.objects.first(),
        "public:organisation": Organisation.objects.first(),
        "message": world["message"],
        "-person": User.objects.get(username="leo.strand"),
        ":person": User.objects.get(username="leo.strand"),
        "propose-": User.objects.get(username="leo.strand"),
    }.items():
        if words in name and not name.endswith("s") and f"{words}s-" not in name:
            return reverse(name, args=[thing])
    return reverse(name)


def ask(client, url):
    """Open an address, or send nothing to one that only takes what is sent. Read all it says."""
    answer = client.get(url)
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = client.post(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer
