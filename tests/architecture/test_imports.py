"""The shape of the import graph, beyond what import-linter's layers say."""

import grimp
import pytest


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("almoner", exclude_type_checking_imports=True, cache_dir=None)


def cycles(edges):
    """Whatever is left when what needs nothing that is left has been taken away, over and over."""
    left = dict(edges)
    while free := [node for node, needs in left.items() if not needs & set(left)]:
        for node in free:
            del left[node]
    return left


def test_no_module_imports_itself_by_way_of_others(graph):
    modules = {m: graph.find_modules_directly_imported_by(m) - {m} for m in graph.modules}

    assert cycles(modules) == {}


def test_no_app_imports_itself_by_way_of_others(graph):
    def app(module):
        return ".".join(module.split(".")[:2])

    apps = {app(module): set() for module in graph.modules}
    for module in graph.modules:
        for needed in graph.find_modules_directly_imported_by(module):
            apps[app(module)] |= {app(needed)} - {app(module), "almoner"}

    assert cycles(apps) == {}


def test_a_cycle_would_be_seen():
    assert cycles({"a": {"b"}, "b": {"a"}, "c": {"a"}, "d": set()}).keys() == {"a", "b", "c"}
