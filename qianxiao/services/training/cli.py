"""`qianxiao trainees --out trainees.parquet`: the trainees as the register file a close reads."""

from qianxiao.office.exports.register_cli import RegisterOut

_OUT = RegisterOut(
    "trainees",
    "write the trainees as a register for the close / 导出学员名册",
    "qianxiao.services.training.exports",
    "write_trainees",
)
add_parser, run = _OUT.add_parser, _OUT.run
