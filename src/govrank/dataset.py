"""Finds and opens a dataset, and asks it from Python."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from os.path import isdir, lexists
from pathlib import Path
from typing import TYPE_CHECKING

from govrank import store, words
from govrank.ask import lists
from govrank.ask.entities import entities_of, entity_row
from govrank.ask.find import Finder
from govrank.ask.identify import Identifier
from govrank.models import DataError, EntityRow, PictureRow, Placement, Tiering
from govrank.store import Store

if TYPE_CHECKING:
    from govrank.folder import Laid

BUNDLED = "govrank.db"
# In a source tree nothing is compiled, and the YAML itself is read.
SOURCE = Path(__file__).parents[2] / "data"
# A data folder that has these is a dataset of its own.
WHOLE = ("categories.yaml", "sources.yaml", "entities.yaml")


def open_store(path: Path | None = None, *, year: int | None = None, category: str = "") -> Store:
    """The bundled dataset, that of a data folder or a database file, or a table laid over it.

    Args:
        year, category: for the rows of a table that do not say it.

    Raises:
        DataError: there is none, or it is invalid.
    """
    if path is None:
        return _open_bundled()
    if is_laid_over(path):
        laid = lay_over(path, year, category)
        if laid.faults:
            from govrank.words.tables import first_of

            where = f"{path}/" if isdir(path) else ""
            raise DataError(where + first_of(laid.faults))
        return Store(laid.connection, laid.notes)
    if isdir(path):  # unlike that of Path, it answers no where it may not look
        return _compiled(path)
    try:
        return Store(store.open_file(path))
    except OSError as error:
        raise DataError(words.unreadable(path, error)) from error


def is_laid_over(path: Path) -> bool:
    """Whether what is there is laid over the bundled dataset, and does not replace it."""
    if isdir(path):
        return not all(lexists(path / name) for name in WHOLE)
    if path.suffix in ("", ".db"):  # a database may have any name; these need no more thought
        return False
    from govrank.folder.tables import is_table

    return is_table(path)


def lay_over(path: Path, year: int | None = None, category: str = "") -> "Laid":
    """Lay a table, or a folder, over the bundled dataset. Its faults are returned."""
    from govrank.folder import lay_over

    return lay_over(_open_bundled().connection, path, year, category)


def _open_bundled() -> Store:
    bundled = Path(__file__).with_name(BUNDLED)
    if bundled.exists():
        return Store(store.open_file(bundled, trusted=True))
    if isdir(SOURCE):
        return _compiled(SOURCE)
    from pkgutil import get_data  # govrank runs from a zip

    content = get_data("govrank", BUNDLED)
    assert content is not None
    try:
        return Store(store.open_bytes(content))
    except OSError as error:
        raise DataError(words.unreadable(bundled, error)) from error


def _compiled(folder: Path) -> Store:
    from govrank.folder import compile_folder

    return Store(compile_folder(folder))


class Dataset:
    """A dataset to ask from Python. Its methods print nothing.

    It is opened at the first question.

    Args:
        path: a table, a data folder or a database file; the bundled dataset if it is None.
        year, category: for the rows of a table that do not say it.
    """

    def __init__(
        self, path: Path | None = None, *, year: int | None = None, category: str = ""
    ) -> None:
        self._path = path
        self._year = year
        self._category = category

    @cached_property
    def _store(self) -> Store:
        return open_store(self._path, year=self._year, category=self._category)

    @property
    def notes(self) -> list[str]:
        """What a reader should know of a table of one's own, such as columns that are not read."""
        return list(self._store.notes)

    def check(self) -> None:
        """Open the dataset now.

        Raises:
            DataError: it is invalid. The text names the first fault.
        """
        _ = self._store

    def find(
        self,
        name: str,
        *,
        year: int | str | None = None,
        category: str | Iterable[str] = (),
        within: bool = False,
    ) -> list[Placement]:
        """Every placement of what a name means.

        Args:
            name: a name as people write it: 武汉, wuhan, NDRC, 420100.
            year: an edition, "2019-2024", "all", or None for the latest.
            category: the id or name of a list or a group, or several.
            within: also what lies in it.

        Returns:
            One row for each placement, as `govrank find` prints them; none if the name is
            not known or nothing of it is published. `rank` is in places, `score` in points.

        Raises:
            LookupError: there is no such year or category.
        """
        years = lists.select_years(self._store, year)
        finder = Finder(self._store, years, _several(category))
        return list(finder.find(name, within).rows)

    def top(
        self,
        category: str | Iterable[str] = (),
        *,
        places: int = 10,
        year: int | str | None = None,
    ) -> list[Placement]:
        """The first places of some lists, all who are tied included.

        Args:
            category: the id or name of a list or a group, or several; all lists if none.
            places: how many places, not how many rows.
            year: an edition, "2019-2024", "all", or None for the latest.

        Returns:
            One row for each entity; of a list without places all that is known.

        Raises:
            LookupError: there is no such year or category.
        """
        years = lists.select_years(self._store, year)
        chosen = lists.select_lists(self._store, _several(category), years)
        return lists.top(self._store, chosen, places).rows

    def entities(self, name: str | None = None) -> list[EntityRow]:
        """What a name means, placed or not.

        Args:
            name: a name as people write it, or None for everything that exists today.

        Returns:
            One row for each meaning; none if the name is not known.
        """
        if name is not None:
            return entities_of(Identifier(self._store, brief=False), name)[0]
        found = (entity for entity in self._store.entities() if entity.until is None)
        return [entity_row(self._store, entity) for entity in found]

    def tier(self, score: float | str, *, year: int | str | None = None) -> Tiering:
        """The tier of a score.

        Args:
            score: in points; a text is taken digit by digit, without rounding.
            year: the edition whose scale is used, or None for the latest.

        Raises:
            LookupError: no scale is known for that year.
            ValueError: the score is not a number from 0 to the full marks.
        """
        from govrank.ask import tiers  # decimals are for scores only

        return tiers.tier(tiers.select_scales(self._store, year)[0], score)

    def read_picture(
        self,
        *pictures: str | Path,
        category: str | Iterable[str] = (),
        year: int | None = None,
    ) -> list[PictureRow]:
        """The rows of a published table, read from its pictures. It needs govrank[ocr].

        Args:
            pictures: paths of the pictures of one list, in their order.
            category: the id or name of the list. Only who can be in it counts.
            year: the edition.

        Returns:
            One row for each name. A row whose `state` is "doubt" must be looked at.

        Raises:
            LookupError: there is no such category.
            GovrankError: a picture cannot be read, or shows no table or another list.
        """
        from govrank.read import read_pictures  # numpy and more

        categories = lists.select_categories(self._store, _several(category))
        return read_pictures(self._store, [Path(p) for p in pictures], categories, year).rows


def _several(category: str | Iterable[str]) -> Sequence[str]:
    return [category] if isinstance(category, str) else list(category)


def load(path: str | Path, *, year: int | None = None, category: str | None = None) -> Dataset:
    """A dataset of one's own, with the same methods as the bundled one.

    Args:
        path: a table (.csv, .tsv, .xlsx) or a folder, which are laid over the bundled
            dataset; a data folder that is whole, or a database file, which replace it.
        year, category: for the rows of a table that do not say it.

    Raises:
        DataError: it is invalid. The text names the first fault.
    """
    dataset = Dataset(Path(path), year=year, category=category or "")
    dataset.check()
    return dataset


# The bundled dataset. It is opened at the first question.
_bundled = Dataset()
find = _bundled.find
top = _bundled.top
entities = _bundled.entities
tier = _bundled.tier
read_picture = _bundled.read_picture
