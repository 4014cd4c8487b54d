"""What others do with a roster, one way per process, in an environment of their own: peers.py WAY FILE"""

import csv
import json
import sys
from datetime import datetime
from pathlib import Path

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SEX = {"男", "女"}


def text(path: str) -> int:
    """The csv module of Python."""
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream))


def arrow(path: str) -> int:
    """pyarrow, every column text."""
    import pyarrow as pa
    from pyarrow import csv as reader

    names = reader.open_csv(path).schema.names
    options = reader.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    return int(reader.read_csv(path, convert_options=options).num_rows)


def calamine(path: str) -> int:
    """python-calamine alone, row by row."""
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())


def fastexcel(path: str) -> int:
    """fastexcel to Arrow, every column text."""
    import fastexcel as reader

    return int(reader.read_excel(path).load_sheet(0, dtypes="string").to_arrow().num_rows)


def openpyxl(path: str) -> int:
    """openpyxl, read only."""
    from openpyxl import load_workbook

    return sum(1 for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))


def pydantic(path: str) -> dict[str, int]:
    """pandas reads, pydantic looks at every row: ID number, date, code, phone, required cells, keys seen twice."""
    import pandas as pd
    from pydantic import BaseModel, ValidationError, create_model, field_validator

    read = pd.read_csv if path.endswith(".csv") else pd.read_excel
    options = {} if path.endswith(".csv") else {"engine": "calamine"}
    frame = read(path, dtype=str, keep_default_na=False, **options)

    class Base(BaseModel):
        @field_validator("证件号码", check_fields=False)
        @classmethod
        def number(cls, cell: str) -> str:
            if len(cell) != 18 or not cell[:17].isdigit():
                raise ValueError("length")
            datetime.strptime(cell[6:14], "%Y%m%d")  # noqa: DTZ007
            total = sum(int(digit) * weight for digit, weight in zip(cell[:17], WEIGHTS, strict=True))
            if "10X98765432"[total % 11] != cell[17]:
                raise ValueError("check")
            return cell

        @field_validator("识别时间", check_fields=False)
        @classmethod
        def day(cls, cell: str) -> str:
            datetime.strptime(cell, "%Y/%m/%d")  # noqa: DTZ007
            return cell

        @field_validator("性别", check_fields=False)
        @classmethod
        def sex(cls, cell: str) -> str:
            if cell not in SEX:
                raise ValueError("code")
            return cell

        @field_validator("姓名", check_fields=False)
        @classmethod
        def name(cls, cell: str) -> str:
            if not cell.strip():
                raise ValueError("missing")
            return cell

    model = create_model("Row", __base__=Base, **dict.fromkeys(frame.columns, (str, ...)))
    seen, faults, twice = set(), 0, 0
    for row in frame.to_dict("records"):
        try:
            key = model.model_validate(row).人编号
            twice += key in seen
            seen.add(key)
        except ValidationError as error:
            faults += error.error_count()
    return {"rows": len(frame), "faults": faults}


def django(path: str, rows: str = "2000") -> dict[str, int]:
    """django-import-export into SQLite in memory: the first rows only."""
    import django as framework
    from django.conf import settings
    from django.db import connection, models

    settings.configure(
        INSTALLED_APPS=["import_export"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    framework.setup()
    import tablib
    from import_export import resources

    with Path(path).open(encoding="utf-8", newline="") as stream:
        lines = [row for row, _ in zip(csv.reader(stream), range(int(rows) + 1), strict=False)]
    columns = {header: models.CharField(max_length=100, blank=True) for header in lines[0]}
    columns["人编号"] = models.CharField(max_length=100, primary_key=True)
    meta = type("Meta", (), {"app_label": "import_export"})
    model = type("Poor", (models.Model,), {**columns, "__module__": __name__, "Meta": meta})
    with connection.schema_editor() as editor:
        editor.create_model(model)
    options = {"model": model, "import_id_fields": ("人编号",), "clean_model_instances": True}
    resource = type("PoorResource", (resources.ModelResource,), {"Meta": type("Meta", (), options)})()
    result = resource.import_data(tablib.Dataset(*lines[1:], headers=lines[0]), dry_run=False)
    return {"rows": result.total_rows, "faults": len(result.invalid_rows)}


if __name__ == "__main__":
    found = globals()[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(found if isinstance(found, dict) else {"rows": found}))
