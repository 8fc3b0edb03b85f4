"""The rules of the house, each with one edit that breaks it and the guard that must refuse it."""

from dataclasses import dataclass

RUFF = ("ruff", "check", "--no-cache", "src", "tests")
FORMAT = ("ruff", "format", "--check", "--no-cache", ".")
LAYERS = ("lint-imports", "--no-cache")
TYPES = ("mypy", "--cache-dir", "{cache}")
TEMPLATES = ("djade", "--check", "src/almoner/web/templates/404.html")
SPELLING = ("codespell", "src", "docs")
PYTEST = ("pytest", "-q", "-x", "-p", "no:cacheprovider")
SRC, WEB, TEMPLATE = "src/almoner", "src/almoner/web", "src/almoner/web/templates"


def tests(words: str, *paths: str) -> tuple[str, ...]:
    return (*PYTEST, "-k", words, *paths)


SEALS = tests("every_seal_holds_after_the_migrations", "tests/core/test_checks.py")
ACCESS = "tests/architecture/test_access.py"
MODELS = "tests/architecture/test_models.py"
DOCS = "tests/architecture/test_docs.py"
SIZES = "tests/architecture/test_sizes.py"
VIEWS = "tests/architecture/test_views.py"
PEOPLE = "tests/accounts/operations/test_people.py"
MY_WORK = tests("work or due", "tests/web/workspace/test_home.py")
PLANTED = tests("test_x or soonest", "tests/core/test_due.py")
REFUGE = tests("planted", "tests/web/public/test_withholding.py")
HELD = tests("refuge", "tests/web/public/test_held_rows.py")
COVERAGE = ("pytest", "-q", "--cov=src/almoner/opendata", "--cov-report=", "tests/opendata")


@dataclass(frozen=True, slots=True)
class Sabotage:
    """A rule, one edit that breaks it, and the guard that must refuse the result.

    `before` is the text that the edit replaces; empty, the edit is added at the end of the file.
    """

    rule: str
    file: str
    after: str
    guard: tuple[str, ...]
    before: str = ""


IMPORTS = [
    Sabotage(
        "a lower app imports a higher one",
        f"{SRC}/core/due.py",
        "from almoner.accounts import roles  # noqa\n",
        LAYERS,
    ),
    Sabotage(
        "an engine learns of a domain app",
        f"{SRC}/search/queries.py",
        "from almoner.payments import models as m  # noqa\n",
        LAYERS,
    ),
    Sabotage(
        "sibling engines know each other",
        f"{SRC}/search/queries.py",
        "from almoner.outbox import models as m  # noqa\n",
        LAYERS,
    ),
    Sabotage(
        "queries import operations",
        f"{SRC}/accounts/queries.py",
        "from almoner.accounts import operations  # noqa\n",
        LAYERS,
    ),
    Sabotage("an app that nobody has placed", f"{SRC}/gifts/__init__.py", '"""Gifts."""\n', LAYERS),
    Sabotage(
        "opendata imports Django", f"{SRC}/opendata/tables.py", "import django  # noqa\n", LAYERS
    ),
    Sabotage(
        "within opendata a lower room imports a higher one",
        f"{SRC}/opendata/values/said.py",
        "from almoner.opendata import reading  # noqa\n",
        LAYERS,
    ),
    Sabotage(
        "modules import one another in a circle",
        f"{SRC}/core/references.py",
        "def _later():\n    from almoner.core import ledger\n\n    return ledger\n",
        tests("by_way_of", "tests/architecture/test_imports.py"),
    ),
]

