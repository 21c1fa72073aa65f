"""China's yearly evaluation of government websites, to be asked offline.

    >>> import govrank
    >>> [row.rank for row in govrank.find("武汉")]
    [2, 1]

`load` opens a dataset of one's own, which has the same methods.
"""

from govrank.dataset import Dataset, load
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

# The bundled dataset. It is opened at the first question.
_bundled = Dataset()
find = _bundled.find
top = _bundled.top
entities = _bundled.entities
tier = _bundled.tier
read_picture = _bundled.read_picture
