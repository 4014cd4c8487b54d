"""`qianxiao certificates --out certificates.parquet`: the certificates as the register file a close reads."""

from qianxiao.office.exports.register_cli import RegisterOut

_OUT = RegisterOut(
    "certificates",
    "write the certificates as a register for the close / 导出证书登记册",
    "qianxiao.services.evaluation.exports",
    "write_certificates",
)
add_parser, run = _OUT.add_parser, _OUT.run