WRITTEN = [
    Sabotage(
        "the domain speaks HTTP",
        f"{SRC}/payments/queries.py",
        "from django.http import HttpRequest\n\nREQUEST = HttpRequest\n",
        RUFF,
    ),
    Sabotage(
        "the domain looks at the clock",
        f"{SRC}/payments/queries.py",
        "from django.utils.timezone import now\n\nNOW = now\n",
        RUFF,
    ),
    Sabotage(
        "the domain opens a transaction of its own",
        f"{SRC}/payments/queries.py",
        "from django.db.transaction import atomic\n\nATOMIC = atomic\n",
        RUFF,
    ),
    Sabotage(
        "a function with too many roads",
        f"{SRC}/core/due.py",
        "def roads(n: int) -> int:\n"
        + "".join(f"    if n == {n}:\n        n += {n}\n" for n in range(11))
        + "    return n\n",
        RUFF,
    ),
    Sabotage("a module that is not formatted", f"{SRC}/core/due.py", "X = { 1:2 }\n", FORMAT),
    Sabotage("a word that is misspelt", f"{SRC}/core/due.py", "# Reci" + "eved.\n", SPELLING),
    Sabotage(
        "a misshapen template",
        f"{TEMPLATE}/404.html",
        '{%extends "base.html" %}',
        TEMPLATES,
        before='{% extends "base.html" %}',
    ),
    Sabotage(
        "an operation is called without its moment",
        f"{SRC}/cli/people.py",
        "from almoner.accounts.operations import confirm_role\n\nconfirm_role(None, by=None)\n",
        TYPES,
    ),
    Sabotage(
        "a suppression without a reason",
        f"{SRC}/core/due.py",
        "X = 1  # noqa: E501\n",
        tests("carries_its_reason", SIZES),
    ),
    Sabotage(
        "a function longer than anyone can hold in mind",
        f"{SRC}/core/due.py",
        "def long() -> None:\n" + "    print(1)\n" * 61,
        tests("a_function_60", SIZES),
    ),
    Sabotage(
        "a view longer than a screen",
        f"{WEB}/portal/home.py",
        "def long(request) -> None:\n" + "    print(request)\n" * 31,
        tests("a_view_is_at_most", SIZES),
    ),
    Sabotage(
        "a template longer than two screens",
        f"{TEMPLATE}/404.html",
        "<p></p>\n" * 150,
        tests("a_template_is_at_most", SIZES),
    ),
    Sabotage(
        "a test longer than anyone reads",
        "tests/core/test_due.py",
        "def test_long():\n" + "    assert due\n" * 41,
        tests("a_file_of_tests", SIZES),
    ),
    Sabotage(
        "a module called helpers",
        f"{SRC}/core/helpers.py",
        '"""Help."""\n',
        tests("called_helpers", SIZES),
    ),
]

DECLARED = [
    Sabotage(
        "a field nobody classified",
        f"{SRC}/accounts/models/people.py",
        "RoleHolding.Privacy.internal.discard('role')\n",
        tests("says_who_may_see_it", MODELS),
    ),
    Sabotage(
        "a kind of record that nobody finds who answers a request",
        f"{SRC}/risks/holdings.py",
        'from almoner.core.holdings import holdings  # noqa\n\nholdings.pop("risks")\n',
        tests("is_listed_or_says_why", "tests/architecture/test_holdings.py"),
    ),
    Sabotage(
        "a model changed without a migration",
        f"{SRC}/accounts/models/people.py",
        "name = models.CharField(max_length=121)",
        tests("lacks_a_migration", MODELS),
        before="name = models.CharField(max_length=120)",
    ),
    Sabotage(
        "an event that carries prose",
        f"{SRC}/core/batches.py",
        'DISCARDED = "batch.discarded", {"rows": COUNT, "why": Shape("words", re.compile(".*"))}',
        tests("every_fact_of_every_event", MODELS),
        before='DISCARDED = "batch.discarded", {"rows": COUNT}',
    ),
    Sabotage(
        "a reference that could change",
        f"{SRC}/core/models.py",
        "",
        tests("every_reference_is_sealed", MODELS),
        before='    seals = unchanging("core_batch", "reference")\n',
    ),
    Sabotage(
        "a seal that the migrations lost",
        f"{SRC}/core/migrations/0002_seals.py",
        "",
        SEALS,
        before='            *append_only("core_event", key="number"),\n',
    ),
    Sabotage(
        "a state without a row",
        f"{SRC}/core/states.py",
        "",
        tests("batch", "tests/core/test_batches.py"),
        before="        BatchState.DISCARDED: set(),\n",
    ),
    Sabotage(
        "a drawing of states that is out of date",
        f"{SRC}/core/states.py",
        "BatchState.UNDONE: {BatchState.DISCARDED},",
        tests("is_current", DOCS),
        before="BatchState.UNDONE: set(),",
    ),
    Sabotage(
        "a map that is out of date",
        f"{SRC}/outbox/__init__.py",
        '"""Something else."""\n',
        tests("is_current", DOCS),
        before='"""The outbox engine.',
    ),
    Sabotage(
        "a document that points nowhere",
        "CONTRIBUTING.md",
        "\n[lost](docs/lost.md)\n",
        tests("leads_somewhere", DOCS),
    ),
    Sabotage(
        "a document that speaks of a command there is not",
        "CONTRIBUTING.md",
        "\n`make tea`\n",
        tests("make_target", DOCS),
    ),
]

