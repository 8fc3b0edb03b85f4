"""The standards' own schemas, which are held beside the project and never in it."""

import json
import os
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
REAL = Path(os.environ.get("ALMONER_REAL_DATA", ROOT / "../shared/data"))


@cache
def grants_schema():
    """A validator of 360Giving packages: their schema names its own parts by an older address."""
    jsonschema_rs = needed()
    package = held("360giving/360-giving-package-schema.json")
    # The standard names its draft by an address that is not the draft's own.
    del package["$schema"]
    grant = held("360giving/360-giving-schema.json")
    del grant["$schema"], grant["$id"]
    package["properties"]["grants"]["items"] = {"$ref": "#/$defs/Grant"}
    package["$defs"] = {"Grant": grant, **grant.pop("$defs")}
    text = json.dumps(package)
    return jsonschema_rs.Draft202012Validator(json.loads(text), validate_formats=True)


@cache
def releases_schema():
    """A validator of packages of releases, with the fields of the United Kingdom merged in."""
    jsonschema_rs = needed()
    package = held("ocds-1.1/release-package-schema.json")
    release = merged(held("ocds-1.1/release-schema.json"), held("ocds-uk/release-schema.json"))
    for name in ("Location", "Gazetteer"):
        release["definitions"].setdefault(name, {"type": "object"})
    del release["id"]
    package["definitions"] = {"Release": release, **release.pop("definitions")}
    package["properties"]["releases"]["items"] = {"$ref": "#/definitions/Release"}
    return jsonschema_rs.Draft4Validator(package, validate_formats=True)


def faults(validator, content):
    return [f"{list(e.instance_path)}: {e.message}" for e in validator.iter_errors(content)]


def merged(under, over):
    """A JSON merge patch, by which extensions of open contracting say what they add."""
    if not isinstance(over, dict):
        return over
    under = dict(under) if isinstance(under, dict) else {}
    for key, value in over.items():
        under[key] = merged(under.get(key), value)
    return under


def held(name):
    return json.loads((REAL / "schemas" / name).read_text())


def needed():
    if not (REAL / "schemas").exists():
        pytest.skip("the standards' schemas are not here: see ../shared/data")
    return pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed")
