"""What every model of the house says of itself."""

import pytest
from django.apps import apps
from django.core.management import call_command

from almoner.core.events import EventKind
from almoner.core.seals import unchanging
from tools.house import modules_called

MODELS = [model for model in apps.get_models() if model.__module__.startswith("almoner.")]
SHAPES = {
    "reference",
    "amount in pounds",
    "count",
    "day",
    "day, or open",
    "code of a declared topic",  # TopicCode asks the registry
    "code of a duty",  # DutyCode asks the framework
    "period",
    "SHA-256 digest",
}


@pytest.mark.parametrize("model", MODELS)
def test_every_field_but_the_id_says_who_may_see_it(model):
    said = [*model.Privacy.public, *model.Privacy.internal, *model.Privacy.personal]
    fields = [f.name for f in model._meta.fields if f.name != "id"]
    assert sorted(said) == sorted(f for f in fields if f in said or not f.endswith("_ptr"))


OWN_REFERENCE = [
    model
    for model in MODELS
    if any(field.name == "reference" for field in model._meta.fields)
    and not getattr(model, "is_bookkeeping", False)  # it speaks of other things' references
]


@pytest.mark.parametrize("model", OWN_REFERENCE)
def test_every_reference_is_sealed(model):
    assert set(unchanging(model._meta.db_table, "reference")) <= set(model.seals)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_says_what_it_is(model):
    assert not model.__doc__.startswith(f"{model.__name__}(")


def test_no_model_orders_itself_or_hides_verbs_in_save():
    assert [m for m in MODELS if m._meta.ordering or "save" in vars(m)] == []


@pytest.mark.django_db
def test_no_model_change_lacks_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_fact_of_every_event_is_a_reference_a_code_an_amount_or_a_day():
    modules_called("events", "batches", "operations", "installation", "backups")
    shapes = {
        shape.name
        for family in EventKind.__subclasses__()
        for kind in family
        for shape in kind.shapes.values()
    }

    assert {name for name in shapes if not name.startswith("code: ")} <= SHAPES


def test_no_code_in_an_event_could_be_a_name():
    modules_called("events", "batches", "operations", "installation", "backups")
    codes = {
        code
        for family in EventKind.__subclasses__()
        for kind in family
        for shape in kind.shapes.values()
        if shape.name.startswith("code: ")
        for code in shape.name.removeprefix("code: ").split(", ")
    }

    assert {code for code in codes if code != code.lower() or " " in code} == set()
