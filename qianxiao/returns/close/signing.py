"""The hash of a signature: HMAC over what was signed, who and when, with the hashes of the tier below (X-10)."""

import json
from datetime import datetime
from typing import Any

from qianxiao.base.crypto import provider
from qianxiao.office.audit.chain import stamp
from qianxiao.office.audit.keys import ring
from qianxiao.returns.close.models import Signature

_PURPOSE = "chain"  # the key of the access trail: it never enters the database


def canonical(body: dict[str, Any], by: str, post: str, at: datetime, verb: str, reason: str) -> bytes:
    """The bytes a signature covers: ASCII JSON with sorted keys."""
    told = {"body": body, "by": by, "post": post, "at": stamp(at), "verb": verb, "reason": reason}
    return json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def hash_of(one: Signature) -> str:
    """What the hash of a signature must be. Raises RingProblem when its key is gone."""
    data = canonical(one.body, one.by, one.post, one.at, one.verb, one.reason)
    return provider().mac(ring().plain(_PURPOSE, one.key_version), data).hex()


def seal(one: Signature) -> Signature:
    """Put the hash on a new signature, under the key in use."""
    one.key_version = ring().active(_PURPOSE)
    one.hash = hash_of(one)
    return one
