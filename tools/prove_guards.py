"""Prove that the guards bite: break each rule once, in a copy, and see which guard refuses it.

    python -m tools.prove_guards [WORD]     (only the rules whose name holds WORD)

Every sabotage is one edit of one file. A guard that lets it through is printed as such, and the
exit code is 1.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.house import ROOT

RUFF = ("ruff", "check", "--no-cache", "src", "tests")
LAYERS = ("lint-imports", "--no-cache")
TYPES = ("mypy", "--cache-dir", "{cache}")
TEMPLATES = ("djade", "--check", "src/almoner/web/templates/404.html")


def tests(words: str, *paths: str) -> tuple[str, ...]:
    return ("pytest", "-q", "-p", "no:cacheprovider", "-k", words, *paths)


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


def add(rule: str, file: str, after: str, guard: tuple[str, ...]) -> Sabotage:
    return Sabotage(rule, file, after, guard)


SRC = "src/almoner"
SABOTAGES = [
    add(
        "a lower app imports a higher one",
        f"{SRC}/core/due.py",
        "from almoner.accounts import roles  # noqa\n",
        LAYERS,
    ),
    add(
        "an engine learns of a domain app",
        f"{SRC}/search/queries.py",
        "from almoner.payments import models as m  # noqa\n",
        LAYERS,
    ),
    add(
        "sibling engines know each other",
        f"{SRC}/search/queries.py",
        "from almoner.outbox import models as m  # noqa\n",
        LAYERS,
    ),
    add(
        "queries import operations",
        f"{SRC}/accounts/queries.py",
        "from almoner.accounts import operations  # noqa\n",
        LAYERS,
    ),
    add("an app that nobody has placed", f"{SRC}/gifts/__init__.py", '"""Gifts."""\n', LAYERS),
    add("opendata imports Django", f"{SRC}/opendata/spend.py", "import django  # noqa\n", LAYERS),
    add(
        "modules import one another in a circle",
        f"{SRC}/core/verdicts.py",
        "def _later():\n    from almoner.core import ledger\n\n    return ledger\n",
        tests("by_way_of", "tests/architecture/test_imports.py"),
    ),
    add(
        "the domain speaks HTTP",
        f"{SRC}/payments/queries.py",
        "from django.http import HttpRequest\n\nREQUEST = HttpRequest\n",
        RUFF,
    ),
    add(
        "the domain looks at the clock",
        f"{SRC}/payments/queries.py",
        "from django.utils.timezone import now\n\nNOW = now\n",
        RUFF,
    ),
    add(
        "the domain opens a transaction of its own",
        f"{SRC}/payments/queries.py",
        "from django.db.transaction import atomic\n\nATOMIC = atomic\n",
        RUFF,
    ),
    add(
        "a function with too many roads",
        f"{SRC}/core/due.py",
        "def roads(n: int) -> int:\n"
        + "".join(f"    if n == {n}:\n        n += {n}\n" for n in range(11))
        + "    return n\n",
        RUFF,
    ),
    add(
        "a misshapen template", f"{SRC}/web/templates/404.html", "{%  if x %}{%endif%}\n", TEMPLATES
    ),
    add(
        "an operation is called without its moment",
        f"{SRC}/cli/people.py",
        "from almoner.accounts.operations import confirm_role\n\nconfirm_role(None, by=None)\n",
        TYPES,
    ),
    add(
        "a field nobody classified",
        f"{SRC}/accounts/models.py",
        "RoleHolding.Privacy.internal.discard('role')\n",
        tests("says_who_may_see_it", "tests/architecture/test_models.py"),
    ),
    Sabotage(
        "a model changed without a migration",
        f"{SRC}/accounts/models.py",
        "name = models.CharField(max_length=121)",
        tests("lacks_a_migration", "tests/architecture/test_models.py"),
        before="name = models.CharField(max_length=120)",
    ),
    Sabotage(
        "an event that carries prose",
        f"{SRC}/core/batches.py",
        'DISCARDED = "batch.discarded", {"rows": COUNT, "why": Shape("words", re.compile(".*"))}',
        tests("every_fact_of_every_event", "tests/architecture/test_models.py"),
        before='DISCARDED = "batch.discarded", {"rows": COUNT}',
    ),
    Sabotage(
        "a state without a row",
        f"{SRC}/core/states.py",
        "",
        tests("batch", "tests/core/test_batches.py"),
        before="        BatchState.DISCARDED: set(),\n",
    ),
    Sabotage(
        "a document that is out of date",
        "docs/map.md",
        "# Old map",
        tests("is_current", "tests/architecture/test_docs.py"),
        before="# Map",
    ),
    add(
        "a document that points nowhere",
        "CONTRIBUTING.md",
        "\n[lost](docs/lost.md)\n",
        tests("leads_somewhere", "tests/architecture/test_docs.py"),
    ),
    add(
        "a suppression without a reason",
        f"{SRC}/core/due.py",
        "X = 1  # noqa: E501\n",
        tests("carries_its_reason", "tests/architecture/test_sizes.py"),
    ),
    add(
        "a function longer than anyone can hold in mind",
        f"{SRC}/core/due.py",
        "def long() -> None:\n" + "    print(1)\n" * 61,
        tests("a_function_60", "tests/architecture/test_sizes.py"),
    ),
    add(
        "something other than an operation writes",
        "tests/core/test_due.py",
        "def test_x(db):\n    from almoner.accounts.models import User\n\n"
        "    User.objects.create(joined_at='2026-01-01T00:00Z')\n",
        tests("test_x", "tests/core/test_due.py"),
    ),
    add(
        "a test speaks to the network",
        "tests/core/test_due.py",
        "def test_x():\n    import socket\n\n    socket.create_connection(('192.0.2.1', 80))\n",
        tests("test_x", "tests/core/test_due.py"),
    ),
    add(
        "a warning",
        "tests/core/test_due.py",
        "def test_x():\n    import warnings\n\n    warnings.warn('old')\n",
        tests("test_x", "tests/core/test_due.py"),
    ),
]


def main() -> int:
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [sabotage for sabotage in SABOTAGES if word in sabotage.rule]
    missed = 0
    with TemporaryDirectory(prefix="almoner-guards-") as folder:
        for sabotage in chosen:
            bites = refuses(sabotage, Path(folder) / "house")
            missed += not bites
            print(f"{'refused' if bites else 'LET IN':<8} {sabotage.rule}  ({sabotage.guard[0]})")
    print(f"{len(chosen) - missed} of {len(chosen)} rules defended themselves")
    return int(missed > 0)


def refuses(sabotage: Sabotage, house: Path) -> bool:
    """Whether the guard passes the house as it is and refuses it once sabotaged."""
    copy(house)
    if not passes(sabotage.guard, house):
        raise SystemExit(f"{sabotage.guard} fails before anything is broken")
    edit(sabotage, house / sabotage.file)
    return not passes(sabotage.guard, house)


def copy(house: Path) -> None:
    shutil.rmtree(house, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, house / name)


def edit(sabotage: Sabotage, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if sabotage.before not in text:
        raise SystemExit(f"{sabotage.rule}: {file} has changed, so nothing would be broken")
    broken = (
        text.replace(sabotage.before, sabotage.after, 1)
        if sabotage.before
        else text + sabotage.after
    )
    file.write_text(broken, encoding="utf-8")


def passes(guard: tuple[str, ...], house: Path) -> bool:
    program, *words = (word.format(cache=house / ".mypy_cache") for word in guard)
    answer = subprocess.run(
        [str(ROOT / ".venv" / "bin" / program), *words],
        cwd=house,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{house / 'src'}:{house}", "HOME": str(house)},
        capture_output=True,
        check=False,
    )
    return answer.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
