"""Digests of answers and findings, for the ledger."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any


def digest_of(said: Mapping[str, Any] | Sequence[Any]) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()
