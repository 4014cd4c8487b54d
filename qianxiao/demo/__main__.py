"""`python -m qianxiao.demo generate …`: the demo command by itself."""

import argparse
import sys

from qianxiao.demo import cli

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="qianxiao")
    cli.add_parser(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["demo", *sys.argv[1:]])
    sys.exit(cli.run(arguments))
