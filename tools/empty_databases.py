"""Databases with every table and nothing in them: the migrations make each once, and the tests
begin from copies of it. `python -m tools.empty_databases` makes them beforehand.

They lie in `build`, by what they were made of; `make clean` throws them away.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.with_postgres import binaries, cluster

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build/empty-databases"
# Our migrations, the seals and kinds of field that they speak of, and other people's packages.
MADE_OF = ["src/almoner/*/migrations/*.py", "src/almoner/core/*.py", "requirements/dev.txt"]


@cache
def made_of() -> str:
    """What tells these tables from those of other migrations."""
    whole = sha256(Path(__file__).read_bytes())
    for file in sorted(file for pattern in MADE_OF for file in ROOT.glob(pattern)):
        whole.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def on_sqlite() -> Path:
    """A file to copy."""
    return made_once("sqlite3", lambda file: migrate(f"sqlite:///{file}"))


def on_postgresql() -> Path:
    """A dump to read in."""
    return made_once("sql", dump)


def in_cluster(host: str, user: str) -> str:
    """The name of a database of this cluster to copy, by `CREATE DATABASE … TEMPLATE`."""
    file, name = on_postgresql(), f"empty_{made_of()}"
    psql = partial(postgresql, "psql", "-h", host, "-U", user, "-Xqt", "-v", "ON_ERROR_STOP=1")
    with one_at_a_time("cluster"):
        known = psql("-d", "postgres", "-c", "SELECT datname FROM pg_database").split()
        if name not in known:
            psql("-d", "postgres", "-c", f"CREATE DATABASE half_{name}")
            psql("-d", f"half_{name}", "-f", file)
            psql("-d", "postgres", "-c", f"ALTER DATABASE half_{name} RENAME TO {name}")
    return name


def made_once(kind: str, make: Callable[[Path], None]) -> Path:
    """The file of this kind, which whoever comes first makes while the others wait."""
    file = KEPT / f"{made_of()}.{kind}"
    with one_at_a_time(kind):
        if not file.exists():
            with TemporaryDirectory(dir=KEPT) as folder:
                half_made = Path(folder) / file.name
                make(half_made)
                half_made.replace(file)
    return file


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    """Make the tables, in a process of its own: this one's database is another."""
    with TemporaryDirectory() as home:
        ours = {"DATABASE_URL": url, "ALMONER_HOME": home, "PYTHONPATH": str(ROOT / "src")}
        words = ["-m", "django", "migrate", "--verbosity=0", "--settings=almoner.settings"]
        subprocess.run([sys.executable, *words], env={**os.environ, **ours}, cwd=ROOT, check=True)


def dump(file: Path) -> None:
    programs = binaries()
    assert programs, "PostgreSQL is not installed"
    with cluster(programs, durable=False) as url:
        migrate(url)
        postgresql("pg_dump", "--no-owner", "-d", url, "-f", file)


def postgresql(program: str, *words: object) -> str:
    programs = binaries()
    assert programs, "PostgreSQL is not installed"
    command = [str(programs / program), *map(str, words)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Make both at once: each keeps one processor busy."""
    wanted = [on_sqlite, *([on_postgresql] if binaries() else [])]
    with ThreadPoolExecutor() as makers:
        for made in [makers.submit(make) for make in wanted]:
            made.result()


if __name__ == "__main__":
    main()
