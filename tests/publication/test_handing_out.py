"""Packages in a folder of somebody's own: alone, beside others, and after a process is killed."""

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pytest

from almoner.publication.full_packages import write_full_package
from almoner.publication.handing_out import hand_out
from almoner.publication.packages import add_file
from tests.crowd import at_once
from tests.processes import ROOT
from tests.publication.registers import ADVICE, ISSUED, REFUGE, Grants

MARCH, APRIL, SMALL = "grants-2026-03", "grants-2026-04", "small-2026-03"
ROWS = {MARCH: (REFUGE, ADVICE), APRIL: (ADVICE,), SMALL: (REFUGE,)}


def package(home, stem=MARCH, *rows, number=1, notice=False):
    """A package as it was published, in a folder of its own."""
    series, _, period = stem.partition("-")
    own = home / f"{stem}-{number}"
    own.mkdir(parents=True)
    issued = replace(ISSUED, series=series, period=period, number=number)
    made = write_full_package(Grants(*(rows or ROWS[stem])), own, issued=issued)
    return own, add_file(made, own, "taken-down.txt", [b"Gone\n"]) if notice else made


def put(home, out, stem=MARCH, *rows, once=(), **said):
    own = home / f"{stem}-{said.get('number', 1)}"
    if not own.exists():
        package(home, stem, *rows, **said)
    names = {path.name for path in own.iterdir()}
    return hand_out(own, names, out, stem=stem, once={*once, *names})


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def check(folder):
    """What `sha256sum --check` does: the names summed, once each is found to be so."""
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    assert len(sums) == len(lines)
    for name, digest in sums.items():
        assert sha256((folder / name).read_bytes()).hexdigest() == digest, name
    return set(sums)


def test_a_package_alone_stands_as_it_was_published(tmp_path):
    own, _ = package(tmp_path / "own")

    paths = put(tmp_path / "own", tmp_path / "out")

    assert bytes_in(tmp_path / "out") == bytes_in(own)
    assert paths[-1].name == "SHA256SUMS"
    assert {path.name for path in paths} == set(bytes_in(own))


def test_several_stand_together_and_are_summed_together(tmp_path):
    out = tmp_path / "out"
    for stem in ROWS:
        put(tmp_path / "own", out, stem)

    assert check(out) == set(bytes_in(out)) - {"SHA256SUMS"}
    for stem in ROWS:
        assert {f"{stem}.csv", f"{stem}.xlsx", f"{stem}-checkpoint.txt"} < set(bytes_in(out))
        own = bytes_in(tmp_path / f"own/{stem}-1")
        assert bytes_in(out)[f"{stem}.csv"] == own[f"{stem}.csv"]
        assert bytes_in(out)[f"{stem}-checkpoint.txt"] == own["checkpoint.txt"]


def test_what_a_folder_holds_does_not_depend_on_who_came_first(tmp_path):
    for name, stems in {"a": [MARCH, SMALL, APRIL], "b": [APRIL, MARCH, SMALL, MARCH]}.items():
        for stem in stems:
            put(tmp_path / "own", tmp_path / name, stem)

    assert bytes_in(tmp_path / "a") == bytes_in(tmp_path / "b")


def test_one_description_names_each_file_of_all(tmp_path):
    for stem in ROWS:
        put(tmp_path / "own", tmp_path / "out", stem)

    said = json.loads((tmp_path / "out/datapackage.json").read_text())
    found = bytes_in(tmp_path / "out")
    assert said["title"] == "3 editions"
    assert {one["path"]: one["hash"][7:] for one in said["resources"]} == {
        name: sha256(content).hexdigest()
        for name, content in found.items()
        if name not in {"datapackage.json", "SHA256SUMS"}
    }
    names = [one["name"] for one in said["resources"]]
    assert len(names) == len(set(names))
    assert {one["version"] for one in said["resources"]} == {"1"}


def test_a_correction_takes_the_place_of_what_it_corrects_and_no_others(tmp_path):
    out = tmp_path / "out"
    put(tmp_path / "own", out, MARCH)
    put(tmp_path / "own", out, SMALL)
    before = bytes_in(out)

    # Nothing to report: no file of the standard, which the first had.
    own = tmp_path / "own/corrected"
    own.mkdir()
    issued = replace(ISSUED, number=2)
    write_full_package(Grants(), own, issued=issued)
    once = {path.name for path in (tmp_path / f"own/{MARCH}-1").iterdir()}
    names = {path.name for path in own.iterdir()}
    hand_out(own, names, out, stem=MARCH, once=once | names)

    after = bytes_in(out)
    assert f"{MARCH}-360giving.json" in before
    assert f"{MARCH}-360giving.json" not in after
    assert {n: b for n, b in after.items() if n.startswith(SMALL)} == {
        n: b for n, b in before.items() if n.startswith(SMALL)
    }
    assert check(out) == set(after) - {"SHA256SUMS"}


def test_a_notice_of_what_was_taken_down_says_of_which_edition_it_is(tmp_path):
    out = tmp_path / "out"
    put(tmp_path / "own", out, MARCH, notice=True)
    assert "taken-down.txt" in bytes_in(out)

    put(tmp_path / "own", out, SMALL)

    assert f"{MARCH}-taken-down.txt" in check(out)
    assert "taken-down.txt" not in bytes_in(out)


