"""How the checks do on the labelled sample, printed: what was found, and what was found wrongly."""

import json
from typing import Any

from almoner.opendata.safety import CHECKS
from almoner.opendata.safety.samples import NAMES, Measured, measure, sample

TITLES = {
    "tuned_on": "Rows that the rules were made with",
    "held_out": "Rows that were kept back meanwhile",
    "afterwards": "Rows written afterwards, in other words on purpose, and learnt from since",
    "fresh": "Rows written before that, and kept back",
}


def say_sample(*, as_json: bool) -> None:
    for name in NAMES:
        measured = measure(sample(name))
        if as_json:
            print(json.dumps({"sample": name, **_as_data(measured)}))
        else:
            _say(name, measured)


def _codes(measured: Measured) -> list[str]:
    return [code for code in CHECKS if measured.expected[code] or measured.false[code]]


def _as_data(measured: Measured) -> dict[str, Any]:
    return {
        "rows": measured.rows,
        "harmless": measured.harmless,
        "harmless_held_up": measured.harmless_held_up,
        "harmless_with_any_finding": measured.harmless_with_any,
        "must_wait": measured.dangerous_that_should,
        "must_wait_and_do": measured.dangerous_held_up,
        "codes": {
            code: {
                "expected": measured.expected[code],
                "found": measured.found[code],
                "false": measured.false[code],
            }
            for code in _codes(measured)
        },
    }


def _say(name: str, measured: Measured) -> None:
    print(f"{TITLES[name]}: {measured.rows}")
    held_up, should = measured.dangerous_held_up, measured.dangerous_that_should
    print(f"  {held_up} of {should} that must wait do ({held_up / should:.1%})")
    print(
        f"  {measured.harmless_held_up} of {measured.harmless} harmless ones are held up,"
        f" and {measured.harmless_with_any} are looked at ({_share(measured)})"
    )
    print(f"\n  {'':26}{'expected':>9}{'found':>7}{'recall':>8}{'false':>7}")
    for code in _codes(measured):
        expected, found = measured.expected[code], measured.found[code]
        recall = f"{found / expected:.0%}" if expected else ""
        print(f"  {code:26}{expected:>9}{found:>7}{recall:>8}{measured.false[code]:>7}")
    print()


def _share(measured: Measured) -> str:
    return f"{measured.harmless_with_any / measured.harmless:.1%}"
