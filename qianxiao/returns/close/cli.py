"""`qianxiao load --out DIR --period 2020-05`: put one month's result into the database of the web half."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("load", help="load one closed month into the database / 装载一个月的结果")
    parser.add_argument("--period", type=period, required=True, help="month, like 2020-05")
    parser.add_argument("--out", type=Path, required=True, help="folder the close wrote to")
    parser.add_argument("--province", default="", help="province of a nation's result / 全国结果中的省")
    parser.add_argument("--freeze", action="store_true", help="afterwards it cannot be replaced / 装载后封账")


def run(args: argparse.Namespace) -> int:
    """Bring the schema up to date, load the month; 0 when done, 1 with the reason in both languages."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from django.conf import settings
    from django.core.management import call_command

    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.models import Region
    from qianxiao.office.audit.actions import open_months
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.office.duties.demo import demo_clock
    from qianxiao.registers.people.models import Intake
    from qianxiao.returns.close.actions import freeze_close, load_close
    from qianxiao.returns.close.load import LoadProblem

    call_command("migrate", verbosity=0, interactive=False)
    if not Region.objects.exists():
        load_regions()
    try:
        refuse_wrong_keys()
        open_months()
        if settings.DEMO:
            demo_clock(args.period)
        close = load_close(args.out, args.period, getpass.getuser(), args.province)
    except (LoadProblem, RingProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    if settings.DEMO:
        _demo(args, close)
    print(
        f"{close}: {close.people:,} 人 / people, {close.gap_lines:,} 条缺口 / gaps, {close.manifest_hash[:12]}"
    )
    if args.freeze:
        print(f"已封账 / frozen, 月对账办结 / reconciled: {freeze_close(args.period, getpass.getuser())}")
    took = Intake.objects.filter(period=args.period, source=close.manifest_hash).order_by("-id").first()
    if took and took.seconds:
        print(
            f"人员库 / vault: {took.rows:,} 人 / people, {took.new:,} 新 / new, {took.changed:,} 变 / changed,"
            f" {took.sealed:,} 加密 / sealed, {took.rows / took.seconds:,.0f} 行/秒 / rows a second"
        )
    return 0


def _demo(args: argparse.Namespace, close: Any) -> None:
    """What a demo has beside its closed months: accounts, institutions, courses, students, duties."""
    from qianxiao.money.payments.demo import demo_funds
    from qianxiao.office.duties.demo import demo_duties
    from qianxiao.programme.matching.batch import ask_receipts
    from qianxiao.returns.close.demo import demo_posts
    from qianxiao.returns.close.demo_services import demo_afterwards, demo_services
    from qianxiao.returns.close.demo_students import demo_students
    from qianxiao.returns.close.demo_training import demo_training

    posts = demo_posts(close)
    demo_services(posts)
    demo_funds(posts)
    demo_funds(posts)
    made, claimed = demo_students(args.out, args.period, args.province, getpass.getuser())
    print(f"在读学生 / students: {made:,} 新 / new, {claimed:,} 双重学籍 / claimed by two schools")
    home = close.region_lo[:6]  # where somebody only a certificate names is kept
    trained, papers = demo_training(args.out, args.period, args.province, home, getpass.getuser())
    print(f"培训学员 / trainees: {trained:,} 新 / new, 证书 / certificates: {papers:,} 新 / new")
    demo_afterwards(posts)
    ask_receipts(args.period, getpass.getuser())  # the agencies that owe them stand there only now
    demo_duties(args.period)
