from collections import defaultdict
from itertools import groupby

from typing import Any

from django.db import migrations

from almoner.agreements.readings import CHUNK, Days, Live, days_of_all


def say_when_versions_speak(apps: Any, _schema_editor: Any) -> None:
    """Of every version of a live batch, as importing does from now on."""
    version = apps.get_model("agreements", "AgreementVersion")
    for kind in ("contract", "grant"):
        version.objects.filter(agreement__kind=kind).update(kind=kind)
    live = version.objects.filter(batch__state="live").order_by("agreement", "pk")
    rows = live.values_list("agreement", "batch__known_from", "batch__recorded_at", "pk")
    keys_of: dict[Days, list[int]] = defaultdict(list)
    for _agreement, versions in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        for pk, days in days_of_all(Live(*row[1:]) for row in versions).items():
            keys_of[days].append(pk)
    for days, keys in keys_of.items():
        for place in range(0, len(keys), CHUNK):
            some = version.objects.filter(pk__in=keys[place : place + CHUNK])
            some.update(**days._asdict())


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_when_versions_speak")]

    operations = [migrations.RunPython(say_when_versions_speak, migrations.RunPython.noop)]
