"""Pictures → the rows of a list, each as printed, mended, or in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from govrank.models import (
    ENTITY_KINDS,
    DataError,
    EntityKind,
    GovrankError,
    Numbering,
    PictureRow,
    ReadState,
)
from govrank.names.lookup import Names
from govrank.read.boxes import Box, Glyph, merged
from govrank.read.dictionary import Dictionary, everybody
from govrank.read.judge import Doubt, Name, has_twins, judge_names, judge_ranks, numbering_of
from govrank.read.layout import Place, Row, Table, number, rank_of, table
from govrank.read.split import LONGEST, SEPARATORS, names_in
from govrank.store import Store
from govrank.words import reading as words

# A digit that is less sure than this is read again, and a name.
SURE_DIGIT, SURE_NAME = 0.9, 0.6
# One that is less sure is in doubt in any case; others are if another digit is so likely.
LEAST_SURE_DIGIT, LIKELY_DIGIT = 0.6, 0.02
# What is read where nothing was found must be so sure.
SURE_FOUND = 0.6
# So many rows in ties say for sure that a gap follows a tie.
SURE_TIES = 4
# So large a part of the rows may be names that stand in no row.
MOST_STRAYS = 0.1
# So many names must be known for a picture to be a list, and so large a part of all.
LEAST_NAMES, LEAST_PART = 2, 0.3
# So many are held against the dictionary where few are known.
MOST_TRIED = 30
# A list of which so large a part is of one kind has only that kind.
ONE_KIND = 0.8


class Page(Protocol):
    """A picture that was read, of which a part can be read again."""

    @property
    def boxes(self) -> list[Box]: ...

    def again(self, places: Sequence[Place]) -> list[Box]: ...


class Reading(NamedTuple):
    """A list that was read from pictures.

    Attributes:
        others: what else a row in doubt may be, by the number of the row, from 1.
        ranked, tiered, scored: which columns it has.
    """

    rows: list[PictureRow]
    others: dict[int, Sequence[str]]
    ranked: bool
    tiered: bool
    scored: bool


# A row, and what else it may be if it is in doubt.
Judged = tuple[PictureRow, Sequence[str]]


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
    who = _guessed(store, pages) if population is None else population
    dictionary = Dictionary(store, who, former)
    tiers = _tiers(store)
    tables = _tables(pages, tiers, dictionary, None)
    numbering = numbering_of(_ranks(tables))
    tables = _tables(pages, tiers, dictionary, numbering)
    entries = [entry for found in tables for entry in _entries(found, dictionary)]
    _check_is_list(store, dictionary, entries, said)
    entries = _with_strays(pages, entries, dictionary)
    entries = _looked_at_again(pages, entries, dictionary)
    judged = list(_judged(entries, dictionary, any(found.ranked for found in tables)))
    rows = [row for row, _others in judged]
    return Reading(
        rows=rows,
        others={i: others for i, (row, others) in enumerate(judged, 1) if row.doubt},
        ranked=any(found.ranked for found in tables),
        tiered=any(row.tier is not None for row in rows),
        scored=any(row.score is not None for row in rows),
    )


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


def _with_strays(
    pages: Sequence[Page], entries: Sequence[Entry], dictionary: Dictionary
) -> list[Entry]:
    """The rows, with those names that stand in no row. They have no rank, and so are in doubt.

    If there are many, they are a column of their own, as of provinces.
    """
    strays = []
    for picture, page in enumerate(pages, 1):
        used = [e.name for e in entries if e.name and e.row.picture == picture]
        for box in page.boxes:
            if dictionary.has(box.text) and not any(_is_inside(box, other) for other in used):
                strays.append((picture, box))
    if len(strays) > MOST_STRAYS * len(entries):
        return list(entries)
    found = list(entries)
    for picture, box in strays:
        rows = [i for i, entry in enumerate(found) if entry.row.picture == picture]
        if rows:
            near = min(rows, key=lambda i: abs(found[i].row.middle - box.middle))
            place = (box.left, box.top, box.right, box.bottom)
            row = found[near].row._replace(rank=None, name=box, tier=None, place=place)
            stray = Entry(row, box, rank=None, score=None, shares=False, away=0)
            found.insert(near + 1, stray._replace(row=row._replace(rank_place=None, maybe=False)))
    return found


def _is_inside(box: Box, other: Box) -> bool:
    across = (box.left + box.right) / 2
    return other.left < across < other.right and other.top < box.middle < other.bottom


# which list it is


def _guessed(store: Store, pages: Sequence[Page]) -> set[int]:
    """Who may be in a list that nobody has named: all of the kind that most of it is of."""
    names = Names(store)
    kinds: Counter[EntityKind] = Counter()
    for page in pages:
        for box in page.boxes:
            for part in re.split(f"[{re.escape(SEPARATORS)}\\s]", box.text):
                kinds.update(_kinds_meant(store, names, part))
    most = kinds.most_common(1)
    if most and most[0][1] >= ONE_KIND * sum(kinds.values()):
        return everybody(store, [kind for kind, _count in most])
    return everybody(store, kinds or ENTITY_KINDS)


def _kinds_meant(store: Store, names: Names, text: str) -> set[EntityKind]:
    """The kind of whom a text means, if it is one and the text is a written name."""
    if not 1 < len(text) <= LONGEST or text.isascii():
        return set()
    hits = [hit for hit in names.find(text) if hit.match in ("exact", "alias")]
    kinds = {store.kind(hit.entity) for hit in hits}
    return kinds if len(kinds) == 1 else set()


def _check_is_list(
    store: Store, dictionary: Dictionary, entries: Sequence[Entry], said: bool
) -> None:
    boxes = [entry.name for entry in entries if entry.name]
    read = [box.text for box in boxes]
    known = sum(dictionary.has(text) for text in read)
    if known < LEAST_PART * len(read) or known < LEAST_NAMES:
        known += sum(_is_nearly_known(box, dictionary) for box in boxes[:MOST_TRIED])
    if known >= LEAST_NAMES and known >= LEAST_PART * len(read):
        return
    lists = _other_lists(store, dictionary, read) if said else Counter()
    for other, count in lists.most_common(1):
        if count >= LEAST_NAMES:
            category = next(one for one in store.categories() if one.category == other)
            raise GovrankError(words.another_list(known, len(read), category, count))
    raise DataError(words.no_table())


def _other_lists(store: Store, dictionary: Dictionary, read: Iterable[str]) -> Counter[str]:
    """How many names are of each list, by those who are not of the list that was said.

    Latin names are in none: no list could be read from them.
    """
    names = Names(store)
    lists: Counter[str] = Counter()
    for text in read:
        if len(text) > LONGEST or text.isascii():
            continue
        meant = {hit.entity for hit in names.find(text)} - set(dictionary.population)
        lists.update({category for entity in meant for category in store.population(entity)})
    return lists


def _is_nearly_known(box: Box, dictionary: Dictionary) -> bool:
    if dictionary.has(box.text):
        return False  # counted already
    near = dictionary.near(dictionary.characters(box))
    return bool(near) and near[0].known


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
    found = [entry for entry in found if not _is_nothing(entry, dictionary)]
    return [
        entry for i, entry in enumerate(found) if not _is_echo(entry, found[max(0, i - 1) : i + 2])
    ]


def _is_echo(entry: Entry, around: Sequence[Entry]) -> bool:
    """Whether what was looked for in a gap is the row beside it, seen once more."""
    if not entry.row.maybe or entry.name is None:
        return False
    others = [other.name.text for other in around if other is not entry and other.name]
    return entry.name.text in others


def _is_nothing(entry: Entry, dictionary: Dictionary) -> bool:
    """Whether nothing stands there, or a footnote."""
    if entry.row.maybe and entry.name is None:
        return True
    is_doubtful = entry.row.maybe or (entry.rank is None and entry.row.edge)
    if is_doubtful and entry.name is not None:
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
    scores = [i for i in rows if _is_weak_score(entries[i].score)]
    places = [_sides(entries[i].score) for i in scores]
    for i, box in zip(scores, page.again(places), strict=True):
        score = entries[i].score
        if score and number(box.text) == number(score.text):
            entries[i] = entries[i]._replace(score=merged(score, box))


def _is_weak_score(box: Box | None) -> bool:
    return box is not None and box.sure < SURE_DIGIT


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


def _judged(entries: Sequence[Entry], dictionary: Dictionary, ranked: bool) -> Iterator[Judged]:
    names = judge_names(dictionary, [entry.name for entry in entries])
    ranks = [rank_of(entry.rank) for entry in entries]
    numbering = numbering_of(ranks)
    judged = judge_ranks(ranks, [entry.shares for entry in entries], numbering)
    blank = _may_be_unread(entries, ranks)
    # After a tie the numbers have a gap, and that is known from ties enough.
    gaps = numbering == "competition" and len(blank) >= SURE_TIES
    resolve = Names(dictionary.store)
    scored = sum(entry.score is not None for entry in entries) * 2 > len(entries)
    tiered = sum(entry.row.tier is not None for entry in entries) * 2 > len(entries)
    for i, (entry, name) in enumerate(zip(entries, names, strict=True)):
        doubts = list(name.doubts)
        if ranked:
            for rank in judged.missing.get(i, ()):
                yield _left_out(entry, rank, ranks[i])
            doubt = judged.doubts[i] or _weak_rank(entry, ranks, i)
            if doubt is None and i in blank and not gaps:
                doubt = Doubt("blank rank")
            if doubt:
                doubts.append(doubt)
        if scored:
            doubts += _score_doubts(entry)
        if tiered and entry.row.tier is None:
            doubts.append(Doubt("no tier"))
        yield _row(entry, name, ranks[i], doubts, resolve)


def _may_be_unread(entries: Sequence[Entry], ranks: Sequence[int | None]) -> set[int]:
    """The rows that seem to share the rank above, but may as well have one that was not read.

    Nothing stands beside them, and so many numbers are left out as there are of them.
    """
    found: set[int] = set()
    start = 0
    while start < len(entries):
        end = start + 1
        while end < len(entries) and entries[end].rank is entries[start].rank:
            end += 1
        rank, box = ranks[start], entries[start].rank
        if rank is not None and box is not None and end - start > 1:
            rows = [entry.row for entry in entries[start:end]]
            middle = (rows[0].middle + rows[-1].middle) / 2
            is_at_top = abs(box.middle - middle) > 0.3 * rows[0].pitch
            following = ranks[end] if end < len(ranks) else None
            if is_at_top and following not in (rank, rank + 1):
                found |= set(range(start + 1, end))
        start = end
    return found


def _row(
    entry: Entry, name: Name, rank: int | None, doubts: Sequence[Doubt], resolve: Names
) -> Judged:
    text, entity = name.text, None
    if name.entity is not None and not name.doubts:
        entity = resolve.store.entity(name.entity)
        meant = [hit.entity for hit in resolve.find(text)]
        if [i for i in meant if resolve.store.kind(i) == entity.kind] != [entity.id]:
            text = entity.name  # what was printed means others too
    state: ReadState = "printed" if text == name.read else "mended"
    row = PictureRow(
        picture=entry.row.picture,
        line=entry.row.line,
        rank=rank,
        name=text,
        entity=entity.name if entity else None,
        tier=entry.row.tier,
        score=float(number(entry.score.text)) if entry.score else None,
        read=name.read,
        state="doubt" if doubts else state,
        doubt=_why(doubts, entry.row),
    )
    return row, doubts[0].others if doubts else ()


def _left_out(entry: Entry, rank: int, following: int | None) -> Judged:
    """A row whose rank should be there, and of which nothing was read."""
    doubt = Doubt("no row", (str(following),))
    row = PictureRow(
        picture=entry.row.picture,
        line=entry.row.line,
        rank=rank,
        name="",
        entity=None,
        tier=None,
        score=None,
        read="",
        state="doubt",
        doubt=_why([doubt], entry.row),
    )
    return row, ()


def _why(doubts: Sequence[Doubt], row: Row) -> str | None:
    if not doubts:
        return None
    return words.doubt([(doubt.kind, doubt.others) for doubt in doubts], row.picture, row.line)


def _weak_rank(entry: Entry, ranks: Sequence[int | None], i: int) -> Doubt | None:
    """A rank that is not sure, where another one would fit as well."""
    if entry.rank is None or entry.rank.sure >= SURE_DIGIT:
        return None
    above = max((rank for rank in ranks[:i] if rank is not None), default=0)
    below = min((rank for rank in ranks[i + 1 :] if rank is not None), default=above + 2)
    others = sorted(set(_other_ranks(entry.rank)) - {rank_of(entry.rank)})
    fitting = [str(other) for other in others if above <= other <= below]
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
    elif any(_may_be_another_digit(glyph) for glyph in entry.score.glyphs):
        yield Doubt("weak score")


def _may_be_another_digit(glyph: Glyph) -> bool:
    """A digit whose rivals are no digits, such as a point or O, is sure enough."""
    if glyph.sure >= SURE_DIGIT:
        return False
    digits = [likely for other, likely in glyph.others.items() if number(other).isdecimal()]
    return glyph.sure < LEAST_SURE_DIGIT or max(digits, default=0) >= LIKELY_DIGIT
