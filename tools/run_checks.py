"""Every check that reads the code without running it. All are run, and the failed ones named."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def checks() -> dict[str, list[str]]:
    code = [folder for folder in ("src", "tests", "tools", "bench") if (ROOT / folder).is_dir()]
    checks = {
        "style": ["ruff", "check", *code],
        "format": ["ruff", "format", "--check", "."],
        "types": ["mypy"],
        "imports": ["lint-imports"],
        "spelling": ["codespell"],
        "documents": ["python", "-m", "tools.draw", "--check"],
    }
    templates = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("src/**/*.html"))
    return {**checks, "templates": ["djade", "--check", *templates]}


def passes(name: str, command: list[str]) -> bool:
    """Run one check, and show what it says only if it objects."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def main() -> int:
    results = [passes(name, command) for name, command in checks().items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
