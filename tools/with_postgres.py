"""Run a command with a PostgreSQL of its own: `python -m tools.with_postgres [--durable] COMMAND…`.

The cluster lives in a temporary folder, speaks through a socket there, and is always taken down.
Without PostgreSQL's programs the answer is 69 ("unavailable").
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

UNAVAILABLE = 69
# Nothing here outlives the command, so nothing needs to reach the disk. It changes how long a
# commit takes and not who waits for whom; what measures commits says --durable.
HASTY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
# Of tables that nobody analysed yet PostgreSQL expects the worst, and compiles what is asked once.
HASTY += ["jit=off"]


def binaries() -> Path | None:
    """Where initdb and pg_ctl are: on the PATH, or in Debian's newest version of PostgreSQL."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda file: float(file.parts[-3]), default=None)
    return newest.parent if newest else None


def owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root runs it as `postgres`."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


@contextmanager
def cluster(programs: Path, *, durable: bool) -> Iterator[str]:
    """A running cluster, as a DATABASE_URL."""
    # A socket's path may have 107 letters, which a folder under $TMPDIR can exceed.
    home = Path(tempfile.mkdtemp(prefix="almoner-pg-", dir="/tmp"))
    if who := owner():
        shutil.chown(home, who["user"], who["group"])
    settings = ["listen_addresses=''", f"unix_socket_directories='{home}'"]
    settings += [] if durable else HASTY
    options = " ".join(f"-c {setting}" for setting in settings)
    data = home / "data"
    try:
        run(programs / "initdb", "-D", data, "-U", "almoner", "-A", "trust", "-E", "UTF8", "-N")
        run(programs / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start")
        run(programs / "createdb", "-h", home, "-U", "almoner", "almoner")
        yield f"postgresql://almoner@{quote(str(home), safe='')}/almoner"
    finally:
        if (data / "postmaster.pid").exists():
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)


def run(*words: object) -> None:
    command = [str(word) for word in words]
    done = subprocess.run(
        command, **owner(), cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode()}{done.stdout.decode()}")


def main(words: list[str]) -> int:
    programs = binaries()
    if programs is None:
        print("PostgreSQL is not installed: no initdb and pg_ctl were found", file=sys.stderr)
        return UNAVAILABLE
    durable = words[:1] == ["--durable"]
    # Without this, being told to stop would leave the cluster running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(programs, durable=durable) as url:
        environment = {**os.environ, "DATABASE_URL": url}
        command = words[1:] if durable else words
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
