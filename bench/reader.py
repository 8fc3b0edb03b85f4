"""What reading a large file costs, against the bare csv module as the floor.

    .venv/bin/python -m bench.reader [FILE]

Without a file it reads half a million real payments, where they are (`$ALMONER_REAL_DATA` or
`../shared/data`), or else as many invented ones. The runs are interleaved, three of each.
"""

import csv
import gzip
import os
import statistics
import sys
import tempfile
from pathlib import Path

RUNS = 3
ROWS = 470_578
HELD = Path("03-council-spend/bench/manchester-spend-concatenated.csv.gz")
FLOOR = """
import csv, gzip, sys
with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as file:
    print(sum(1 for _ in csv.reader(file)) - 1)
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if sys.argv[1:] else held() or invented(Path(folder))
        out = Path(folder) / "rows.csv"
        ours = [sys.executable, "-m", "almoner.cli", "read", "--json", str(path)]
        commands = {
            "bare csv": [sys.executable, "-c", FLOOR, str(path)],
            "almoner read": ours,
            "almoner read --out": [*ours, "--out", str(out)],
        }
        taken = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                taken[name].append(measured(command))
    print(f"{path.name}, {path.stat().st_size / 1e6:.1f} MB\n")
    print(f"{'':20}{'seconds':>10}{'times the floor':>18}{'peak MB':>10}")
    floor = statistics.median(seconds for seconds, _ in taken["bare csv"])
    for name, runs in taken.items():
        seconds = statistics.median(seconds for seconds, _ in runs)
        peak = max(peak for _, peak in runs)
        print(f"{name:20}{seconds:10.2f}{seconds / floor:18.1f}{peak:10.0f}")


def measured(command):
    """Run a command; its seconds of processor and its peak of memory in MB."""
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(command[0], command)  # noqa: S606 - a shell would be measured too
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        sys.exit(f"{' '.join(command)} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024  # Linux counts in kilobytes


def held():
    folder = Path(os.environ.get("ALMONER_REAL_DATA", Path(__file__).parents[2] / "shared/data"))
    return folder / HELD if (folder / HELD).exists() else None


def invented(folder):
    path = folder / "invented.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Body Name", "Service Area", "Invoice Payment Date", "Net Amount", "Supplier Name"]
        )
        for number in range(ROWS):
            day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            amount = f"{number * 37 % 900_000 / 100:.2f}"
            writer.writerow(["Wexmoor", "Roads", day, amount, f"Supplier {number % 9973} Ltd"])
    return path


if __name__ == "__main__":
    main()
