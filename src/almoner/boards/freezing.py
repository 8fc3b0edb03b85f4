"""A paper as it goes out, and minutes as they are agreed: canonical text, and its digest."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from almoner.documents.briefs import Brief, brief_about, brief_kept

from .models import Item, Paper


def live_brief(item: Item, *, on: date) -> Brief | None:
    """What is told of the thing of an item as it now stands."""
    return brief_about(item.about, on=on) if item.about else None


def paper_text(item: Item, brief: Brief | None) -> str:
    """All that the paper of an item says. Files are named by their digests."""
    files = item.files.filter(removed_at=None).select_related("file").order_by("pk")
    return canonical(
        {
            "item": item.reference,
            "title": item.title,
            "asks": item.asks,
            "about": item.about,
            "purpose": item.purpose,
            "brief": brief.kept() if brief else None,
            "files": [
                {"title": one.title, "file": one.file.reference, "digest": one.file.digest}
                for one in files
            ],
        }
    )


def frozen_brief(paper: Paper) -> Brief | None:
    """The brief of a thing as it went out."""
    kept = json.loads(paper.text)["brief"]
    return brief_kept(kept) if kept else None


def minutes_text(items: Sequence[Item], words: dict[int, str]) -> str:
    """All that the minutes of a meeting say, by the keys of its items."""
    return canonical(
        [
            {"item": one.reference, "outcome": one.minute.outcome, "words": words[one.pk]}
            for one in items
        ]
    )


def canonical(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
