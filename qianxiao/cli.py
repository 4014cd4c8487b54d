"""The command line: close a month, load it for the web, make a synthetic nation, check the policies."""

import argparse
import importlib
import sys
from collections.abc import Sequence

# command → module that offers add_parser(subparsers) and run(args) -> int; loaded only when asked for,
# because `close` must start without Django and `load` without a generator
_COMMANDS = {
    "annual": "qianxiao.returns.annual.cli",
    "certificates": "qianxiao.services.evaluation.cli",
    "close": "qianxiao.engine.close.command",
    "close-prove": "qianxiao.returns.close.cli_prove",
    "corrections": "qianxiao.registers.people.cli_corrections",
    "demo": "qianxiao.demo.cli",
    "duties": "qianxiao.office.duties.cli",
    "employment": "qianxiao.services.employment.cli",
    "findings": "qianxiao.money.integrity.cli",
    "claims": "qianxiao.money.claims.cli",
    "analysis": "qianxiao.returns.analysis.cli",
    "indicators": "qianxiao.returns.indicators.cli",
    "supervision": "qianxiao.returns.supervision.cli",
    "keys": "qianxiao.registers.people.cli",
    "ledger": "qianxiao.money.payments.cli",
    "load": "qianxiao.returns.close.cli",
    "load-services": "qianxiao.demo.services_load",
    "matching": "qianxiao.programme.matching.cli",
    "monitoring": "qianxiao.programme.monitoring.cli",
    "norms": "qianxiao.services.curricula.cli",
    "outside": "qianxiao.money.integrity.cli_outside",
    "platform": "qianxiao.services.courses.cli",
    "policies": "qianxiao.programme.policies.cli",
    "rosters": "qianxiao.registers.rosters.cli",
    "students": "qianxiao.services.studies.cli",
    "trail": "qianxiao.office.audit.cli",
    "trainees": "qianxiao.services.training.cli",
    "worker": "qianxiao.office.jobs.cli",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (2 for a wrong call)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:2] == ["close", "prove"]:  # reads the database, which a close must not need
        words = ["close-prove", *words[2:]]
    wanted = [name for name in _COMMANDS if words[:1] == [name]] or list(_COMMANDS)
    parser = argparse.ArgumentParser(prog="qianxiao", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    modules = {name: importlib.import_module(_COMMANDS[name]) for name in wanted}
    for module in modules.values():
        module.add_parser(commands)
    args = parser.parse_args(words)
    return int(modules[args.command].run(args))


if __name__ == "__main__":
    sys.exit(main())
