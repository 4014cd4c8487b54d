"""Linking people across registers (精准比对, 19-05-04)."""

from qianxiao.engine.link.explain import Candidate, Reason, explain
from qianxiao.engine.link.steps import build_people, link_version, run_link

__all__ = ["Candidate", "Reason", "build_people", "explain", "link_version", "run_link"]
