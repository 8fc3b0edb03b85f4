"""What other processes do to a site, and what becomes of it when they die."""

import pytest

from tests.cli.static_site.sites import files_of, is_whole, write
from tests.processes import start, wait_for
from tests.web.public.published import publish

pytestmark = pytest.mark.django_db(transaction=True)
MANY = [f"Quay Street Advice,2025-05-{n % 28 + 1:02},{n}.25,Grants,Visit {n}" for n in range(60)]


@pytest.fixture
def out(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    publish(tmp_path, MANY)
    return tmp_path / "site"


def test_several_processes_write_what_one_writes(out, tmp_path):
    alone = tmp_path / "alone"

    assert write(out, "--processes", "2") == 0
    assert write(alone) == 0

    stamps = {"site.json"}
    one, several = files_of(alone), files_of(out)
    assert {name for name in {*one, *several} if one.get(name) != several.get(name)} == stamps


def test_a_process_that_dies_half_way_leaves_the_old_site_whole(out, tmp_path):
    write(out)
    before = files_of(out)
    publish(tmp_path, ["Fern Row,2026-02-01,7,Grants,Beds"], name="another.csv")
    words = ["-m", "almoner.cli", "site", "--out", str(out), "--processes", "1"]
    writer = start(*words, home=tmp_path / "home")
    half = tmp_path / ".site.new/registers/spend"
    wait_for(lambda: writer.poll() is not None or half.is_dir())

    writer.kill()
    writer.communicate()

    assert half.is_dir()
    assert files_of(out) == before
    assert is_whole(out)
    assert write(out) == 0
    assert is_whole(out)
    assert b"Fern Row" in (out / "registers/spend.csv").read_bytes()
    assert not half.exists()
