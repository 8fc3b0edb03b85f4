import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from almoner.cli import serve
from almoner.cli.program import answer
from almoner.cli.refusals import Refusal
from almoner.cli.serve import keep_memory_together
from almoner.cli.warming import PAGES, draw_before_parting
from tests.cli.elsewhere import installation


@pytest.mark.django_db
def test_pages_are_not_served_from_a_database_without_tables(capsys):
    MigrationRecorder(connection).record_unapplied("core", "0002_seals")

    assert answer(["serve"]) == 1
    assert capsys.readouterr().err == (
        "almoner: The database lacks tables. Run `almoner migrate` first.\n"
    )


@pytest.mark.django_db
def test_a_port_that_is_taken_is_said_at_once(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert answer(["serve", "--port", str(port)]) == 1

    assert capsys.readouterr().err == (
        f"almoner: 127.0.0.1:{port} cannot be listened on (Address already in use)."
        " Name another port: --port, or make run PORT=…\n"
    )


def test_the_metrics_of_the_last_run_are_thrown_away(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "elsewhere")
    settings.HOME = tmp_path
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics/counter_1.db").touch()

    serve.prepare_metrics()

    assert list((tmp_path / "metrics").iterdir()) == []
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "metrics")


def python(words):
    return [sys.executable, "-c", words]


@pytest.fixture(autouse=True)
def _signals_stay_as_they_were():
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


def test_when_one_process_ends_the_others_are_stopped():
    with pytest.raises(Refusal, match="both were stopped"):
        serve.side_by_side([python("pass"), python("import time; time.sleep(60)")])


def test_a_process_that_will_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 0.2)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(); time.sleep(60)"
    process = subprocess.Popen(python(deaf), stdout=subprocess.PIPE)
    process.stdout.readline()

    serve.stop([process])
    process.stdout.close()

    assert process.returncode == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_it_serves_until_it_is_told_to_stop(tmp_path):
    port = str(free_port())
    with installation(tmp_path / "other", with_tables=True) as other:
        other.almoner("migrate", "--quiet")
        process = other.start("serve", "--port", port, "--with-worker")
        try:
            health = patiently(f"http://127.0.0.1:{port}/healthz")
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)

    assert b'"status": "ok"' in health
    assert process.returncode == 0
    assert f"Almoner answers on http://127.0.0.1:{port} until Ctrl-C stops it.\n" in said


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def patiently(address):
    for _ in range(1_200):
        with suppress(URLError), urlopen(address) as page:
            return page.read()
        time.sleep(0.1)
    raise AssertionError(f"{address} never answered")


def told_by_a_server(words):
    """What Python says that reads in all that gunicorn does, before it shows a page."""
    begun = "import sys, almoner.cli.gunicorn_settings, almoner.wsgi"
    begun += "; from django.urls import resolve"
    told = subprocess.run(
        python(f"{begun}; resolve('/'); {words}"), capture_output=True, text=True, check=True
    )
    return told.stdout.split()


def test_what_few_pages_need_is_read_in_when_it_is_first_used(tmp_path, monkeypatch):
    monkeypatch.setenv("ALMONER_HOME", str(tmp_path))
    packages = ("pypdf._page", "cryptography", "PIL", "rich")
    asleep = f"[name for name in {packages} if sys.modules.get(name)]"

    told = told_by_a_server(
        f"print(*{asleep}); from almoner.documents.looks import looked_over;"
        "from allauth.mfa.webauthn.internal import auth; import pypdf;"
        "print(pypdf.PdfReader.__name__, auth.WebAuthn.__name__)"
    )

    assert told == ["PdfReader", "WebAuthn"]


def test_pages_are_drawn_before_the_processes_part(settings):
    settings.ADDRESS = "https://grants.wexmoor.example"
    asked = []

    def application(environ, start_response):
        start_response("200 OK", [])
        page = f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".removesuffix("?")
        place = environ["HTTP_X_FORWARDED_PROTO"], environ["HTTP_HOST"]
        asked.append([environ["REQUEST_METHOD"], page, *place])
        return [b'<a href="/registers/spend/PAY-2/">' if page in PAGES else b"a payment"]

    drawn = [*PAGES, "/registers/spend/PAY-2/"]
    assert draw_before_parting(application) == ["200 OK"] * len(drawn)
    assert asked == [["GET", page, "https", "grants.wexmoor.example"] for page in drawn]


def test_where_there_is_no_payment_yet_none_is_drawn():
    assert draw_before_parting(empty) == ["200 OK"] * len(PAGES)


def empty(_environ, start_response):
    start_response("200 OK", [])
    return [b"no payments"]


def test_a_proxy_cannot_say_that_we_stand_elsewhere(tmp_path, monkeypatch):
    """Parts of pages are kept with the addresses in them."""
    monkeypatch.setenv("ALMONER_HOME", str(tmp_path))

    told = told_by_a_server(
        "from gunicorn.app.wsgiapp import WSGIApplication as A; import sys; sys.argv[1:] ="
        " ['--config=python:almoner.cli.gunicorn_settings', 'almoner.wsgi'];"
        "print(len(A().cfg.forwarder_headers))"
    )

    assert told == ["0"]


def test_the_threads_of_a_process_share_what_memory_they_gave_back(monkeypatch):
    monkeypatch.setenv("MALLOC_ARENA_MAX", "3")
    keep_memory_together()
    assert os.environ["MALLOC_ARENA_MAX"] == "3"

    monkeypatch.delenv("MALLOC_ARENA_MAX")
    keep_memory_together()
    assert os.environ["MALLOC_ARENA_MAX"] == "1"
