"""`qianxiao students --out students.parquet`: the students as the register file a close reads."""

from qianxiao.office.exports.register_cli import RegisterOut

_OUT = RegisterOut(
    "students",
    "write the students as a register for the close / 导出学籍登记册",
    "qianxiao.services.studies.exports",
    "write_students",
)
add_parser, run = _OUT.add_parser, _OUT.run
