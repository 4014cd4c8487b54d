"""What reading found out about one sheet of one delivered file."""

from dataclasses import dataclass

from qianxiao.engine.io.cells import Cells
from qianxiao.engine.io.messages import ERROR, Problem
from qianxiao.engine.io.recognise import Header


@dataclass(frozen=True)
class FileRead:
    """One sheet of one delivered file. `register` is None when it was not read; `problems` say why."""

    name: str  # path below the folder
    register: str | None
    sheet: str
    rows: int
    sha256: str
    problems: tuple[Problem, ...] = ()
    file_no: int = 0
    cells: Cells | None = None
    header: Header | None = None

    @property
    def failed(self) -> bool:
        """Whether something was delivered here that could not be read."""
        return any(item.level == ERROR for item in self.problems)
