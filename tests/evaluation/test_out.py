"""19-05-02, 20-05-01: trainees and certificates go out in the layouts the close reads, and the close reads every row."""

from pathlib import Path

import duckdb
import pytest
from django.test import Client

from tests.evaluation import world
from tests.evaluation.test_exams import certified
from tests.households import registers
from tests.households.conftest import close
from tests.scoped import as_owner
from tests.training import world as classes
from tests.web.sample import OTHER

pytestmark = pytest.mark.django_db


def test_19_05_02_20_05_01_the_close_reads_what_we_write(
    trainer: Client, county: Client, body: Client, second: Client, tmp_path: Path
) -> None:
    from qianxiao.services.evaluation.exports import write_certificates
    from qianxiao.services.training.exports import write_trainees

    number = classes.number_of(classes.opened(trainer))
    for serial in ("011", "012"):
        told = {"name": f"学员{serial}", "id_no": world.valid(serial), "phone": "13912345678"}
        assert trainer.post(f"/classes/{number}/person", told).status_code == 302
    trainer.post(f"/classes/{number}/lead/file")
    county.post(f"/classes/{number}/lead/approve")
    address = f"/classes/{number}/roll/{classes.session_of(number).pk}"
    page = trainer.get(address).context
    trainer.post(address, {"key": page["key"], "token": page["token"]})
    _exam, paper = certified(body, second)
    source = registers.write(tmp_path / "in", registers.may())
    for name in ("*学员*", "*证书*"):
        for path in source.glob(name):
            path.unlink()  # ours stands in its place
    with as_owner():
        assert write_trainees(source / "trainees.parquet", "CN", "tester") == 2
        assert write_certificates(source / "certificates.parquet", "CN", "tester") == 1
        assert write_trainees(tmp_path / "none.parquet", OTHER, "tester") == 0
    assert (source / "trainees.parquet").stat().st_mode & 0o077 == 0
    close("2020-05", source, tmp_path / "out")
    tables = tmp_path / "out" / "2020-05" / "tables"
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT name, id_no, id_class, occupation_code, train_level, train_type, start, hours, attended_days, result FROM"
            f" read_parquet('{tables}/clean_trainees.parquet') ORDER BY name"
        ).fetchall()
        papers = con.execute(
            f"SELECT cert_no, cert_kind, level, issue_date FROM read_parquet('{tables}/clean_certificates.parquet')"
        ).fetchall()
        faults = con.execute(
            f"SELECT register, col FROM read_parquet('{tables}/faults.parquet') WHERE register IN ('trainees', 'certificates')"
            " AND col NOT IN ('org_code', 'issuer_code')"
        ).fetchall()
    assert faults == [], "the invented codes of institutions fail their check digit, which is only told"
    first = ("学员011", world.valid("011"), "valid", "4-10-01-05", "5", "03", 20200706, 80, 1, "0")
    assert rows == [first, ("学员012", world.valid("012"), *first[2:])]
    assert papers == [(paper.cert_no, "2", "5", 20200720)]
