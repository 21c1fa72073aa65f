"""Published pictures → tables of one's own, for somebody to check.

`ocr` finds text in pictures, `layout` makes rows of it, `judge` holds them against the
dictionary, and `reading` has the whole.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from govrank.read.dictionary import population
from govrank.read.reading import Reading, read_pages
from govrank.store import Store

__all__ = ["Reading", "read_pages", "read_pictures"]

# What is told while pictures are read: which one, from 1, of how many, and how much of it.
Progress = Callable[[int, int, float], None]


def read_pictures(
    store: Store,
    paths: Sequence[Path],
    categories: Sequence[str],
    year: int | None,
    progress: Progress = lambda picture, pictures, done: None,
) -> Reading:
    """The list that some pictures show, in their order.

    Args:
        categories: the ids of the lists whose population counts; any if there is none.
        year: the edition.

    Raises:
        GovrankError: the extra is missing, a picture cannot be read, there is no table in
            it, or it has another list.
    """
    from govrank.read import ocr

    ocr.require()
    pictures = [picture for path in paths for picture in ocr.open_pictures(path)]
    reader = ocr.Reader()
    pages = []
    for number, picture in enumerate(pictures, 1):
        tell = partial(progress, number, len(pictures))
        tell(0)
        pages.append(reader.read(picture, tell))
    latest = store.latest_year()
    past = year if year is not None and latest is not None and year < latest else None
    members = population(store, categories, past) if categories else None
    return read_pages(pages, store, members, former=past is not None)
