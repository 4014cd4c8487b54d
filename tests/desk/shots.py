"""Pictures of every page of a running demo: two widths, two languages, the role that uses it, one index page.

`make screenshots` serves a demo of its own and writes var/screenshots/index.html; with --site a running one is taken.
"""

import argparse
import html
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from qianxiao.base.paths import ROOT
from tests.chromium import chromium, sideways

WIDTHS, LANGUAGES = (1440, 390), ("zh-hans", "en")
# role → what it opens: an address, or `address >> selector`: the page behind the first such link on it
PAGES: dict[str, tuple[str, ...]] = {
    "county": (
        "/today", "/people/", "/people/?state=study.served", "/people/ >> tbody a.obj", "/find", "/duties/",
        "/duties/ >> tbody a.obj", "/duties/lacking", "/duties/ledger", "/duties/inbox", "/households/", "/households/ >> tbody a.obj",
        "/households/changes", "/match/", "/match/doubts/", "/match/doubts/ >> tbody a.btn", "/match/feedback/", "/quality",
        "/people/duplicates/", "/people/duplicates/ >> tbody a", "/today >> nav.side a[href*=coverage]",
        "/today >> nav.side a[href*=gaps]", "/today >> nav.side a[href*=irregularities]", "/closes/",
        "/closes/ >> tbody a.obj", "/today >> nav.side a[href*=files]", "/import/", "/jobs/", "/exports/", "/households/moves/", "/people/corrections/", "/households/lists/leavers", "/match/exchange", "/account", "/account/looks",
        "/orgs/", "/orgs/ >> tbody a.obj", "/clauses/S19-12", "/catalogue",
        "/classes/?tab=ended", "/classes/?tab=ended >> tbody a.obj", "/classes/stops", "/projects/new", "/certificates/ >> tbody a.obj",
        "/students/", "/students/home", "/students/statistics", "/students/conflicts/", "/students/conflicts/ >> tbody a.obj",
        "/schools/", "/schools/ >> tbody a.obj", "/monitoring/", "/monitoring/cases/", "/key/", "/library/",
        "/library/ >> tbody a.obj", "/library/learners/new", "/classes/volume", "/findings/", "/findings/ >> tbody a.obj", "/findings/rules", "/findings/calls",
        "/classes/outcomes/rates", "/classes/outcomes/rates >> tbody a.obj", "/classes/startups", "/classes/courses", "/classes/trades", "/outreach/", "/outreach/none", "/library/campaign", "/control/", "/control/switch",
        "/library/campaign/people", "/entitlements/", "/entitlements/ >> tbody a.obj", "/claims/", "/claims/ >> tbody a.obj",
        "/reports/", "/reports/ >> td.num a", "/board/", "/targets/", "/supervision/", "/supervision/ >> tbody a.obj", "/supervision/progress/", "/reports/training/?span=total&b=sex", "/reports/training/?span=total >> td.num a", "/reports/analysis/", "/reports/analysis/ >> tbody a.obj", "/reports/monthly/", "/reports/monthly/ >> tbody a.obj", "/employment/", "/employment/ >> tbody a.obj", "/employment/figures", "/employment/funnel", "/enterprises/", "/enterprises/ >> tbody a.obj", "/employment/compare", "/employment/calls", "/employment/calls >> tbody a.obj", "/claims/auto", "/claims/ageing", "/appeals/", "/rules/living_allowance/try?date=2020-06-30&region=621126&other=520526",
    ),
    "province": ("/today", "/today >> nav.side a[href*=coverage]", "/people/", "/key/", "/key/publish", "/key/late", "/key/performance",
                 "/curricula/", "/teachers/places", "/rules/", "/rules/ >> tbody a.obj", "/rules/training_subsidy", "/policies/",
                 "/policies/ >> tbody a.obj", "/rules/proposals/", "/rules/training_subsidy/level_5/propose"),
    "ministry": ("/today", "/key/late", "/board/", "/targets/", "/supervision/", "/supervision/progress/", "/reports/", "/reports/annual/", "/reports/monthly/ >> tbody a.obj"),
    "monitor": ("/monitoring/",),
    "school": ("/today", "/today >> tbody a.obj", "/students/", "/students/ >> tbody a.obj", "/students/new", "/students/term",
               "/students/statistics", "/students/conflicts/", "/students/intake/", "/students/intake/new", "/students/graduates",
               "/students/interns", "/students/progress", "/students/needy", "/teachers/", "/teachers/ >> tbody a.obj",
               "/teachers/work", "/key/apply", "/key/performance", "/key/contacts/", "/control/",
               "/curricula/", "/curricula/ >> tbody a.obj", "/teachers/places", "/claims/new", "/claims/apply/fledgling", "/payments/ours/"),
    "finance": ("/payments/", "/payments/all/", "/payments/returns", "/payments/recover", "/payments/accounts", "/funds/"),
    "auditor": ("/trail/", "/findings/"),
    "system": ("/orgs/", "/orgs/new", "/orgs/users/new"),
    "enterprise": ("/claims/new", "/claims/apply/work_for_training", "/claims/plans/", "/payments/ours/"),
    "training": (
        "/classes/", "/classes/ >> tbody a.obj", "/classes/new", "/classes/today", "/classes/today >> tbody a.btn", "/classes/bookings",
        "/projects/", "/classes/outcomes", "/library/new", "/library/ >> tbody a.obj",
    ),
    "evaluation": ("/evaluation/", "/evaluation/new", "/evaluation/norms", "/certificates/"),
    "village": ("/classes/requests", "/outreach/none"),
    "learner": ("/portal/mine", "/portal/courses/ >> .card a"),
    "": ("/sign-in", "/nothing-here", "/portal/", "/portal/courses/", "/portal/keys/", "/portal/verify", "/portal/sign-in",
         "/portal/guides/", "/portal/guides/rain_dew"),
}  # fmt: skip


