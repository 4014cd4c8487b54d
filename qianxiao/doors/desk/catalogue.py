"""The catalogue: every component of the design with examples of its states; all people and places are invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

_DAY = date(2020, 6, 17)
BOXED = {"crumb", "page_head", "button", "tag", "due", "kpi", "tile_map", "trend, funnel, spark", "clause", "steps",
         "error_summary", "field", "choice_card", "listen", "dialog", "summary_list", "print_sheet"}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A component: its number in the design (0 is page furniture), name, what it is for, contexts to show it in."""

    number: int
    name: str
    purpose: str
    examples: tuple[dict[str, Any], ...]
    template: str = ""  # when it is not part/<name>.html

    @property
    def boxed(self) -> bool:
        """Whether it needs the inner edge of a panel around it."""
        return self.name in BOXED

    @property
    def path(self) -> str:
        """The template the pages use as well."""
        return self.template or f"desk/part/{self.name}.html"


class _Example(forms.Form):
    number = forms.CharField(
        label="身份证号", help_text="18", widget=forms.TextInput(attrs={"class": "inp num"})
    )
    note = forms.CharField(label="备注", required=False, widget=forms.TextInput(attrs={"class": "inp"}))

    def clean_number(self) -> str:
        """Always wrong: the example shows an error."""
        raise forms.ValidationError(_("Six digits."))


def _form() -> _Example:
    return _Example({"number": "12345", "note": ""}, auto_id="example-%s")


def _work() -> list[Part]:
    """What frames a page and leads to work."""
    act = {"href": "#", "label": _("Compare"), "icon": "swap", "pri": True}
    return [
        Part(3, "crumb", _("Where am I"), ({"trail": [(_("Today"), "#"), (_("Register of people"), "#"), ("杨秀梅", "")]},)),
        Part(4, "page_head", _("A finding as title, at most four actions"), ({"title": "今天要办 12 件，其中 1 件已超期", "sub": "2020-06-17", "acts": [act]},), "desk/catalogue/head.html"),
        Part(5, "button", _("Verb and object; disabled only with the reason"), (
            {"label": _("Save"), "kind": "pri"}, {"label": _("Compare"), "icon_name": "swap"}, {"label": _("Open"), "kind": "sm"},
            {"label": _("Cancel"), "kind": "txt", "href": "#"}, {"label": _("Decide"), "why": _("Only the county decides."), "id": "example"})),
        Part(6, "tag", _("A state as shape, colour and word"), tuple({"tone": tone, "label": label} for tone, label in (
            ("ok", "符合"), ("wait", "还差 1 项"), ("bad", "超 1 天"), ("info", "可推荐"), ("", "暂不符合"))), "desk/catalogue/tag.html"),
        Part(7, "due", _("Time left in words"), tuple({"last": _DAY + timedelta(days=n), "day": _DAY} for n in (-1, 0, 3)), "desk/catalogue/due.html"),
        Part(8, "views", _("Saved filters as tabs with counts"), ({"label": _("Kinds of work"), "views": [
            {"href": "#", "label": _("All"), "n": 12, "current": True}, {"href": "#", "label": _("Matching doubts"), "n": 3}]},)),
        Part(9, "filter_bar", _("Conditions in the address; Enter submits"), ({},), "desk/catalogue/filters.html"),
        Part(10, "data_table", _("The list"), ({"rows": [("杨秀梅", "990001********0017", "ok", "符合"), ("王建全", "990001********0025", "wait", "还差 1 项")]},), "desk/catalogue/table.html"),
        Part(11, "batch_bar", _("Actions on what is ticked; the count is read out"), ({},), "desk/catalogue/batch.html"),
        Part(12, "col_chooser", _("Columns and their order, without dragging"), ({"columns": ["姓名", "地点", "状态"]},), "desk/catalogue/columns.html"),
    ]  # fmt: skip


