"""`python -m qianxiao`: the command line."""

import sys

from qianxiao.cli import main

sys.exit(main())
