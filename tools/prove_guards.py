"""Prove that the guards bite: break each rule once, in a copy, and see which guard refuses it.

    python -m tools.prove_guards [WORD]     (only the rules whose name holds WORD)

Every sabotage is one edit of one file. A guard that lets it through is printed as such, and the
exit code is 1; it is 2 where a guard refuses the house before anything is broken.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tools.house import ROOT
from tools.sabotages import PYTEST, SABOTAGES, Sabotage

AT_ONCE = 2


def main() -> int:
    word, began = sys.argv[1] if len(sys.argv) > 1 else "", time.monotonic()
    chosen = [sabotage for sabotage in SABOTAGES if word in sabotage.rule]
    with TemporaryDirectory(prefix="almoner-guards-") as folder:
        houses = Houses(Path(folder))
        with ThreadPoolExecutor(AT_ONCE) as workers:
            objecting = [said for said in workers.map(houses.objection, unbroken(chosen)) if said]
            if objecting:
                print("Refused before anything was broken:", *objecting, sep="\n")
                return 2
            missed = 0
            for sabotage, refused in zip(chosen, workers.map(houses.refuse, chosen), strict=True):
                missed += not refused
                said = "refused" if refused else "LET IN"
                print(f"{said:<8} {sabotage.rule}  ({sabotage.guard[0]})", flush=True)
    took = time.monotonic() - began
    print(f"{len(chosen) - missed} of {len(chosen)} rules defended themselves, in {took:.0f} s")
    return int(missed > 0)


def unbroken(sabotages: Iterable[Sabotage]) -> list[tuple[str, ...]]:
    """Every guard, once, and those that are tests together: the house is to pass them all."""
    guards = list(dict.fromkeys(sabotage.guard for sabotage in sabotages))
    tests = [guard for guard in guards if guard[: len(PYTEST)] == PYTEST]
    words = " or ".join(dict.fromkeys(guard[len(PYTEST) + 1] for guard in tests))
    paths = dict.fromkeys(path for guard in tests for path in guard[len(PYTEST) + 2 :])
    together = [(*PYTEST, "-k", words, *paths)] if tests else []
    return [*together, *(guard for guard in guards if guard not in tests)]


class Houses:
    """Copies of the house, each broken by one saboteur at a time."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.free: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copy(folder / str(number))
            self.free.put(folder / str(number))

    @contextmanager
    def one(self) -> Iterator[Path]:
        house = self.free.get()
        try:
            yield house
        finally:
            self.free.put(house)

    def objection(self, guard: tuple[str, ...]) -> str:
        """What a guard says of the house as it is; nothing if it passes."""
        with self.one() as house:
            answer = ask(guard, house, self.cache)
        return "" if answer.returncode == 0 else f"{' '.join(guard)}\n{answer.stdout}"

    def refuse(self, sabotage: Sabotage) -> bool:
        """Whether the guard refuses the house once it is sabotaged."""
        with self.one() as house, broken(sabotage, house / sabotage.file):
            return ask(sabotage.guard, house, self.cache).returncode != 0


def copy(house: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, house / name)


@contextmanager
def broken(sabotage: Sabotage, file: Path) -> Iterator[None]:
    """Make the edit meanwhile."""
    was = file.read_text(encoding="utf-8") if file.exists() else None
    text = was or ""
    if sabotage.before not in text:
        raise SystemExit(f"{sabotage.rule}: {file} has changed, so nothing would be broken")
    file.parent.mkdir(parents=True, exist_ok=True)
    after = sabotage.after
    edited = text.replace(sabotage.before, after, 1) if sabotage.before else text + after
    file.write_text(edited, encoding="utf-8")
    yield
    if was is not None:
        file.write_text(was, encoding="utf-8")
        return
    file.unlink()
    if not any(file.parent.iterdir()):
        file.parent.rmdir()


def ask(guard: tuple[str, ...], house: Path, cache: Path) -> "subprocess.CompletedProcess[str]":
    program, *words = (word.format(cache=cache) for word in guard)
    return subprocess.run(
        [str(ROOT / ".venv" / "bin" / program), *words],
        cwd=house,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": f"{house / 'src'}:{house}",
            "PYTHONDONTWRITEBYTECODE": "1",  # an edit within the same second would be missed
            "HOME": str(house),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
