"""Reference data and the notices in one place: what the engine and the pages read (X-02, 19-00-03)."""

from qianxiao.base.documents import Clause, Document, clause, clauses, documents
from qianxiao.base.regions import (
    County,
    area_tag_rows,
    counties,
    current_code,
    successor_map,
    tag_counties,
)
from qianxiao.base.tables import (
    OPEN_END,
    REGION_TYPES,
    AreaTag,
    Code,
    Unit,
    all_codes_rows,
    area_tags,
    code_table,
    code_tables,
    region_names,
    regions_path,
    units,
    village_paths,
)

__all__ = [
    "OPEN_END",
    "REGION_TYPES",
    "AreaTag",
    "Clause",
    "Code",
    "County",
    "Document",
    "Unit",
    "all_codes_rows",
    "area_tag_rows",
    "area_tags",
    "clause",
    "clauses",
    "code_table",
    "code_tables",
    "counties",
    "current_code",
    "documents",
    "region_names",
    "regions_path",
    "successor_map",
    "tag_counties",
    "units",
    "village_paths",
]