def _figures() -> list[Part]:
    """Figures; every title says the finding."""
    months = ["1月", "2月", "3月", "4月", "5月", "6月"]
    tiles = [
        {
            "name": name,
            "value": f"{value}%",
            "ahead": ahead,
            "column": at % 4,
            "row": at // 4,
            "href": "#tile_map",
        }
        for at, (name, value, ahead) in enumerate(
            (
                ("甲市", 62, -12.0),
                ("乙市", 70, -4.5),
                ("丙市", 75, 0.4),
                ("丁市", 80, 6.0),
                ("戊市", 91, 15.0),
            )
        )
    ]
    tiles.append({"name": "己市", "value": "", "column": 1, "row": 1})
    row = {"value": 1053, "goal": 1530, "schedule": 73.0, "below": "#", "list": "#"}
    return [
        Part(13, "kpi", _("Value, goal and where today should be"), (
            {"label": "有意愿“两后生”已入学", "value": 86, "goal": 97, "schedule": 73.0, "ahead": 15.7, "by": "2号文 第二条"},
            {"label": "有意愿劳动者已免费培训", "value": 1053, "goal": 1530, "schedule": 73.0, "ahead": -4.2, "by": "2号文 第二条"})),
        Part(14, "kpi_strip", _("Figures that open their lists"), ({"label": "五项指标", "figures": [
            {"href": "#", "label": "已入学", "value": 86, "unit": "人", "note": "领先 15.7 点", "current": True},
            {"href": "#", "label": "已培训", "value": 1053, "unit": "人", "note": "落后 4.2 点"},
            {"href": "#", "label": "已到卡", "value": 451, "unit": "人", "note": "领先 2.1 点"}]},)),
        Part(15, "tile_map", _("Regions as equal tiles"), ({"tiles": tiles, "label": "序时进度"},), "desk/catalogue/tiles.html"),
        Part(16, "rank_table", _("Who is behind"), ({"caption": "落后的地方", "rows": [{"name": "甲市", **row}, {"name": "乙市", **row, "value": 1200}]},)),
        Part(17, "trend, funnel, spark", _("Small charts; the table is one click away"), (
            {"months": months, "values": [20, 60, 110, 190, 300, 410], "plan": [50, 110, 190, 280, 360, 460],
             "whole": 640, "steps": [{"label": "摸底", "n": 640}, {"label": "有意愿", "n": 520}, {"label": "已入学", "n": 394}]},), "desk/catalogue/charts.html"),
    ]  # fmt: skip


def _cases() -> list[Part]:
    """What is shown about one person or one matter."""
    clause = {
        "number": "人社部发〔2019〕2号 第十二条",
        "plain": "农村建档立卡贫困家庭的孩子读技工院校，每人每年补助 3000 元左右。",
        "href": "#",
        "dated": "2019-01-10",
    }
    conditions = [
        {
            "text": "农村建档立卡贫困家庭子女",
            "fact": "是，2016 年识别",
            "evidence": "扶贫系统",
            "tone": "ok",
            "result": "满足",
        },
        {
            "text": "正在接受技工教育",
            "fact": "没有查到",
            "evidence": "学籍系统",
            "tone": "wait",
            "result": "还没有",
        },
    ]
    return [
        Part(18, "verdict", _("Verdict, conditions, evidence, clause"), ({"open": True, "tone": "wait", "verdict": "还差 1 项", "title": "技工教育学年补助", "why": "差 1 个条件", "amount": "3,000 元", "conditions": conditions, "clause": clause},)),
        Part(19, "clause", _("Number, plain meaning, the text"), (clause,)),
        Part(20, "timeline", _("Past, today, expected"), ({"events": [
            {"when": "future", "date": "9月15日", "title": "预计：秋季学期补助到卡", "note": "今天通过公示的话", "icon": "yuan"},
            {"when": "today", "date": "今天", "title": "等您审核秋季学期补助"},
            {"when": "past", "date": "6月15日", "iso": "2020-06-15", "title": "月度比对，身份和学籍都一致", "icon": "swap"}]},)),
        Part(21, "identity", _("Name, masked number, tags, actions"), ({"name": "杨秀梅", "tags": [("ok", "比对一致"), ("info", "两后生")], "facts": [("身份证", "990001********0017"), ("住址", "白水村")], "acts": [{"href": "#", "label": _("Print"), "icon": "print"}]},), "desk/catalogue/identity.html"),
        Part(22, "compare", _("Two records, differences in words"), ({"caption": "两份记录", "one": "名册里", "two": "登记的人", "fields": [
            {"label": "姓名", "one": "杨秀每", "two": "杨秀梅", "tone": "wait", "says": "同音不同字"}, {"label": "性别", "one": "女", "two": "女", "tone": "ok", "says": "一致"}]},)),
        Part(27, "empty", _("Nothing to do, nothing found, first use"), ({"title": "今天的待办都办完了", "text": "下一件 6月19日到期。", "href": "#", "action": "看预警"},)),
        Part(27, "error", _("What went wrong, what to do now"), ({"title": "扶贫库接口 10:42 起没有回应", "text": "不影响办理，恢复后自动重试。", "href": "#", "number": "E-2417"},)),
        Part(27, "loading", _("After one second"), ({"text": _("Still looking. You can do something else meanwhile.")},)),
        Part(27, "job", _("Rows done; leaving the page is fine"), ({"title": "导入名册 2020-06-A", "tone": "info", "state": "正在核对", "percent_done": 62, "text": "已核对 3,102 / 5,000 行，可以离开本页。"},)),
        Part(28, "steps", _("What happens next"), ({"steps": [{"state": "done", "title": "已提交", "note": "6月10日"}, {"state": "now", "title": "县里审核", "note": "到 6月19日"}, {"title": "公示五个工作日"}]},)),
    ]  # fmt: skip


