"""China's yearly evaluation of government websites, to be asked offline.

    >>> import govrank
    >>> [row.rank for row in govrank.find("武汉")]
    [2, 1]

`load` opens a dataset of one's own, which has the same methods.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govrank.dataset import Dataset, entities, find, load, read_picture, tier, top
    from govrank.models import (
        DataError,
        EntityRow,
        GovrankError,
        InvalidScoreError,
        NotKnownError,
        PictureRow,
        Placement,
        Tiering,
    )

__version__ = "2.0.0"
__all__ = [
    "DataError",
    "Dataset",
    "EntityRow",
    "GovrankError",
    "InvalidScoreError",
    "NotKnownError",
    "PictureRow",
    "Placement",
    "Tiering",
    "entities",
    "find",
    "load",
    "read_picture",
    "tier",
    "top",
]


if not TYPE_CHECKING:  # or every name would be right

    def __getattr__(name: str) -> Any:
        """Import what is asked for. The command line asks for nothing here, and starts sooner."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from govrank import dataset, models

        return getattr(models if name in vars(models) else dataset, name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
