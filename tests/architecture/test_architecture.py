"""Rules of the house that a linter cannot see."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from almoner.core.seals import unchanging
from tools.draw_map import draw

SOURCE = Path(__file__).parents[2] / "src" / "almoner"
OURS = [app for app in apps.get_app_configs() if app.name.startswith("almoner.")]

# Open to anyone, on purpose. Adding a line here is a decision: say why in the commit.
PUBLIC = {"sign-in", "public:decisions"}


def routes(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def test_only_the_listed_pages_are_public():
    assert {name for name, view in routes() if not getattr(view, "login_required", True)} == PUBLIC


MODELS = [model for app in OURS for model in app.get_models()]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_but_the_id_says_who_may_see_it(model):
    said = [*model.Privacy.public, *model.Privacy.internal, *model.Privacy.personal]
    assert sorted(said) == sorted(f.name for f in model._meta.fields if f.name != "id")


@pytest.mark.parametrize(
    "model", [m for m in MODELS if any(f.name == "reference" for f in m._meta.fields)]
)
def test_every_reference_is_sealed(model):
    assert set(unchanging(model._meta.db_table, "reference")) <= set(model.seals)


@pytest.mark.django_db
def test_no_model_change_lacks_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_map_is_current():
    assert (SOURCE.parents[1] / "docs/map.md").read_text() == draw()
