"""django-import-export with the same roster into PostgreSQL: peer.py FILE ADDRESS, in an environment of its own."""

import csv
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.reader(stream))
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def main(file: str, host: str, name: str, user: str) -> None:
    """A dry run as its preview, then the import with transactions and bulk writes: its quickest setting."""
    import django as framework
    from django.conf import settings
    from django.db import connection, models

    settings.configure(
        INSTALLED_APPS=["import_export"],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": host, "USER": user}
        },
        IMPORT_EXPORT_USE_TRANSACTIONS=True,
    )
    framework.setup()
    import tablib
    from import_export import resources

    start = time.monotonic()
    lines = _rows(Path(file))
    columns: dict[str, Any] = {header: models.CharField(max_length=100, blank=True) for header in lines[0]}
    columns["人编号"] = models.CharField(max_length=100, primary_key=True)
    meta = type("Meta", (), {"app_label": "import_export"})
    model = type("Poor", (models.Model,), {**columns, "__module__": __name__, "Meta": meta})
    with connection.schema_editor() as editor:
        editor.create_model(model)
    options = {
        "model": model, "import_id_fields": ("人编号",), "clean_model_instances": True, "use_bulk": True,
        "batch_size": 1000, "skip_diff": True,
    }  # fmt: skip
    resource_ = type("PoorResource", (resources.ModelResource,), {"Meta": type("Meta", (), options)})()
    data = tablib.Dataset(*lines[1:], headers=lines[0])
    resource_.import_data(data, dry_run=True)
    preview = time.monotonic() - start
    start = time.monotonic()
    result = resource_.import_data(data, dry_run=False)
    told = {
        "preview": round(preview, 1),
        "accept": round(time.monotonic() - start, 1),
        "rows": result.total_rows,
    }
    told["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    told["taken"] = model.objects.count()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
