"""Linking people across registers (精准比对, 19-05-04)."""

from qianxiao.engine.link.steps import build_people, link_version, run_link

__all__ = ["build_people", "link_version", "run_link"]