def test_whoever_deleted_the_others_has_the_package_alone_again(tmp_path):
    out = tmp_path / "out"
    put(tmp_path / "own", out, MARCH)
    put(tmp_path / "own", out, SMALL)
    for path in out.glob(f"{MARCH}*"):
        path.unlink()

    put(tmp_path / "own", out, SMALL)

    assert bytes_in(out) == bytes_in(tmp_path / f"own/{SMALL}-1")


def test_files_and_sums_of_somebody_elses_stay(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "diary.txt").write_bytes(b"dear")
    mine = f"{sha256(b'dear').hexdigest()}  diary.txt\n"
    (out / "SHA256SUMS").write_text(f"{mine}{'0' * 64}  gone.txt\n# a remark\n")

    put(tmp_path / "own", out)

    assert (out / "diary.txt").read_bytes() == b"dear"
    assert "diary.txt" in check(out)
    assert "gone.txt" not in check(out)


def test_a_damaged_description_is_made_again_of_what_is_put_in(tmp_path):
    out = tmp_path / "out"
    put(tmp_path / "own", out, MARCH)
    (out / "datapackage.json").write_text("[]")

    put(tmp_path / "own", out, SMALL)
    put(tmp_path / "own", out, MARCH)

    stems = {one["path"][: len(MARCH)] for one in described(out)}
    assert stems >= {MARCH}
    check(out)


def described(folder):
    return json.loads((folder / "datapackage.json").read_text())["resources"]


def test_what_is_read_only_is_replaced_all_the_same(tmp_path):
    out = tmp_path / "out"
    put(tmp_path / "own", out)
    for path in out.iterdir():
        path.chmod(0o400)

    put(tmp_path / "own", out)

    check(out)


@pytest.mark.parametrize("name", ["SHA256SUMS", f"{MARCH}.csv"])
def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_is_moved(tmp_path, name):
    out = tmp_path / "out"
    (out / name).mkdir(parents=True)

    with pytest.raises(IsADirectoryError):
        put(tmp_path / "own", out)

    assert [path.name for path in out.iterdir()] == [name]


def test_what_is_no_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("a file")

    with pytest.raises(FileExistsError):
        put(tmp_path / "own", tmp_path / "out")


def test_a_full_disk_leaves_all_that_stood_there(tmp_path):
    out = tmp_path / "out"
    put(tmp_path / "own", out, MARCH)
    before = bytes_in(out)
    package(tmp_path / "own", SMALL)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            put(tmp_path / "own", out, SMALL)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert bytes_in(out) == before


def test_several_who_put_packages_into_one_folder_at_once_wait_for_each_other(tmp_path):
    stems = list(ROWS)
    for stem in stems:
        package(tmp_path / "own", stem)

    at_once(3, lambda n: put(tmp_path / "own", tmp_path / "out", stems[n]))

    assert check(tmp_path / "out") == set(bytes_in(tmp_path / "out")) - {"SHA256SUMS"}
    assert {f"{stem}.csv" for stem in stems} < set(bytes_in(tmp_path / "out"))


# Die of SIGKILL at the n-th step that could be seen: a copy, a move, or a deletion.
DYING = """
import os, shutil, signal, sys
from pathlib import Path
from almoner.publication.handing_out import hand_out

own, out, stem, left = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])

def counting(act):
    def counted(*args, **said):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return act(*args, **said)
    return counted

Path.replace, Path.unlink = counting(Path.replace), counting(Path.unlink)
shutil.copyfile = counting(shutil.copyfile)
names = {path.name for path in own.iterdir()}
hand_out(own, names, out, stem=stem, once=names)
"""


def die(own, out, stem, *, after):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    words = [sys.executable, "-c", DYING, str(own), str(out), stem, str(after)]
    return subprocess.run(words, env=environment, check=False).returncode == -signal.SIGKILL


def visible(folder):
    found = bytes_in_files(folder)
    return {name: content for name, content in found.items() if not name.startswith(".")}


def bytes_in_files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("stands", [[], [MARCH], [MARCH, APRIL]], ids=["empty", "one", "two"])
def test_killed_at_any_step_each_file_is_whole_and_a_run_again_completes(tmp_path, stands):
    own, out, wanted = tmp_path / "own", tmp_path / "out", tmp_path / "wanted"
    for stem in [*stands, SMALL]:
        put(own, wanted, stem)
    whole = {digest for folder in own.iterdir() for digest in bytes_in(folder).values()}
    whole |= set(bytes_in(wanted).values())
    steps = 0

    while True:
        for stem in stands:
            put(own, out, stem)
        whole |= set(bytes_in(out).values()) if out.exists() else set()
        if not die(own / f"{SMALL}-1", out, SMALL, after=steps):
            break
        left = visible(out) if out.exists() else {}
        assert set(left.values()) <= whole
        for stem in stands:
            assert left[f"{stem}.csv"] == bytes_in(own / f"{stem}-1")[f"{stem}.csv"]

        put(own, out, SMALL)
        assert bytes_in(out) == bytes_in(wanted), steps
        for path in out.iterdir():
            path.unlink()
        steps += 3 if stands else 4

    assert steps > 10
    assert bytes_in(out) == bytes_in(wanted)
