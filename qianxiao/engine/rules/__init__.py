"""The rules: what each person is due, and why. Policies are data; this package reads, checks, compiles and runs them."""

from qianxiao.engine.rules.compile import steps
from qianxiao.engine.rules.load import load_rules, rule_versions
from qianxiao.engine.rules.parameters import parameter_value
from qianxiao.engine.rules.run import run_rules

__all__ = ["load_rules", "parameter_value", "rule_versions", "run_rules", "steps"]