DONE = [
    Sabotage(
        "something other than an operation writes",
        "tests/core/test_due.py",
        "def test_x(db):\n    from almoner.accounts.models import User\n\n"
        "    User.objects.create(joined_at='2026-01-01T00:00Z')\n",
        PLANTED,
    ),
    Sabotage(
        "an operation that leaves no line",
        f"{SRC}/accounts/operations/people.py",
        "",
        tests("opened_again", PEOPLE),
        before="    record(PersonEvent.REACTIVATED, about=person, by=by, at=at)\n",
    ),
    Sabotage(
        "an operation that writes after its line",
        f"{SRC}/accounts/operations/people.py",
        "    record(PersonEvent.REACTIVATED, about=person, by=by, at=at)\n    person.save()\n",
        tests("opened_again", PEOPLE),
        before="    record(PersonEvent.REACTIVATED, about=person, by=by, at=at)\n",
    ),
    Sabotage(
        "an operation that does not ask whether they may",
        f"{SRC}/accounts/operations/people.py",
        "",
        tests("nobody_closes", PEOPLE),
        before="    require(may_deactivate_person(by, person, on=day_of(at)))\n",
    ),
    Sabotage(
        "bookkeeping that touches evidence",
        f"{SRC}/accounts/operations/people.py",
        "@bookkeeping\ndef reactivate_person(",
        tests("opened_again", PEOPLE),
        before="@operation\ndef reactivate_person(",
    ),
    Sabotage(
        "a test speaks to the network",
        "tests/core/test_due.py",
        "def test_x():\n    import socket\n\n    socket.create_connection(('192.0.2.1', 80))\n",
        PLANTED,
    ),
    Sabotage(
        "a warning",
        "tests/core/test_due.py",
        "def test_x():\n    import warnings\n\n    warnings.warn('old')\n",
        PLANTED,
    ),
    Sabotage(
        "code that no test runs",
        f"{SRC}/opendata/untested.py",
        "def untested(n):\n" + "    n += 1\n" * 400 + "    return n\n",
        COVERAGE,
    ),
    Sabotage(
        "an edition approved by whoever made it",
        f"{SRC}/registers/policies.py",
        "    if user in authors and not user:\n",
        tests("who_submitted", "tests/registers/operations/test_preparing.py"),
        before="    if user in authors:\n",
    ),
    Sabotage(
        "an edition of other rows than were submitted",
        f"{SRC}/registers/operations/editions.py",
        "        if not found:",
        tests("approval_lapses", "tests/registers/operations/test_preparing.py"),
        before="        if found != preparation.digest:",
    ),
]

