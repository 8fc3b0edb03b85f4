"""Everything `make test` runs, in order; at the end, one list of what was skipped and why.

K selects tests by name, and then nobody asks how much of the code they cover.
REQUIRE_ALL=1 makes a failure of whatever could not run for want of Chromium, PostgreSQL or Pango.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.with_postgres import binaries

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
SELECTED = ["-k", os.environ["K"]] if os.environ.get("K") else []
REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "") not in {"", "0"}

PYTEST = [PYTHON, "-m", "pytest", "-q", *SELECTED]
MEASURED = ["--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0"]
# What a page says does not depend on the database; what it asks of the database is tested below it.
NOT_ON_POSTGRESQL = ["architecture", "opendata", "web", "journeys"]
# Nor do the files of a site; and what makes a house of its own makes one with SQLite.
NOT_ON_POSTGRESQL += [f"cli/static_site/test_{name}.py" for name in ("site", "written")]
NOT_ON_POSTGRESQL += ["cli/test_demonstration_stages.py"]
# To note each line that is run takes as long again as running it. What is run on PostgreSQL alone
# is in the rooms that speak to each engine in its own words; all else was noted on SQLite.
WORDED_APART = ["core", "search", "cli/test_backup.py", "cli/test_migrate.py"]
# A file stays with one worker, or each would make the worlds of its tests; in the order of pytest,
# by which those that take long are not left for the end.
WORKERS = ["-n2", "--dist=loadfile", "--no-loadscope-reorder"]
NO_TESTS = 5  # what pytest answers when K selects nothing of a part


@dataclass
class Outcome:
    """How the parts went, and what they left out."""

    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    wanting: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.failed and not (REQUIRE_ALL and self.wanting)


def environment(home: Path) -> dict[str, str]:
    """The same settings for everyone: whatever the shell says of Almoner is put aside."""
    ours = ("ALMONER_", "SECRET_KEY", "DATABASE_URL")
    kept = {name: said for name, said in os.environ.items() if not name.startswith(ours)}
    if real := os.environ.get("ALMONER_REAL_DATA"):
        kept["ALMONER_REAL_DATA"] = real
    return {**kept, "ALMONER_HOME": str(home), "COVERAGE_FILE": str(home / "coverage")}


def run(name: str, command: list[str], outcome: Outcome, home: Path) -> None:
    print(f"\n── {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment(home), check=False).returncode
    print(f"   {name}: {time.monotonic() - began:.0f} s", flush=True)
    if code and not (SELECTED and code == NO_TESTS):
        outcome.failed.append(name)


def test(name: str, words: list[str], outcome: Outcome, home: Path, before: list[str]) -> None:
    report = home / "report.xml"
    report.unlink(missing_ok=True)
    run(name, [*before, *PYTEST, f"--junit-xml={report}", *words], outcome, home)
    for what, why in skips(report):
        names_a_tool = any(tool in why for tool in ("Chromium", "PostgreSQL", "Pango"))
        (outcome.wanting if names_a_tool else outcome.skipped).append(f"{what}: {why}")


def skips(report: Path) -> Iterator[tuple[str, str]]:
    """The tests that a part skipped, but for those that the other database runs."""
    if not report.exists():
        return
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it
        for skip in case.findall("skipped"):
            why = skip.get("message", "")
            if not why.startswith("only on "):
                yield f"{case.get('classname')}.{case.get('name')}", why


@contextmanager
def empty_databases_made_meanwhile(home: Path) -> Iterator[None]:
    """The tests would make them too, but then the other worker waits."""
    making = [PYTHON, "-m", "tools.empty_databases"]
    with subprocess.Popen(making, cwd=ROOT, env=environment(home)):
        yield


def on_postgresql(outcome: Outcome, home: Path) -> None:
    if binaries() is None:
        outcome.wanting.append("every test on PostgreSQL: PostgreSQL is not installed")
        return
    before = [PYTHON, "-m", "tools.with_postgres"]
    apart = [f"tests/{part}" for part in WORDED_APART]
    test("PostgreSQL's own words", [*WORKERS, *MEASURED, *apart], outcome, home, before)
    rest = [f"--ignore=tests/{part}" for part in (*NOT_ON_POSTGRESQL, *WORDED_APART)]
    test("tests on PostgreSQL", [*WORKERS, "-m", "not journey", *rest], outcome, home, before)


def journeys(outcome: Outcome, home: Path) -> None:
    if not (ROOT / "tests/journeys").is_dir():
        return
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        outcome.wanting.append("tests/journeys: Chromium is not installed")
        return
    words = [*WORKERS, *MEASURED, "-m", "journey", "tests/journeys"]
    test("journeys in a browser", words, outcome, home, [])


def say(outcome: Outcome) -> None:
    left_out = outcome.wanting + outcome.skipped
    if left_out:
        print("\nSkipped:")
        print("\n".join(f"  {line}" for line in left_out))
    if REQUIRE_ALL and outcome.wanting:
        print("REQUIRE_ALL forbids skipping for want of Chromium, PostgreSQL or Pango.")
    print(f"\nFailed: {', '.join(outcome.failed)}" if outcome.failed else "\nNothing failed.")


def main() -> int:
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="almoner-test-") as folder:
        home = Path(folder)
        with empty_databases_made_meanwhile(home):
            run("checks", [PYTHON, "-m", "tools.run_checks"], outcome, home)
        test("tests on SQLite", [*WORKERS, *MEASURED, "-m", "not journey"], outcome, home, [])
        on_postgresql(outcome, home)
        journeys(outcome, home)
        if not SELECTED:
            run("coverage", [PYTHON, "-m", "coverage", "report"], outcome, home)
    say(outcome)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
