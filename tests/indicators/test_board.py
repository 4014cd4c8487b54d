"""The board: one page for every tier, five clicks from the nation to a name; the target and its split (X-18, 19-02-03, 19-02-04)."""

import gzip
import re
from collections.abc import Callable

import pytest
from django.test import Client

from qianxiao.returns.indicators import board, definitions
from qianxiao.returns.indicators.models import Cell, Target
from tests.books.world import PERIOD
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
CLICKS, WEIGHT = 5, 25_000  # clicks to a name; bytes gzipped (design §10)
FIVE = ("new_students", "willing_trained", "aid_arrived", "trained_in_work", "signed")


def _links(client: Client, address: str, pattern: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return [link.replace("&amp;", "&") for link in re.findall(f'href="({pattern})"', answer.content.decode())]


def test_from_the_nation_to_a_named_person_in_five_clicks(sign_in: SignIn) -> None:
    auditor, clicks, here = sign_in("auditor"), 0, "/board/CN"
    ways = (
        r"/board/62\d{4}\?[^\"]*",
        r"/board/62\d\d00\?[^\"]*",
        r"/board/62\d{4}\?[^\"]*",
        r"/reports/cells/[^\"]*/gap_train/\d{6}\?[^\"]*",
        r"/closes/2020-05/person/\w+",
    )
    for at, way in enumerate(ways):
        found = _links(auditor, here, way)
        # down, never up: breadcrumbs lead to the regions above
        down = [
            link
            for link in found
            if link.split("?")[0] != here.split("?")[0]
            and (
                at > 2
                or len(link.split("/")[2][:6].rstrip("0"))
                > len(here.split("/")[2][:6].rstrip("0").replace("CN", ""))
            )
        ]
        assert down, (here, found)
        here, clicks = down[0], clicks + 1
    assert clicks <= CLICKS and auditor.get(here).status_code == 200


def test_the_same_page_at_every_tier_with_five_figures(sign_in: SignIn) -> None:
    for who, region in (
        ("ministry", "CN"),
        ("province", "620000"),
        ("p621100", "621100"),
        ("c621126", "621126"),
    ):
        page = sign_in(who).get(f"/board/{region}").content.decode()
        assert all(f"m={code}" in page for code in FIVE), region
        assert len(gzip.compress(page.encode())) < WEIGHT
    assert sign_in("c621126").get("/board/621100").status_code == 404
    assert sign_in("c621126").get("/board/621126?m=nothing").status_code == 404
    assert 'class="fs-xl"' in sign_in("ministry").get("/board/CN?big=1").content.decode()


def test_the_nation_has_32_tiles_and_three_places_outside() -> None:
    standings = {code: board.Standing(code, part=1, whole=2, ahead=0.0) for code in definitions.unit_codes()}
    tiles = board.tiles("CN", standings, {}, lambda code: code)
    assert sum("href" in tile for tile in tiles) == 32 and [
        tile["name"] for tile in tiles if "href" not in tile
    ] == ["台湾", "澳门", "香港"]
    assert len({(tile["column"], tile["row"]) for tile in tiles}) == len(tiles) == 35


def test_the_gauge_is_the_list(sign_in: SignIn) -> None:
    cells = {
        c.indicator: c.people
        for c in all_rows(Cell).filter(period=PERIOD, month=PERIOD, region="CN", span="m")
    }
    served, willing = cells.get("workers_willing_served", 0), cells["workers_willing"]
    page = sign_in("ministry").get("/board/CN").content.decode()
    assert willing > 10 and re.search(rf'class="val">{served} / {willing}<', page)
    row = all_rows(Cell).filter(period=PERIOD, region="CN", indicator="new_students", span="t").first()
    assert re.search(rf'class="val">{row.people if row else 0} / 70,?000', page)
    assert 0 < board.schedule(202001) < board.schedule(PERIOD) < 100 == board.schedule(202012)


def _split(sign_in: SignIn, who: str, **parts: str) -> int:
    told = {f"goal-{key[1:]}": text for key, text in parts.items()}
    return sign_in(who).post("/targets/propose", {**told, "reason": "按生源和承担能力分解"}).status_code


def test_a_number_is_split_by_two_people_and_a_mismatch_shows(sign_in: SignIn) -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from tests.scoped import as_owner

    with as_owner():
        give_post("ministry2", "部复核", "部", Role.MINISTRY, span("CN"), "CN", demo=True)
    assert _split(sign_in, "ministry", _620000="三千") == 422
    assert _split(sign_in, "ministry", _620000="3,000", _660000="500") == 302
    assert _split(sign_in, "ministry", _620000="1") == 422, "one waits"
    yes = {"agrees": "yes", "reason": "同意"}
    assert sign_in("ministry").post("/targets/decide", yes).status_code == 422
    assert sign_in("ministry2").post("/targets/decide", yes).status_code == 302
    page = sign_in("ministry").get("/targets/").content.decode()
    assert re.search(r"比总数少 66,?500", page)
    assert re.search(r'class="val">\d+ / 3,?000', sign_in("province").get("/board/620000").content.decode())
    assert _split(sign_in, "province", _621100="1600", _621200="1500") == 302
    assert all_rows(Target).filter(parent="620000", state="proposed").count() == 2
    assert sign_in("c621126").post("/targets/propose", {}).status_code == 404
    # a new version takes the place of the old one, which stays
    assert _split(sign_in, "ministry", _620000="4000") == 302
    assert sign_in("ministry2").post("/targets/decide", yes).status_code == 302
    assert list(
        all_rows(Target).filter(region="620000").order_by("version").values_list("goal", "state")
    ) == [(3000, "approved"), (4000, "approved")]
    assert re.search(r"比总数少 66,?000", sign_in("ministry").get("/targets/").content.decode())
