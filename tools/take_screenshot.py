"""Take docs/screenshot.png anew: the public's first page of a demonstration, 1280 by 800.

`python -m tools.take_screenshot` makes a demonstration of its own and throws it away again.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/screenshot.png"
ALMONER = [sys.executable, "-m", "almoner.cli"]
PATIENCE = 60.0  # seconds in which the pages must answer


@contextmanager
def demonstration(home: Path) -> Iterator[str]:
    """Serve a demonstration, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    ours = ("ALMONER_", "SECRET_KEY", "DATABASE_URL")
    kept = {name: said for name, said in os.environ.items() if not name.startswith(ours)}
    environment = {
        **kept,
        "ALMONER_HOME": str(home),
        "ALMONER_ADDRESS": address,
        "ALMONER_BODY": "Wexmoor Office for Policing and Crime",
        "ALMONER_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run([*ALMONER, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*ALMONER, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(URLError), urlopen(address):  # noqa: S310 - the address is our own
            return
        time.sleep(0.1)
    raise TimeoutError(address)


def take(address: str) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM") or "chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURE)
        chromium.close()


def main() -> int:
    temporary = tempfile.TemporaryDirectory(prefix="almoner-picture-")
    with temporary as folder, demonstration(Path(folder)) as address:
        take(address)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
