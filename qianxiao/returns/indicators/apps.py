"""Names the app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.returns.indicators"
    label = "indicators"

    def ready(self) -> None:
        """A month that is loaded brings its cells; the proof of frozen months counts them again."""
        from qianxiao.returns.close.actions import AFTER_LOAD
        from qianxiao.returns.close.prove import CELLS
        from qianxiao.returns.indicators.actions import take_cells
        from qianxiao.returns.indicators.load import STORED

        AFTER_LOAD.append(take_cells)
        CELLS.append(STORED)
