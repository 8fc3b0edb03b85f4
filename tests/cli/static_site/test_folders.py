import shutil

import pytest

from almoner.cli.refusals import Refusal
from almoner.cli.static_site.folders import beside, swap
from almoner.cli.static_site.manifest import STAMP


def site(folder, said):
    folder.mkdir()
    (folder / STAMP).write_text(said)
    return folder


def test_a_new_site_takes_the_place_of_the_old_one_which_is_swept_away(tmp_path):
    out = site(tmp_path / "site", "old")

    with beside(out) as new:
        site(new, "new")
        swap(new, out)
        assert (new / STAMP).read_text() == "old"

    assert (out / STAMP).read_text() == "new"
    assert not new.exists()


def test_a_site_whose_writing_failed_is_as_it_was(tmp_path):
    out = site(tmp_path / "site", "old")

    with pytest.raises(FileExistsError), beside(out) as new:
        site(site(new, "half"), "again")

    assert (out / STAMP).read_text() == "old"
    assert not (tmp_path / ".site.new").exists()


def test_what_a_dying_process_left_is_swept_away(tmp_path):
    out = site(tmp_path / "site", "old")
    site(tmp_path / ".site.new", "half")

    with beside(out) as new:
        assert not new.exists()


def test_a_site_that_was_moved_away_by_a_dying_process_is_put_back(tmp_path):
    out = tmp_path / "site"
    site(tmp_path / ".site.old", "old")

    with beside(out):
        assert (out / STAMP).read_text() == "old"


def test_two_cannot_write_one_site(tmp_path):
    out = tmp_path / "site"

    with beside(out), pytest.raises(Refusal, match="being written already"), beside(out):
        pass


def test_a_link_is_no_folder_to_write_a_site_in(tmp_path):
    site(tmp_path / "kept", "old")
    (tmp_path / "site").symlink_to(tmp_path / "kept")

    with pytest.raises(Refusal, match="is a link"), beside(tmp_path / "site"):
        pass


def test_an_empty_folder_may_become_a_site(tmp_path):
    out = tmp_path / "site"
    out.mkdir()

    with beside(out) as new:
        site(new, "new")
        swap(new, out)

    assert (out / STAMP).read_text() == "new"
    shutil.rmtree(out)