SHOWN = [
    Sabotage(
        "a page becomes public without being listed",
        f"{WEB}/workspace/search.py",
        "from django.contrib.auth.decorators import login_not_required\n\n"
        "login_not_required(search)\n",
        tests("only_the_listed_routes", ACCESS),
    ),
    Sabotage(
        "a route that says nothing of who may open it",
        f"{WEB}/workspace/urls.py",
        'urlpatterns.append(path("hidden/", home.home, name="hidden"))\n',
        tests("says_who_may_open_it", ACCESS),
    ),
    Sabotage(
        "a page that opens to people the table refuses",
        f"{WEB}/workspace/people.py",
        "",
        tests("everybody_may_open", ACCESS),
        before="    require(may_invite_person(request.user, on=localdate()))\n",
    ),
    Sabotage(
        "a page that writes when it is only read",
        f"{WEB}/workspace/search.py",
        "    from almoner.search.operations import gate_for\n\n"
        '    gate_for("read")\n    typed = request.GET',
        tests("no_get_writes", ACCESS),
        before="    typed = request.GET",
    ),
    Sabotage(
        "a view that takes any method",
        f"{WEB}/workspace/search.py",
        "def search(",
        tests("which_methods", VIEWS),
        before="@require_safe\ndef search(",
    ),
    Sabotage(
        "a form that does not prove where it comes from",
        f"{TEMPLATE}/workspace/people/confirm.html",
        "",
        tests("proves_where_it_comes_from", VIEWS),
        before="      {% csrf_token %}\n",
    ),
    Sabotage(
        "a list that asks a question for each row",
        f"{SRC}/outbox/queries.py",
        "Message.objects.annotate(shows_address=shown)",
        tests("as_many_questions", "tests/web/workspace/test_outbox.py"),
        before='Message.objects.select_related("delivery").annotate(shows_address=shown)',
    ),
    Sabotage(
        "a component given an argument that it does not take",
        f"{TEMPLATE}/workspace/home.html",
        "{% empty_state title=nothing_due colour=nothing_due %}",
        MY_WORK,
        before="{% empty_state title=nothing_due %}",
    ),
    Sabotage(
        "a page that prints a variable nobody gave it",
        f"{TEMPLATE}/workspace/home.html",
        "{% block content %}{{ nobody }}",
        MY_WORK,
        before="{% block content %}",
    ),
]

KEPT_BACK = [
    Sabotage(
        "a list of payments that forgets what is withheld",
        f"{SRC}/registers/publicity.py",
        "    return payments\n",
        REFUGE,
        before="    return payments.exclude(hidden_now().payments)\n",
    ),
    Sabotage(
        "a list of payments that forgets what is held",
        f"{SRC}/registers/publicity.py",
        "        return self.withheld.payments\n",
        HELD,
        before="        return self.withheld.payments | self.held.payments\n",
    ),
    Sabotage(
        "a search that forgets what is held",
        f"{SRC}/registers/search.py",
        "    return Payment.objects.none()\n",
        HELD,
        before="    return Payment.objects.filter(hidden_now().payments)\n",
    ),
    Sabotage(
        "an edition that forgets what is held",
        f"{SRC}/registers/datasets.py",
        "        return cls(covered, held=covered.filter(held))\n",
        HELD,
        before="        return cls(covered.exclude(held), held=covered.filter(held))\n",
    ),
    Sabotage(
        "a search that forgets what is withheld",
        f"{SRC}/search/queries.py",
        "    return found\n",
        REFUGE,
        before="    return found if OFFICIALS in asking else found.exclude(_is_withheld())\n",
    ),
    Sabotage(
        "an edition that forgets what is withheld",
        f"{SRC}/registers/datasets.py",
        "        covered = covered\n",
        REFUGE,
        before="        covered = covered.exclude(withheld_by_line(line, *withheld_at).payments)\n",
    ),
    Sabotage(
        "an edition whose old files are served after something was taken out",
        f"{SRC}/registers/operations/withholding.py",
        "    editions = 0\n    facts = {**_terms",
        REFUGE,
        before="    editions = set_tombstones(withholding, at=at)\n    facts = {**_terms",
    ),
    Sabotage(
        "a file sent out that tells to whom a case is likely to go",
        f"{SRC}/registers/public_parts.py",
        "public_decisions().filter(commission__versions__supplier__in=theirs)",
        tests("whom_its_part_1", "tests/registers/test_public_parts.py"),
        before="public_decisions().filter(_says_one_of(theirs))",
    ),
    Sabotage(
        "a public page that asks a register past the door",
        f"{WEB}/public/home.py",
        "from almoner.payments.queries import live_payments  # noqa\n",
        tests("public_page_asks", "tests/architecture/test_publicity.py"),
    ),
]

SABOTAGES = [*IMPORTS, *WRITTEN, *DECLARED, *DONE, *SHOWN, *KEPT_BACK]
