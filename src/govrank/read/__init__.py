"""Published pictures → tables of one's own, for somebody to check.

`ocr` finds text in pictures, `layout` makes rows of it, `judge` holds them against the
dictionary, and `reading` has the whole.
"""

from govrank.read.boxes import Box, Glyph
from govrank.read.judge import Doubt
from govrank.read.reading import PictureRow, Reading, read_pages

__all__ = ["Box", "Doubt", "Glyph", "PictureRow", "Reading", "read_pages"]
