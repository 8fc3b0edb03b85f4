"""Draw every generated page of the documentation, or say which is out of date (`--check`)."""

import importlib
import sys

from tools.house import ROOT

DRAWERS = sorted(path.stem for path in (ROOT / "tools").glob("draw_*.py"))


def main() -> int:
    stale = []
    for name in DRAWERS:
        drawer = importlib.import_module(f"tools.{name}")
        drawn = drawer.draw()
        if drawer.FILE.exists() and drawer.FILE.read_text(encoding="utf-8") == drawn:
            continue
        stale.append(str(drawer.FILE.relative_to(ROOT)))
        if "--check" not in sys.argv:
            drawer.FILE.parent.mkdir(parents=True, exist_ok=True)
            drawer.FILE.write_text(drawn, encoding="utf-8")
    if stale:
        print("Out of date:" if "--check" in sys.argv else "Drawn:", ", ".join(stale))
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
