"""`qianxiao platform add|end`: approve a learning platform whose records count, or end it (20-02-07)."""

import argparse
import importlib
import secrets
import sys
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("platform", help="approve a learning platform / 认定线上培训平台")
    parser.add_argument("verb", choices=("add", "end"))
    parser.add_argument("code", help="its sign-in name, letters and digits")
    parser.add_argument("--name", default="")
    parser.add_argument("--basis", default="", help="number of the approval / 认定文号")
    parser.add_argument("--from", dest="since", type=int, default=0, help="yyyymmdd")
    parser.add_argument("--to", dest="until", type=int, default=99991231, help="yyyymmdd, the last day")


def run(args: argparse.Namespace) -> int:
    """Add a platform and print its secret once, or end it; 0 when done, 1 with the reason."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from django.contrib.auth.hashers import make_password

    from qianxiao.services.courses.models import Platform

    if args.verb == "end":
        ended = Platform.objects.filter(code=args.code).update(valid_to=args.until)
        print(f"{args.code}: {ended}", file=sys.stdout if ended else sys.stderr)
        return 0 if ended else 1
    if not args.code.isalnum() or not args.name or not args.basis:
        print(
            "需要代码、名称和认定文号。/ A code, a name and the number of the approval are needed.",
            file=sys.stderr,
        )
        return 1
    secret = secrets.token_urlsafe(24)
    told = {
        "name": args.name,
        "basis": args.basis,
        "valid_from": args.since,
        "valid_to": args.until,
        "secret": make_password(secret),
    }
    Platform.objects.update_or_create(code=args.code, defaults=told)
    print(f"{args.code}: {secret}")
    return 0
