"""`qianxiao platform add|end`: approve a learning platform whose records count, or end it (20-02-07)."""

import argparse
import importlib
import secrets
import sys
from typing import Any
from urllib.parse import urlsplit


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("platform", help="approve a learning platform / 认定线上培训平台")
    parser.add_argument("verb", choices=("add", "end"))
    parser.add_argument("code", help="its sign-in name, letters and digits")
    parser.add_argument("--name", default="")
    parser.add_argument("--basis", default="", help="number of the approval / 认定文号")
    parser.add_argument("--from", dest="since", type=int, default=0, help="yyyymmdd")
    parser.add_argument("--login", default="", help="where LTI 1.3 launches begin there / LTI 登录发起地址")
    parser.add_argument("--launch", nargs="*", default=[], help="where they are answered / LTI 启动地址")
    parser.add_argument("--to", dest="until", type=int, default=99991231, help="yyyymmdd, the last day")


def _safe(address: str) -> bool:
    """Whether what is sent there is not read on the way; plain http is for this machine only."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost")


def run(args: argparse.Namespace) -> int:
    """Add a platform and print its secret once, or end it; 0 when done, 1 with the reason."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from django.contrib.auth.hashers import make_password

    from qianxiao.services.courses import lti
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
    if bool(args.login) != bool(args.launch):
        print("登录发起地址和启动地址要一并给出。/ Give --login together with --launch.", file=sys.stderr)
        return 1
    if unsafe := [one for one in (*args.launch, args.login) if one and not _safe(one)]:
        print(f"只接受 https 地址：/ Only https addresses: {' '.join(unsafe)}", file=sys.stderr)
        return 1
    secret = secrets.token_urlsafe(24)
    told = {
        "name": args.name,
        "basis": args.basis,
        "valid_from": args.since,
        "valid_to": args.until,
        "secret": make_password(secret),
        "login": args.login,
        "redirects": args.launch,
    }
    if args.login:
        lti.make_key()
    Platform.objects.update_or_create(code=args.code, defaults=told)
    print(f"{args.code}: {secret}")
    if args.login:
        print(f"LTI 1.3: client_id {args.code}, deployment_id {lti.DEPLOYMENT}, /lti/authorize, /lti/keys")
    return 0
