"""Pictures → the rows of a list, each as printed, mended, or in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from govrank.models import GovrankError, Numbering
from govrank.names.lookup import Names
from govrank.read.boxes import Box, Glyph, merged
from govrank.read.dictionary import Dictionary, everybody
from govrank.read.judge import Doubt, Name, has_twins, judge_names, judge_ranks, numbering_of
from govrank.read.layout import Place, Row, Table, number, rank_of, table
from govrank.read.split import names_in
from govrank.store import Store
from govrank.words import reading as words

# A digit that is less sure than this is read again, and a name.
SURE_DIGIT, SURE_NAME = 0.9, 0.6
# What is read where nothing was found must be so sure.
SURE_FOUND = 0.6
# So many names must be known for a picture to be a list, and so large a part of all.
LEAST_NAMES, LEAST_PART = 2, 0.3
# A list of which so large a part is of one kind has only that kind.
ONE_KIND = 0.8


class Page(Protocol):
    """A picture that was read, of which a part can be read again."""

    @property
    def boxes(self) -> list[Box]: ...

    def again(self, places: Sequence[Place]) -> list[Box]: ...


class PictureRow(NamedTuple):
    """A row of a list, as it was read from a picture.

    Attributes:
        picture: the number of the picture, from 1.
        line: the number of the row in that picture, from 1.
        rank: the place as printed. None if it was not read, or if the list has none.
        name: as printed, mended, the best guess, or "".
        entity: the official name of whom it means. None if that is in doubt.
        read: what the picture said.
        mended: whether the name is not what was read.
        doubts: why somebody must look at the row. Only a row without any is right.
    """

    picture: int
    line: int
    rank: int | None
    name: str
    entity: str | None
    tier: str | None
    score: str | None
    read: str
    mended: bool
    doubts: tuple[Doubt, ...]


class Reading(NamedTuple):
    """A list that was read from pictures.

    Attributes:
        ranked, tiered, scored: which columns it has.
    """

    rows: list[PictureRow]
    ranked: bool
    tiered: bool
    scored: bool


class Entry(NamedTuple):
    """A row of a picture, with one name, before it is judged."""

    row: Row
    name: Box | None
    rank: Box | None
    score: Box | None
    # Whether its rank stands in a merged cell, and how far away, in rows.
    shares: bool
    away: float


def read_pages(
    pages: Sequence[Page], store: Store, population: Collection[int] | None, former: bool
) -> Reading:
    """The list that some pictures show.

    Args:
        population: who can be in the list; None if that is to be found out.
        former: whether the names of former years count too.

    Raises:
        GovrankError: there is no list in the pictures, or another one.
    """
    said = population is not None
    dictionary = Dictionary(store, population if said else _guessed(store, pages), former)
    tiers = _tiers(store)
    tables = _tables(pages, tiers, dictionary, None)
    numbering = numbering_of(_ranks(tables))
    tables = _tables(pages, tiers, dictionary, numbering)
    entries = [entry for found in tables for entry in _entries(found, dictionary)]
    _check_is_list(store, dictionary, entries, said)
    entries = _looked_at_again(pages, entries, dictionary)
    rows = list(_judged(entries, dictionary, _kind(tables)))
    return Reading(
        rows=rows,
        ranked=any(found.ranked for found in tables),
        tiered=any(row.tier for row in rows),
        scored=any(row.score for row in rows),
    )


def _kind(tables: Sequence[Table]) -> bool:
    return any(found.ranked for found in tables)


def _tiers(store: Store) -> list[str]:
    return list(dict.fromkeys(step.tier for scale in store.scales() for step in scale.steps))


def _tables(
    pages: Sequence[Page],
    tiers: Collection[str],
    dictionary: Dictionary,
    numbering: Numbering | None,
) -> list[Table]:
    found = []
    for picture, page in enumerate(pages, 1):
        found.append(table(picture, page.boxes, tiers, dictionary.has, numbering))
    return found


def _ranks(tables: Iterable[Table]) -> list[int | None]:
    return [rank_of(row.rank) for found in tables for row in found.rows if not row.maybe]


def _entries(found: Table, dictionary: Dictionary) -> Iterator[Entry]:
    """The rows of a table, with a row for each name of a cell."""
    for row in found.rows:
        sharing = sum(other.rank is row.rank for other in found.rows) > 1
        away = abs(row.rank.middle - row.middle) / row.pitch if row.rank and row.pitch else 0
        names: list[Box | None] = [row.name]
        if found.ranked and row.name is not None:
            names = list(names_in([row.name], dictionary.has, seldom=True)) or [None]
        for name in names:
            yield Entry(
                row=row,
                name=name,
                rank=row.rank,
                score=row.score,
                shares=row.rank is not None and (sharing or len(names) > 1),
                away=away,
            )


# which list it is


def _guessed(store: Store, pages: Sequence[Page]) -> set[int]:
    """Who may be in a list that nobody has named: all of the kind that most of it is of."""
    names = Names(store)
    kinds: Counter[str] = Counter()
    for page in pages:
        for box in page.boxes:
            hits = names.find(box.text) if 1 < len(box.text) < 40 else []
            if len({store.kind(hit.entity) for hit in hits}) == 1:
                kinds[store.kind(hits[0].entity)] += 1
    most = kinds.most_common(1)
    if most and most[0][1] >= ONE_KIND * kinds.total():
        return everybody(store, [kind for kind, _count in most])  # type: ignore[misc]
    return everybody(store, kinds)  # type: ignore[arg-type]


def _check_is_list(
    store: Store, dictionary: Dictionary, entries: Sequence[Entry], said: bool
) -> None:
    read = [entry.name.text for entry in entries if entry.name]
    known = sum(dictionary.has(text) for text in read)
    if known >= LEAST_NAMES and known >= LEAST_PART * len(read):
        return
    names = Names(store)
    lists: Counter[str] = Counter()
    for text in read:
        for hit in names.find(text) if 1 < len(text) < 40 else ():
            lists.update(store.population(hit.entity))
    if lists and lists.most_common(1)[0][1] >= LEAST_NAMES and said:
        [(other, count)] = lists.most_common(1)
        category = next(one for one in store.categories() if one.category == other)
        raise GovrankError(words.another_list(known, len(read), category, count))
    raise GovrankError(words.no_table())


# a second look


def _looked_at_again(
    pages: Sequence[Page], entries: Sequence[Entry], dictionary: Dictionary
) -> list[Entry]:
    """The rows, after what was missed or weak has been read once more."""
    found = list(entries)
    for picture, page in enumerate(pages, 1):
        rows = [i for i, entry in enumerate(found) if entry.row.picture == picture]
        _names_again(page, found, rows, dictionary)
        _numbers_again(page, found, rows)
    return [entry for entry in found if not _is_nothing(entry, dictionary)]


def _is_nothing(entry: Entry, dictionary: Dictionary) -> bool:
    """Whether nothing stands there, or a footnote."""
    if entry.row.maybe and entry.name is None:
        return True
    if entry.rank is None and entry.row.edge and entry.name is not None:
        return not dictionary.near(dictionary.characters(entry.name))
    return False


def _names_again(
    page: Page, entries: list[Entry], rows: Iterable[int], dictionary: Dictionary
) -> None:
    weak = [i for i in rows if _is_weak_name(entries[i].name, dictionary)]
    places = [_place_of(entries[i]) for i in weak]
    for i, box in zip(weak, page.again(places), strict=True):
        entries[i] = entries[i]._replace(name=_better(entries[i].name, box, dictionary))


def _place_of(entry: Entry) -> Place:
    if entry.name is None:
        return entry.row.place
    return entry.name.left, entry.name.top, entry.name.right, entry.name.bottom


def _is_weak_name(box: Box | None, dictionary: Dictionary) -> bool:
    if box is None or not dictionary.has(box.text):
        return True
    return box.sure < SURE_NAME or has_twins(dictionary, box)


def _better(first: Box | None, second: Box, dictionary: Dictionary) -> Box | None:
    """The better of two readings of a name, which knows of the other."""
    if first is None:
        is_text = len(second.text.strip()) > 1 and second.sure >= SURE_FOUND
        return second if is_text or dictionary.has(second.text) else None
    one, other = dictionary.has(first.text), dictionary.has(second.text)
    if one == other:
        if not one and second.text != first.text:
            return first
        best, rest = (second, first) if second.sure > first.sure else (first, second)
    else:
        best, rest = (first, second) if one else (second, first)
    return merged(best, rest)


def _numbers_again(page: Page, entries: list[Entry], rows: Sequence[int]) -> None:
    ranks = [i for i in rows if entries[i].row.rank_place and _is_weak_rank(entries[i])]
    places = [entries[i].row.rank_place or entries[i].row.place for i in ranks]
    for i, box in zip(ranks, page.again(places), strict=True):
        if rank_of(box) and box.sure >= SURE_DIGIT:
            entries[i] = entries[i]._replace(rank=box, shares=False)
    scores = [i for i in rows if (box := entries[i].score) and box.sure < SURE_DIGIT]
    places = [_sides(entries[i].score) for i in scores]
    for i, box in zip(scores, page.again(places), strict=True):
        first = entries[i].score
        if first and number(box.text) == number(first.text):
            entries[i] = entries[i]._replace(score=merged(first, box))


def _sides(box: Box | None) -> Place:
    assert box is not None
    return box.left, box.top, box.right, box.bottom


def _is_weak_rank(entry: Entry) -> bool:
    if entry.name is None:
        return False
    if entry.rank is None or rank_of(entry.rank) is None:
        return True
    if entry.shares:
        return entry.away > 0.8
    return entry.rank.sure < SURE_DIGIT


# the rows


def _judged(
    entries: Sequence[Entry], dictionary: Dictionary, ranked: bool
) -> Iterator[PictureRow]:
    names = judge_names(dictionary, [entry.name for entry in entries])
    ranks = [rank_of(entry.rank) for entry in entries]
    numbering = numbering_of(ranks)
    judged = judge_ranks(ranks, [entry.shares for entry in entries], numbering)
    resolve = Names(dictionary.store)
    scored = sum(entry.score is not None for entry in entries) * 2 > len(entries)
    tiered = sum(entry.row.tier is not None for entry in entries) * 2 > len(entries)
    for i, (entry, name) in enumerate(zip(entries, names, strict=True)):
        doubts = list(name.doubts)
        if ranked:
            for rank in judged.missing.get(i, ()):
                yield _left_out(entry, rank)
            if doubt := judged.doubts[i] or _weak_rank(entry, ranks, i):
                doubts.append(doubt)
        if scored:
            doubts += _score_doubts(entry)
        if tiered and entry.row.tier is None:
            doubts.append(Doubt("no tier"))
        yield _row(entry, name, ranks[i], tuple(doubts), dictionary, resolve)


def _row(
    entry: Entry,
    name: Name,
    rank: int | None,
    doubts: tuple[Doubt, ...],
    dictionary: Dictionary,
    resolve: Names,
) -> PictureRow:
    text, entity = name.text, None
    if name.entity is not None and not name.doubts:
        entity = dictionary.store.entity(name.entity)
        kinds = {hit.entity for hit in resolve.find(text)}
        if not {i for i in kinds if dictionary.store.kind(i) == entity.kind} == {entity.id}:
            text = entity.name  # what was printed means others too
    return PictureRow(
        picture=entry.row.picture,
        line=entry.row.line,
        rank=rank,
        name=text,
        entity=entity.name if entity else None,
        tier=entry.row.tier,
        score=number(entry.score.text) if entry.score else None,
        read=name.read,
        mended=text != name.read and not doubts,
        doubts=doubts,
    )


def _left_out(entry: Entry, rank: int) -> PictureRow:
    """A row whose rank should be there, and of which nothing was read."""
    return PictureRow(
        picture=entry.row.picture,
        line=entry.row.line,
        rank=rank,
        name="",
        entity=None,
        tier=None,
        score=None,
        read="",
        mended=False,
        doubts=(Doubt("no row"),),
    )


def _weak_rank(entry: Entry, ranks: Sequence[int | None], i: int) -> Doubt | None:
    """A rank that is not sure, where another one would fit as well."""
    if entry.rank is None or entry.rank.sure >= SURE_DIGIT:
        return None
    above = max((rank for rank in ranks[:i] if rank is not None), default=0)
    below = min((rank for rank in ranks[i + 1 :] if rank is not None), default=above + 2)
    fitting = [str(other) for other in _other_ranks(entry.rank) if above <= other <= below]
    return Doubt("weak rank", tuple(fitting)) if fitting else None


def _other_ranks(box: Box) -> Iterator[int]:
    for i, glyph in enumerate(box.glyphs):
        for other in glyph.others:
            changed = Glyph(other, glyph.x, 0, {})
            rank = rank_of(box._replace(glyphs=(*box.glyphs[:i], changed, *box.glyphs[i + 1 :])))
            if rank is not None:
                yield rank


def _score_doubts(entry: Entry) -> Iterator[Doubt]:
    if entry.score is None:
        yield Doubt("no score")
    elif entry.score.sure < SURE_DIGIT:
        yield Doubt("weak score")


def falling(scores: Sequence[float | None]) -> list[int]:
    """The rows whose score is above that of the row in front."""
    return [i for i, (a, b) in enumerate(pairwise(scores), 1) if a is not None and b and b > a]


Progress = Callable[[float], None]
