"""One case on a page: the same facts, other regions and days, other answers, each explained; items decided by application."""

import re
import statistics
import time
from collections.abc import Callable

import pytest
from django.test import Client

from qianxiao.engine.rules.load import every_rule

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
WORKER = {"f-poor": "1", "f-monitored": "0", "f-result": "1", "f-train_mode": "1", "f-attended_days": "12", "f-full_time_student": "0",
          "f-pension": "0", "f-left_register": "0"}  # fmt: skip
TRAINED = {**WORKER, "f-age": "35", "f-sex": "1", "f-train_level": "5", "f-occupation_code": "4-03-02-01", "f-hours": "80", "f-certificate": "1",
           "f-certificate_kind": "2", "f-certificate_months": "1", "f-urgent": "0"}  # fmt: skip


def asked(client: Client, item: str, **more: str) -> str:
    answer = client.get(f"/rules/{item}/try", more)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def panels(page: str) -> list[str]:
    """Each answer as text."""
    found = re.split(r'<section class="panel" id="answer-\d">', page)[1:]
    return [re.sub(r"<[^>]+>", " ", part.split("</section>")[0]) for part in found]


def test_two_prefectures_with_different_rates(sign_in: SignIn) -> None:
    page = asked(
        sign_in("county"), "living_allowance", date="2020-06-30", region="520526", other="652901", **WORKER
    )
    one, other = panels(page)
    assert "360" in one and "30 元/天" in one and "毕节市" in one
    assert "600" in other and "50 元/天" in other and "阿克苏地区" in other
    assert "同一个案，两种结果" in page and "人社厅函〔2020〕81号" in page


def test_a_province_with_another_yearly_cap(sign_in: SignIn) -> None:
    told = {"date": "2020-06-15", "region": "520526", "other": "140105", "c-max_per_year": "1"}
    one, other = panels(asked(sign_in("county"), "training_subsidy", **told, **TRAINED))
    assert "应" in one or "840" in one
    assert "840" in one and "3 次" in one and "全国" in one
    assert "每人每年补贴次数已满" in other and "1 次" in other and "山西省" in other and "840" not in other


def test_a_rate_from_july_changes_later_cases_only(sign_in: SignIn) -> None:
    """X-03: the county's rate of 50 yuan is 60 from 1 July 2020."""
    county = sign_in("county")
    for day, yuan, rate in (("2020-06-30", "600", "50 元/天"), ("2020-07-01", "720", "60 元/天")):
        (said,) = panels(asked(county, "living_allowance", date=day, region="621126", **WORKER))
        assert yuan in said and rate in said


def test_what_is_missing_is_asked_for(sign_in: SignIn) -> None:
    told = {**WORKER, "f-attended_days": "", "f-pension": "1"}
    (said,) = panels(asked(sign_in("county"), "living_allowance", date="2020-06-30", region="621126", **told))
    assert "实际出勤天数" in said and "不符合" in said
    told["f-pension"] = "0"
    (said,) = panels(asked(sign_in("county"), "living_allowance", date="2020-06-30", region="621126", **told))
    assert "暂不能判定" in said and re.search(r"需补充：\s*实际出勤天数", said)


def test_an_aid_beside_another_stops_it(sign_in: SignIn) -> None:
    (said,) = panels(
        asked(
            sign_in("county"),
            "living_allowance",
            date="2020-06-30",
            region="621126",
            also="rain_dew",
            **WORKER,
        )
    )
    assert "同期享受雨露计划补助" in said


def test_english_is_complete(sign_in: SignIn) -> None:
    client = sign_in("county")
    client.cookies["django_language"] = "en"
    (said,) = panels(asked(client, "living_allowance", date="2020-06-30", region="621126", **WORKER))
    assert "days attended" in said and "yuan per day" in said and "Due" in said


@pytest.mark.parametrize(
    "bad", [{"region": "62"}, {"date": "x"}, {"f-attended_days": "many"}, {"f-sex": "9"}, {"f-result": "x"}]
)
def test_what_cannot_be_read_is_said(bad: dict[str, str], sign_in: SignIn) -> None:
    told = {"date": "2020-06-30", "region": "621126", **WORKER} | bad
    answer = sign_in("county").get("/rules/living_allowance/try", told)
    assert answer.status_code == (200 if "f-sex" in bad else 422)


def test_every_item_has_its_pages(sign_in: SignIn) -> None:
    """Each item in both languages, with its own examples decided on the page as they say."""
    from qianxiao.programme.policies.forms import initial

    client = sign_in("prefecture")
    for file in every_rule():
        for language in ("zh-hans", "en"):
            client.cookies["django_language"] = language
            page = client.get(f"/rules/{file.item}")
            assert page.status_code == 200 and file.title.in_language(language) in page.content.decode()
        for example in file.examples:
            day = str(example.date)
            told = {
                "date": f"{day[:4]}-{day[4:6]}-{day[6:]}",
                "region": example.region,
                **initial(file, example.facts),
            }
            answer = client.get(f"/rules/{file.item}/try", told)
            assert answer.status_code == 200, (file.item, example.name)
            (one,) = answer.context["answers"]
            assert (one["one"].verdict, one["one"].amount) == (example.verdict, example.amount), example.name


def test_documents_show_the_standards_made_under_them(sign_in: SignIn) -> None:
    """20-06-05: the uplift stands under the central document and under the notice."""
    client = sign_in("prefecture")
    assert client.get("/policies/").status_code == 200
    for number in ("中发〔2020〕1号", "人社厅函〔2020〕81号"):
        page = client.get(f"/policies/{number}").content.decode()
        assert "贫困劳动力上浮比例" in page and "急需紧缺职业上浮比例" in page
    assert client.get("/policies/没有这个文件").status_code == 404
    assert client.get("/rules/nothing").status_code == 404


def test_one_answer_is_quick_enough_to_be_seen(
    sign_in: SignIn, record_property: Callable[[str, object], None]
) -> None:
    """Told, not judged: this machine may be busy."""
    client, told = sign_in("county"), {"date": "2020-06-15", "region": "621126", **TRAINED}
    taken = []
    for _turn in range(15):
        begun = time.perf_counter()
        asked(client, "training_subsidy", **told)
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"\none person's whole answer on a page: median {statistics.median(taken):.1f} ms")
    record_property("median_ms", statistics.median(taken))
