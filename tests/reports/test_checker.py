"""The checker is run as an outside auditor runs it: by itself, knowing nothing of this project."""

import ast
import json
import os
import subprocess
import sys
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from almoner.reports.assurance_file import check
from almoner.reports.assurance_file.making import CHECKER
from tests.reports.factories import shown, taken
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
LINES, RECORD = "ledger/lines.txt", "record.json"
DOCUMENT = "documents/EVI-2026-001.txt"


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory):
    """What an assurance file holds, by name."""
    folder = tmp_path_factory.mktemp("taken")
    with made_once(django_db_blocker, folder), ZipFile(taken(shown(), folder)) as opened:
        return {one: opened.read(one) for one in opened.namelist()}


def packed(files, folder, name="file.zip"):
    with ZipFile(folder / name, "w") as opened:
        for one, content in files.items():
            opened.writestr(one, content)
    return folder / name


def run(*words):
    """Run it outside the project, so that it could not use any of it."""
    done = subprocess.run(
        [sys.executable, "-I", CHECKER, *map(str, words)],
        capture_output=True,
        text=True,
        cwd="/",
        env={},
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def mended(files):
    """The same, with sums and seal made anew, as somebody would who knows how they are made."""
    manifest = json.loads(files["manifest.json"])
    inner = {n: c for n, c in files.items() if n not in {"manifest.json", "manifest.sha256"}}
    manifest["files"] = [
        {"path": name, "size": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in inner.items()
    ]
    return sealed({**inner, "manifest.json": json.dumps(manifest).encode()})


def sealed(files):
    digest = sha256(files["manifest.json"]).hexdigest()
    return {**files, "manifest.sha256": f"{digest}  manifest.json\n".encode()}


def with_record(files, change):
    record = json.loads(files[RECORD])
    change(record)
    return {**files, RECORD: json.dumps(record).encode()}


def rows(files):
    return files[LINES].splitlines(keepends=True)


def with_row(files, place, row):
    told = rows(files)
    told[place] = row
    return {**files, LINES: b"".join(told)}


def hashed_anew(row):
    """A line edited together with its own hash."""
    canonical = row.partition(b" ")[2].replace(b'"happened_at":"2026', b'"happened_at":"2025')
    text = canonical.removesuffix(b"\n")
    return sha256(text).hexdigest().encode() + b" " + canonical


def test_a_whole_file_holds_as_a_zip_and_as_a_folder_and_what_is_not_proved_is_said(
    files, tmp_path
):
    with ZipFile(packed(files, tmp_path)) as opened:
        opened.extractall(tmp_path / "folder")

    code, said = run(tmp_path / "file.zip")

    assert code == 0
    called = json.loads(files["manifest.json"])["called"]
    assert f"Assurance file of {called}" in said
    assert "Each of 4 lines of the ledger has the hash" in said
    assert "each stands behind the last: 1 to 2, 4 to 5." in said
    assert "1 documents have the SHA-256 that a line of the ledger holds." in said
    assert "That nobody made the whole file anew" in said
    assert "verify-ledger --checkpoint ledger/checkpoint.txt" in said
    assert run(tmp_path / "folder") == (0, said)


def test_one_byte_changed_anywhere_is_refused_and_the_file_is_named(files, tmp_path):
    for name, content in files.items():
        middle = len(content) // 2
        changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

        code, said = run(packed({**files, name: changed}, tmp_path))

        assert code == 1
        assert name in said


def left_out(files):
    return mended({**files, LINES: b"".join(rows(files)[:1] + rows(files)[2:])})


def edited(files):
    return mended(with_row(files, 2, rows(files)[2].replace(b'"days":"3"', b'"days":"9"')))


def edited_with_its_hash(files):
    return mended(with_row(files, 2, hashed_anew(rows(files)[2])))


def edited_with_its_hash_and_the_record(files):
    row = hashed_anew(rows(files)[2])

    def name_it(record):
        record["ledger"][2]["hash"] = row.partition(b" ")[0].decode()

    return mended(with_record(with_row(files, 2, row), name_it))


def swapped(files):
    return mended({**files, DOCUMENT: b"Another register altogether."})


def swapped_in_the_record_too(files, **more):
    other = b"Another register altogether."

    def name_it(record):
        digest = sha256(other).hexdigest()
        record["documents"][0] |= {"sha256": digest, **more}
        record["sections"]["evidence"][0]["sha256"] = digest

    return mended(with_record({**files, DOCUMENT: other}, name_it))


def cut(files):
    return mended({**files, "ledger/checkpoint.txt": b"2:" + b"a" * 64 + b"\n"})


SABOTAGES = [
    (left_out, "line 2 of the ledger was left out"),
    (edited, "line 4 of the ledger (ledger/lines.txt) does not have the hash"),
    (edited_with_its_hash, "line 4 of the ledger (ledger/lines.txt) is not the one that record"),
    (edited_with_its_hash_and_the_record, "line 5 of the ledger (ledger/lines.txt) does not stand"),
    (swapped, f"{DOCUMENT} is not the one of which record.json tells"),
    (swapped_in_the_record_too, f"{DOCUMENT} is not the document that line 2 names"),
    (
        lambda f: swapped_in_the_record_too(f, line=None),
        f"{DOCUMENT} is not the document that the ledger names",
    ),
    (cut, "line 5 of the ledger comes after the end in ledger/checkpoint.txt"),
    (lambda f: {**f, "documents/more.txt": b"x"}, "documents/more.txt was added"),
    (lambda f: mended({**f, "documents/more.txt": b"x"}), "of which record.json says nothing"),
    (lambda f: {n: c for n, c in f.items() if n != DOCUMENT}, f"{DOCUMENT} is missing"),
    (lambda f: mended({n: c for n, c in f.items() if n != LINES}), f"does not list {LINES}"),
    (lambda f: {n: c for n, c in f.items() if n != "manifest.sha256"}, "manifest.sha256 is miss"),
    (
        lambda f: sealed({**f, "manifest.json": f["manifest.json"].replace(b'"REC-', b'"RAC-')}),
        "manifest.json and record.json differ in called",
    ),
    (
        lambda f: sealed({**f, "manifest.json": f["manifest.json"].replace(b"file/1", b"file/9")}),
        "manifest.json is not of the format",
    ),
]


@pytest.mark.parametrize(("sabotage", "told"), SABOTAGES)
def test_what_was_tampered_with_is_refused_and_its_place_named(files, tmp_path, sabotage, told):
    code, said = run(packed(sabotage(files), tmp_path))

    assert (code, said[:9]) == (1, "REFUSED: ")
    assert told in said


def test_a_file_made_anew_as_a_whole_is_told_by_the_digest_in_the_ledger_alone(files, tmp_path):
    mine = files["manifest.sha256"].split()[0].decode()
    forged = mended(with_record(files, lambda said: said.update(title="Another title")))

    assert run(packed(forged, tmp_path))[0] == 0
    code, said = run(packed(forged, tmp_path), "--digest", mine)
    assert code == 1
    assert "which is not the one that you gave" in said
    code, said = run(packed(files, tmp_path), "--digest", mine)
    assert code == 0
    assert "The whole file is the one whose digest you gave." in said


def bomb(files, path):
    with ZipFile(path, "w") as opened:
        opened.writestr("record.json", b"0" * 10_000_000, ZIP_DEFLATED)


def twice(files, path):
    """Two entries of one name: the second, of the same length, is renamed in the bytes."""
    with ZipFile(path, "w") as opened:
        opened.writestr("record.json", b"{}")
        opened.writestr("recard.json", b"[]")
    path.write_bytes(path.read_bytes().replace(b"recard.json", b"record.json"))


def slip(name):
    def make(_files, path):
        with ZipFile(path, "w") as opened:
            opened.writestr(ZipInfo(name), b"x")

    return make


def claiming_more(files, path):
    """An entry whose size is not what its bytes are, as where many entries share the same bytes."""
    whole = packed(files, path.parent, "honest.zip").read_bytes()
    size = len(files["check.py"]).to_bytes(4, "little")
    path.write_bytes(whole.replace(size, (1 << 30).to_bytes(4, "little")))


def nested(files, path):
    deep = {**files, "manifest.json": b"[" * 200_000}
    packed(sealed(deep), path.parent, path.name)


def wrong_inside(files, path):
    packed(mended({**files, "record.json": b'{"ledger": 7}'}), path.parent, path.name)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (bomb, "record.json is packed or locked"),
        (twice, "record.json is there twice"),
        (slip("../../etc/passwd"), "../../etc/passwd is no name"),
        (slip("/etc/passwd"), "/etc/passwd is no name"),
        (slip("a\\b"), "is no name"),
        (slip("a\x1b[2J"), "'a\\x1b[2J' is no name"),
        (slip("folder/"), "folder/ is no name"),
        (claiming_more, "more than it can"),
        (nested, "manifest.json cannot be read"),
        (wrong_inside, "differ in format"),
        (lambda _files, path: path.write_bytes(b"PK\x03\x04 nothing"), "cannot be read"),
        (lambda _files, path: None, "cannot be read"),
    ],
)
def test_a_hostile_file_is_refused_and_does_no_harm(files, tmp_path, capsys, make, told):
    make(files, tmp_path / "hostile.zip")

    assert check.main([str(tmp_path / "hostile.zip")]) == 1
    assert told in capsys.readouterr().out
    assert not {one.name for one in tmp_path.iterdir()} - {"hostile.zip", "honest.zip"}


def test_a_folder_that_leads_elsewhere_is_refused(files, tmp_path, capsys):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / DOCUMENT).unlink()
    (tmp_path / DOCUMENT).symlink_to("/etc/hostname")

    assert check.main([str(tmp_path)]) == 1
    assert f"{DOCUMENT} is neither a file nor a folder" in capsys.readouterr().out
    (tmp_path / DOCUMENT).unlink()
    os.mkfifo(tmp_path / DOCUMENT)
    assert check.main([str(tmp_path)]) == 1


def test_the_checker_in_the_file_needs_no_more_than_a_plain_python_of_2019(files):
    assert files["check.py"] == CHECKER.read_bytes()
    tree = ast.parse(files["check.py"], feature_version=(3, 8))
    needed = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    needed |= {n.name for o in ast.walk(tree) if isinstance(o, ast.Import) for n in o.names}

    assert {name.partition(".")[0] for name in needed} <= sys.stdlib_module_names
