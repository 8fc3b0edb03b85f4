import json
import re
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.utils.timezone import now

from almoner.cli.static_site.routes import ROUTES, Left, Written, fate_of
from almoner.registers.models import Withholding
from almoner.web.public import workbooks
from tests.architecture.routes import ACCESS, ANYONE
from tests.cli.static_site.sites import dead_links, files_of, is_whole, naming, write
from tests.web.public.published import publish
from tests.web.public.refuge import NAME, SECOND_NAME, plant, taken_down, tokens_of

pytestmark = pytest.mark.django_db
MANY = [f"Quay Street Advice,2025-05-{n % 28 + 1:02},{n}.25,Grants,Visit {n}" for n in range(60)]


@pytest.fixture(autouse=True)
def _a_body(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Council"
    settings.ADDRESS = "https://wexmoor.test"
    settings.ALLOWED_HOSTS = ["wexmoor.test", "testserver"]


@pytest.fixture
def refuge(tmp_path):
    return plant(tmp_path)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "site"


def test_every_route_that_is_open_to_anyone_is_written_or_says_why_it_is_not():
    opened = {name for name, may in ACCESS.items() if may == ANYONE}

    assert {name for name in opened if not isinstance(fate_of(name), Written | Left)} == set()
    assert set(ROUTES) - opened == set()


def test_a_workbook_of_too_many_rows_is_left_out_of_a_whole_site(out, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 59)
    publish(tmp_path, MANY)

    assert write(out) == 0

    assert not (out / "registers/spend.xlsx").exists()
    assert (out / "registers/spend.csv").is_file()
    assert (out / "duties.xlsx").is_file()
    assert dead_links(out) == []


def test_the_pages_of_a_list_have_addresses_of_their_own(out, tmp_path):
    publish(tmp_path, MANY)

    write(out)

    first = (out / "registers/spend/index.html").read_text("utf-8")
    second = (out / "registers/spend/page/2/index.html").read_text("utf-8")
    rows = {page: set(re.findall(r"PAY-\w+", page)) for page in (first, second)}
    assert 'href="/registers/spend/page/2/"' in first
    assert 'href="/registers/spend/" rel="prev"' in second
    assert len(rows[first] | rows[second]) == 60
    assert rows[first] & rows[second] == set()


def test_a_planted_refuge_that_is_taken_down_is_in_no_byte_of_the_site(refuge, out, capsys):
    write(out)
    told = tokens_of(refuge)
    unpriced = {token for token in told if "," in token}
    assert set(told) - unpriced - {token for _name, token in naming(out, told)} == set()
    index = naming(out / "search", ["zephyrine", "mulberrycroft"])
    assert {token for _name, token in index} == {"zephyrine", "mulberrycroft"}
    capsys.readouterr()

    taken_down(organisation=refuge)

    assert write(out) == 0
    assert naming(out, told) == []
    said = capsys.readouterr().out
    assert f"Gone: /organisations/{refuge}/\n" in said
    assert f"Gone: /organisations/{refuge}.csv\n" in said
    assert NAME not in said
    assert SECOND_NAME not in said
    assert is_whole(out)
    assert dead_links(out) == []


def test_what_is_taken_down_while_a_site_is_written_is_not_in_it(refuge, out, capsys):
    asked = {"count": 0}

    def withhold_midway(execute, sql, params, many, context):
        asked["count"] += 1
        if asked["count"] == 300 and not Withholding.objects.exists():
            taken_down(organisation=refuge)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(withhold_midway):
        assert write(out) == 0

    assert asked["count"] > 700
    assert "all is written again" in capsys.readouterr().err
    assert naming(out, tokens_of(refuge)) == []


def test_a_site_that_changes_each_time_it_is_written_is_given_up(out, capsys):
    write(out)
    before = files_of(out)
    asked, is_publishing = count(1), False

    def publish_midway(execute, sql, params, many, context):
        nonlocal is_publishing
        number = next(asked)
        # Rarely, or the site grew faster than it is written, and this would never end.
        if number % 150 == 0 and not is_publishing:
            is_publishing = True
            publish(out.parent, [f"A,2026-02-01,{number},B,C"], name=f"{number}.csv")
            is_publishing = False
        return execute(sql, params, many, context)

    publish(out.parent, ["A,2026-02-01,1,B,C"])
    with connection.execute_wrapper(publish_midway):
        assert write(out) == 1

    assert "changed 3 times while it was written" in capsys.readouterr().err
    assert files_of(out) == before


def test_nothing_is_written_while_nothing_has_changed(out, tmp_path, capsys):
    publish(tmp_path)
    write(out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    capsys.readouterr()

    assert write(out) == 0

    assert "Nothing has changed since" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_another_name_of_the_body_makes_another_site(out, settings):
    write(out)
    settings.BODY_NAME = "Oldbarrow Council"

    write(out)

    assert "Oldbarrow Council" in (out / "index.html").read_text("utf-8")


def test_a_file_that_is_as_it_was_is_the_very_file(out, tmp_path, capsys):
    publish(tmp_path)
    write(out)
    quiet = out / "registers/contracts.csv"
    was = quiet.stat().st_ino
    publish(tmp_path, ["Fern Row,2026-02-01,7,Grants,Beds"], name="another.csv")
    capsys.readouterr()

    write(out)

    assert quiet.stat().st_ino == was
    assert re.search(r"; \d+ new, \d+ changed, 0 gone", capsys.readouterr().out)


def test_a_site_says_what_it_was_made_of(out, tmp_path):
    publish(tmp_path)

    write(out)

    said = json.loads((out / "site.json").read_bytes())
    assert is_whole(out)
    assert said["files"] == len(files_of(out)) - 2
    assert re.fullmatch(r"[0-9a-f]{32}", said["revision"])
    assert now() - timedelta(minutes=5) < now().fromisoformat(said["written_at"]) <= now()


def test_a_body_that_published_nothing_has_a_site_too(out):
    assert write(out) == 0

    assert dead_links(out) == []


def test_a_folder_that_holds_other_things_is_left_alone(out, capsys):
    out.mkdir()
    (out / "letter.txt").write_text("Dear Ada")

    assert write(out) == 1

    assert "holds other things" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("said", ["0", "many", "65"])
def test_a_number_of_processes_that_is_none_is_refused(out, said, capsys):
    with pytest.raises(SystemExit):
        write(out, "--processes", said)

    assert "a number from 1 to 64" in capsys.readouterr().err


def test_how_the_body_is_reached_is_said_where_there_is_no_form(out, settings):
    settings.CONTACT_EMAIL = "help@wexmoor.test"
    settings.CONTACT_PHONE = "01632 960000"

    write(out)

    page = (out / "about/contact/index.html").read_text("utf-8")
    assert 'href="mailto:help@wexmoor.test"' in page
    assert "01632 960000" in page