def _forms() -> list[Part]:
    """Forms, choices and page furniture."""
    return [
        Part(23, "error_summary", _("Top of a form; the same words as at the field"), ({"errors": [("example-number", _("Six digits.")), ("", _("Please choose"))]},)),
        Part(24, "field", _("Label, hint, error, input"), tuple({"field": field} for field in _form())),
        Part(25, "choice_card", _("Portal: one answer"), ({"question": "现在在上学吗？", "name": "q", "chosen": "", "choices": [("1", "在上学"), ("2", "没有"), ("0", "不清楚")]},)),
        Part(26, "listen", _("Portal: read aloud"), ({},)),
        Part(0, "notice", _("A hint beside what it is about"), ({"text": "每次查看号码都会留下记录。"},)),
        Part(0, "alert", _("Something changed that asks for a look"), ({"tone": "bad", "title": "家政 02 班到课率 71%", "text": "连续 3 天低于 80%", "href": "#", "action": _("Open")},)),
        Part(0, "dialog", _("Confirm what moves people or money"), ({"id": "example-dialog", "title": "通过 44 人的生活费补助，共 22,000 元？", "text": "3 人要人工看的不在内。", "action": "通过 44 人", "back": "#"},)),
        Part(0, "task_list", _("Steps of a long task"), ({"tasks": [{"href": "#", "label": "填学校基本情况", "tone": "ok", "state": "已完成"}, {"href": "#", "label": "录入新生", "tone": "wait", "state": "看过，还缺 2 人"}, {"label": "提交", "tone": "", "state": "前两项完成后可交"}]},)),
        Part(0, "summary_list", _("What was answered, with a way back"), ({"lines": [{"label": "学校", "value": "红星技校", "href": "#"}, {"label": "人数", "value": "47"}]},)),
        Part(0, "import_preview", _("New, changed, maybe duplicate, wrong"), ({"caption": "导入预览", "lines": [{"tone": "ok", "label": "新增", "n": 4612, "action": "写入"}, {"tone": "bad", "label": "有错", "n": 13, "action": "下载这 13 行", "href": "#"}]},)),
        Part(0, "calendar", _("Days the notices set"), ({"dates": [{"date": "6月25日", "tone": "wait", "left": "剩 8 天", "title": "月度对账", "note": "81号文 第十一条", "href": "#"}]},)),
        Part(0, "offline_bar", _("Offline is a state, not an error"), ({"waiting": 3},)),
        Part(0, "pager", _("Both ways, and how many at a time"), ({},), "desk/catalogue/pager.html"),
        Part(0, "print_sheet", _("An official sheet on A4"), ({"title": "进展情况表", "sub": "2020 年", "head": ["单位", "人数"], "rows": [["甲县", "1,053"]], "by": "龙晓燕", "at": "2020-06-17", "code": "QX-0001"},)),
    ]  # fmt: skip


def parts() -> list[Part]:
    """Every component in the order of the design; masthead (1) and side menu (2) frame the page itself."""
    return [*_work(), *_figures(), *_cases(), *_forms()]