def come_in(page: Page) -> None:
    """The demo's learner, with the number and code that stand on the page."""
    page.goto("/portal/sign-in")
    number, code = page.locator("main code").all_inner_texts()
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    page.locator("form[action='/portal/sign-in'] button").click()
    page.wait_for_load_state()


def sign_in(page: Page, username: str) -> None:
    """Sign a demo account in, whatever the language."""
    if username == "learner":
        come_in(page)
        return
    page.goto("/sign-in")
    password = page.locator("main code").last.inner_text()
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_load_state()


def contexts(browser: Browser, site: str) -> Iterator[tuple[str, int, str, BrowserContext]]:
    """A signed-in browser per role, width and language."""
    for role in PAGES:
        for language in LANGUAGES:
            for width in WIDTHS:
                context = browser.new_context(base_url=site, viewport={"width": width, "height": 900})
                host = site.split("//")[1].split(":")[0]
                context.add_cookies(
                    [{"name": "django_language", "value": language, "domain": host, "path": "/"}]
                )
                if role:
                    sign_in(context.new_page(), role)
                yield role, width, language, context
                context.close()


def shoot(site: str, out: Path, only: str = "") -> tuple[int, list[str]]:
    """Take all pictures; returns how many, and the pages that are not there or wider than the screen."""
    out.mkdir(parents=True, exist_ok=True)
    shown: dict[tuple[str, str], list[str]] = {}
    wrong: list[str] = []
    with chromium() as browser:
        for role, width, language, context in contexts(browser, site):
            page = context.new_page()
            for number, wanted in enumerate(PAGES[role]):
                if only and only not in f"{role} {wanted}":
                    continue
                said = _open(page, wanted)
                if said:
                    wrong.append(f"{role} {wanted} {width} {language}: {said}")
                name = f"{role or 'anybody'}-{number:02d}-{language}-{width}.png"
                page.screenshot(path=out / name, full_page=True)
                shown.setdefault((role, wanted), []).append(name)
    (out / "index.html").write_text(_index(shown, wrong), encoding="utf-8")
    return sum(len(names) for names in shown.values()), wrong


def _open(page: Page, wanted: str) -> str:
    """Open a page; returns what is wrong with it, '' when nothing is."""
    address, _, selector = wanted.partition(" >> ")
    answer = page.goto(address)
    if selector:
        link = page.locator(selector).first
        if not link.count():
            return "no such link"
        answer = page.goto(link.get_attribute("href") or "")
    if address != "/nothing-here" and (answer is None or answer.status != 200):
        return f"status {answer.status if answer else 0}"
    over = sideways(page)
    return f"{over} px too wide" if over else ""


def _index(shown: dict[tuple[str, str], list[str]], wrong: list[str]) -> str:
    rows = []
    for (role, wanted), names in shown.items():
        images = "".join(
            f'<a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>' for name in names
        )
        rows.append(f"<h2>{html.escape(role or 'anybody')} {html.escape(wanted)}</h2><p>{images}</p>")
    told = "".join(f"<li>{html.escape(line)}</li>" for line in wrong)
    style = "img{width:300px;border:1px solid #ccc;margin:4px;vertical-align:top}"
    return f"<!doctype html><meta charset=utf-8><title>Pages</title><style>{style}</style><ul>{told}</ul>{''.join(rows)}"


def _served(port: int) -> subprocess.Popen[bytes]:
    """A demo on a port of this machine, ready to be asked. Raises TimeoutError after ten minutes."""
    var = os.environ.get("QIANXIAO_VAR", str(ROOT / "var"))
    env = {**os.environ, "QIANXIAO_VAR": var, "QIANXIAO_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "qianxiao.ops.demo"], env=env, stdout=subprocess.DEVNULL)
    for _second in range(600):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/sign-in", timeout=2).close()
            return server
        except OSError:
            time.sleep(1)
    server.terminate()
    raise TimeoutError("the demo did not start")


def main() -> int:
    """The command; returns 1 when a page is missing or too wide."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--site", default="", help="a running demo, for example http://localhost:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--only", default="", help="part of `role address`")
    args = parser.parse_args()
    server = None if args.site else _served(8137)
    try:
        taken, wrong = shoot(args.site or "http://localhost:8137", args.out, args.only)
    finally:
        if server:
            server.send_signal(signal.SIGINT)
            server.wait()
    print(f"{taken} → {args.out / 'index.html'}", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
