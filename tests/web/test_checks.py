import pytest

from almoner.web.checks import (
    is_open_to_others,
    what_is_missing,
    what_is_unsafe,
    what_was_left_open,
)


def ids(found):
    return [message.id for message in found]


def test_a_machine_that_has_its_style_sheet_lacks_nothing(settings, tmp_path):
    settings.BASE_DIR = built(tmp_path)

    assert ids(what_is_missing()) == []


def test_pages_without_their_style_sheet_are_noticed(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    assert "web.W002" in ids(what_is_missing())


def built(folder):
    sheet = folder / "web/static/built/almoner.css"
    sheet.parent.mkdir(parents=True)
    sheet.touch()
    return folder


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"DEBUG": True}, []),
        ({"DEBUG": True, "IS_SECURE": True}, ["web.E001"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["web.E002"]),
        ({"HOST": "almoner.example.test"}, ["web.W003"]),
        ({"HOST": "almoner.example.test", "IS_SECURE": True}, []),
    ],
)
def test_unsafe_settings_are_noticed(settings, said, found):
    for name, value in said.items():
        setattr(settings, name, value)

    assert ids(what_is_unsafe()) == found


@pytest.mark.parametrize(("mode", "is_open"), [(0o644, True), (0o640, True), (0o600, False)])
def test_a_database_that_others_may_read_is_noticed(tmp_path, mode, is_open):
    database = tmp_path / "almoner.sqlite3"
    database.touch()
    database.chmod(mode)

    assert is_open_to_others({"ENGINE": "django.db.backends.sqlite3", "NAME": database}) == is_open
    assert not is_open_to_others({"ENGINE": "django.db.backends.postgresql", "NAME": "almoner"})


def test_a_restore_that_was_cut_short_is_noticed(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    (tmp_path / ".restoring.x").mkdir()

    assert "web.W005" in ids(what_was_left_open())
