"""Where the data that ships with Qianxiao lives: policies and reference tables."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POLICIES = Path(os.environ.get("QIANXIAO_POLICIES", ROOT / "policies"))
REFERENCE = Path(os.environ.get("QIANXIAO_REFERENCE", ROOT / "reference"))
ASSETS = ROOT / "assets"
