"""What a signature under a form covers, and its hash: HMAC under the key of the access trail (X-10)."""

from typing import Any

from qianxiao.base.crypto import provider
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.keys import ring
from qianxiao.returns.annual import queries
from qianxiao.returns.annual.models import Form, Step
from qianxiao.returns.close.signing import canonical

_PURPOSE = "chain"


def body(scope: Scope, form: Form, before: Step | None) -> dict[str, Any]:
    """Figures with what was typed and adjusted, the month and layout they stand on, explanations, the signature before."""
    rows = queries.figures(scope, form)
    return {
        "year": form.year, "region": form.region, "period": form.period, "manifest": form.manifest, "layout": form.layout_id,
        "filler": form.filler, "reviewer": form.reviewer,
        "figures": [[*key, one.computed, one.typed, one.words, one.delta, one.reason] for key, one in sorted(rows.items())],
        "explained": [[*key, one.reason] for key, one in sorted(queries.explanations(scope, form).items())],
        "before": before.hash if before else "",
    }  # fmt: skip


def hash_of(step: Step) -> str:
    """What the hash of a signature must be. Raises RingProblem when its key is gone."""
    data = canonical(step.body, step.by, step.post, step.at, step.verb, step.reason)
    return provider().mac(ring().plain(_PURPOSE, step.key_version), data).hex()


def seal(step: Step) -> Step:
    """Put the hash on a new signature, under the key in use."""
    step.key_version = ring().active(_PURPOSE)
    step.hash = hash_of(step)
    return step
