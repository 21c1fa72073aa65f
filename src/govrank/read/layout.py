"""Boxes of text → the rows of a table, by plain geometry.

A table stands in one to five blocks side by side. Each block has columns: the rank, the name,
and sometimes a score and a tier. A rank may stand once, in a merged cell, for all who are
tied. In a table of tiers a cell has many names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from govrank.folder.cells import rank_of as rank_in
from govrank.models import Numbering
from govrank.read.boxes import Box, joined, part_of
from govrank.read.merged import Pair, assign, cost
from govrank.read.split import IsName, names_in

HEADINGS = {
    "rank": ("名次", "排名", "序号", "位次", "排序", "名 次", "排 名", "序 号"),
    "name": (
        *("名称", "网站名称", "单位", "单位名称", "部门", "部门名称", "网站", "城市", "地区"),
        *("省份", "地方", "机构", "政府网站", "地市", "区县", "开发区", "参评单位", "被评估单位"),
    ),
    "score": ("得分", "总分", "分数", "评分", "综合得分", "绩效得分"),
    "tier": ("等级", "档次", "级别", "档级", "评估等级"),
}
# A line that begins so stands below the table.
FOOTNOTE = re.compile("注|备注|说明|数据来源|资料来源|来源")
# The next line of a cell is not further away, in its height.
NEXT_LINE = 0.4
# What the places of ranks cost for each name, in rows, in a list whose ranks are understood.
MOST_COST = 0.2
# In one gap so many rows are looked for.
MOST_GAPS = 3
PAGE_NUMBER = re.compile(r"[\W_一]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[/／共]\s*\d+\s*页?)?[\W_一]*")
RANK = re.compile(r"(?:第\s*)?(\d{1,4})\s*[名位.、]?")
SCORE = re.compile(r"\d{1,3}(?:\.\d{1,4})?")
# What a reader takes for digits in a column of numbers.
DIGITS = str.maketrans("OoＯ〇Il|｜丨", "000011111", " ")
POINTS = str.maketrans("．，,·。:", "......")


Place = tuple[float, float, float, float]


class Row(NamedTuple):
    """A row as the picture has it. What was not read is None.

    Attributes:
        picture: the number of the picture, from 1.
        line: the number of the row in that picture, from 1.
        place: where its name stands or should stand: left, top, right, bottom.
        rank_place: where its rank should stand.
        pitch: from one row to the next.
        maybe: whether nothing was found there, but something may stand there.
        edge: whether no row with a rank stands above it, or below it, in its block.
    """

    picture: int
    line: int
    rank: Box | None
    name: Box | None
    tier: str | None
    score: Box | None
    place: Place
    rank_place: Place | None = None
    pitch: float = 0
    maybe: bool = False
    edge: bool = False

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return (self.place[1] + self.place[3]) / 2


class Table(NamedTuple):
    """The rows of one picture, and what its table has."""

    rows: list[Row]
    ranked: bool
    scored: bool
    tiered: bool


class Column(NamedTuple):
    """Boxes one below the other."""

    kind: str  # rank, score, tier or text
    boxes: list[Box]

    @property
    def left(self) -> float:
        return min(box.left for box in self.boxes)

    @property
    def right(self) -> float:
        return max(box.right for box in self.boxes)


class Block(NamedTuple):
    """The columns of one block, its cells with names, and what its ranks say.

    Attributes:
        pitch: from one row to the next.
    """

    columns: Sequence[Column]
    ranks: Column
    names: list[Box]
    pitch: float
    numbers: list[int | None]


def table(
    picture: int,
    boxes: Sequence[Box],
    tiers: Collection[str],
    is_name: IsName,
    numbering: Numbering | None = None,
) -> Table:
    """The rows of a picture, in the order of their ranks.

    Args:
        tiers: the names of the tiers.
        is_name: whether a text is a name of the dictionary.
        numbering: what follows a tie, if that is known.
    """
    cells = [part for box in boxes for part in _split(box) if part.text.strip()]
    heads = _headings(cells)
    body = _body(cells, heads)
    columns = _columns(body, heads, tiers)
    ranks = [column for column in columns if column.kind == "rank"]
    if not ranks:
        return _tier_table(picture, body, tiers, is_name)
    rows: list[list[Row]] = []
    blocks = [_block(block, is_name) for block in _blocks(columns, ranks)]
    at_top = numbering is not None and _is_at_top(blocks, numbering)
    for block in blocks:
        rows.append(list(_block_rows(picture, block, tiers, numbering, at_top)))
    lowest = max((row.middle for block in rows for row in block), default=0)
    ordered = _in_order([_with_gaps(block, lowest) for block in rows if block])
    numbered = [row._replace(line=line) for line, row in enumerate(ordered, 1)]
    return Table(
        rows=numbered,
        ranked=True,
        scored=any(column.kind == "score" for column in columns),
        tiered=any(column.kind == "tier" for column in columns),
    )


def number(text: str) -> str:
    """A text from a column of numbers, with its digits as digits."""
    return text.translate(DIGITS).translate(POINTS).strip()


def rank_of(box: Box | None) -> int | None:
    """The rank that a box says, if it says one: 3, 3. or, as in a table of one's own, 3=."""
    text = number(box.text) if box else ""
    if found := RANK.fullmatch(text):
        return int(found[1])
    said = rank_in(text)
    return said.rank if said else None


# cells


def _split(box: Box) -> Iterator[Box]:
    """A box in the cells that it covers: 12潍坊市, 武汉市 88.5."""
    text = number(box.text) if box.text.isascii() else box.text
    if SCORE.fullmatch(text) or FOOTNOTE.match(box.text) or rank_of(box) is not None:
        yield box
        return
    found = re.fullmatch(r"(\d{1,3}[.、]?\s*)?(\D.*?)(\s*\d{2,3}\.\d{1,2})?", box.text)
    if found is None or not (found[1] or found[3]) or not re.search(r"\w", found[2]):
        yield box
        return
    if found[2].lstrip()[:1] in ("年", "分", "个", "页", "月", "%"):
        yield box
        return
    at = 0
    for part in found.groups():
        if part:
            yield part_of(box, at, at + len(part))
            at += len(part)


def _headings(cells: Sequence[Box]) -> list[tuple[str, Box]]:
    """The headings of columns: the uppermost line that has some, and their kinds."""
    found = []
    for cell in cells:
        text = re.sub(r"\s", "", cell.text)
        for kind, names in HEADINGS.items():
            if text in names:
                found.append((kind, cell))
    if not found:
        return []
    lines: list[list[tuple[str, Box]]] = []
    for kind, cell in sorted(found, key=lambda one: one[1].middle):
        if lines and abs(lines[-1][-1][1].middle - cell.middle) < cell.height * 0.7:
            lines[-1].append((kind, cell))
        else:
            lines.append([(kind, cell)])
    return max(lines, key=len)


def _body(cells: Sequence[Box], heads: Sequence[tuple[str, Box]]) -> list[Box]:
    """The cells below the headings, without footnotes and page numbers."""
    top = max((head.bottom - head.height / 4 for _kind, head in heads), default=float("-inf"))
    body = []
    for cell in cells:
        if cell.middle < top or FOOTNOTE.match(cell.text):
            continue
        is_page = PAGE_NUMBER.fullmatch(cell.text) and not SCORE.fullmatch(number(cell.text))
        if is_page and rank_of(cell) is None:
            continue
        body.append(cell)
    return body


# columns


def _columns(
    cells: Sequence[Box], heads: Sequence[tuple[str, Box]], tiers: Collection[str]
) -> list[Column]:
    """The columns from left to right. Their kinds are rank, score, tier and text."""
    numbers = [cell for cell in cells if SCORE.fullmatch(number(cell.text)) or rank_of(cell)]
    columns = []
    stacks = _overlapping(numbers)
    lowest = max((stack[-1].bottom for stack in stacks if len(stack) > 1), default=0)
    for boxes in stacks:
        if len(boxes) == 1 and boxes[0].middle > lowest > 0:
            continue  # the number of a page
        kind = _kind_of_numbers(boxes, heads)
        if kind is not None:
            columns.append(Column(kind, boxes))
    ranks = [column for column in columns if column.kind == "rank"]
    texts = []
    for cell in cells:
        if cell not in numbers and not any(_covers(cell, column) for column in ranks):
            texts.append(cell)
    for boxes in _overlapping(texts):
        hits = sum(_tier_of(box.text, tiers) is not None for box in boxes)
        columns.append(Column("tier" if hits * 2 > len(boxes) else "text", boxes))
    return sorted(columns, key=lambda column: column.left + column.right)


def _overlapping(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells in groups, those together that stand over each other."""
    groups: list[list[Box]] = []
    for cell in sorted(cells, key=lambda cell: cell.right - cell.left):
        same = []
        for group in groups:
            across = [min(cell.right, o.right) - max(cell.left, o.left) for o in group]
            widths = [min(cell.right - cell.left, o.right - o.left) for o in group]
            if any(a > 0.4 * w for a, w in zip(across, widths, strict=True)):
                same.append(group)
        if len(same) > 1 and _reaches_over(cell, same):
            continue  # a title or a footnote
        merged = [cell]
        for group in same:
            groups.remove(group)
            merged += group
        groups.append(merged)
    for group in groups:
        group.sort(key=lambda cell: cell.middle)
    return groups


def _reaches_over(cell: Box, groups: Sequence[Sequence[Box]]) -> bool:
    """Whether a cell stands over several columns, and not just over parts of one."""
    big = [group for group in groups if len(group) > 2]
    if len(big) < 2:
        return False
    big.sort(key=lambda group: median(box.left for box in group))
    first, second = big[0], big[1]
    return median(box.right for box in first) < median(box.left for box in second)


def _covers(cell: Box, column: Column) -> bool:
    """Whether a text stands where a column of ranks does, as a footnote or a title."""
    middle = median((box.left + box.right) / 2 for box in column.boxes)
    return cell.left < middle < cell.right


def _kind_of_numbers(boxes: Sequence[Box], heads: Sequence[tuple[str, Box]]) -> str | None:
    """Whether a column of numbers has ranks or scores; None if it is no column."""
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    for kind, head in heads:
        across = min(right, head.right) - max(left, head.left)
        if kind in ("rank", "score") and across > 0.3 * min(right - left, head.right - head.left):
            return kind
    if any("." in number(box.text) for box in boxes):
        return "score"
    if heads and any(kind == "rank" for kind, _head in heads):
        return None
    ranks = [rank_of(box) or 0 for box in boxes]
    rising = sum(a <= b for a, b in itertools.pairwise(ranks))
    if len(ranks) >= 2 and rising < 0.7 * (len(ranks) - 1):
        return "score"
    return "rank" if len(ranks) >= 2 else None


def _blocks(columns: Sequence[Column], ranks: Sequence[Column]) -> list[list[Column]]:
    """The columns of each block. A block begins with its rank, or else ends with it."""
    names_first = columns[0].kind == "text" and columns[-1].kind == "rank"
    blocks: list[list[Column]] = [[]]
    for column in columns:
        if (
            column.kind == "rank"
            and not names_first
            and any(other.kind == "rank" for other in blocks[-1])
        ):
            blocks.append([])
        blocks[-1].append(column)
        if column.kind == "rank" and names_first:
            blocks.append([])
    return [block for block in blocks if any(column.kind == "rank" for column in block)]


def _block(columns: Sequence[Column], is_name: IsName) -> Block:
    [ranks] = [column for column in columns if column.kind == "rank"]
    names = _name_cells([column for column in columns if column.kind == "text"], is_name)
    pitch = _pitch([box.middle for box in names], [box.middle for box in ranks.boxes])
    numbers = [rank_of(box) for box in ranks.boxes]
    return Block(columns, ranks, names, pitch, numbers)


def _is_at_top(blocks: Sequence[Block], numbering: Numbering) -> bool:
    """Whether the rank of the tied stands beside the first of them, and not at their middle.

    All blocks of a picture have the same manner, and one tie alone may look like either.
    """
    costs = {}
    for at_top in (False, True):
        costs[at_top] = sum(
            cost(block.ranks.boxes, block.names, block.pitch, block.numbers, numbering, at_top)
            for block in blocks
        )
    # Where much does not fit, as in ranks that go on across the blocks, nothing is known.
    return costs[True] < min(costs[False], MOST_COST * sum(len(b.names) for b in blocks))


def _block_rows(
    picture: int,
    block: Block,
    tiers: Collection[str],
    numbering: Numbering | None,
    at_top: bool,
) -> Iterator[Row]:
    """The rows of one block, from top to bottom."""
    columns, rank_column, names, pitch, numbers = block
    ranks = rank_column.boxes
    scores = [box for column in columns if column.kind == "score" for box in column.boxes]
    levels = [box for column in columns if column.kind == "tier" for box in column.boxes]
    half = min(0.5 * pitch, max(box.height for box in [*names, *ranks]) / 2)
    left = min((box.left for box in names), default=rank_column.right)
    right = max((box.right for box in names), default=rank_column.right + 10 * half)
    pairs = list(assign(ranks, names, pitch, numbers, numbering, at_top))
    pairs = _without_page_number(pairs)
    ranked = [i for i, (rank, _name) in enumerate(pairs) if rank]
    for i, (rank, name) in enumerate(pairs):
        at = (name or rank or ranks[0]).middle
        yield Row(
            picture=picture,
            line=0,
            rank=rank,
            name=name,
            tier=_tier_of(_text(_nearest(levels, at, pitch)), tiers),
            score=_nearest(scores, at, pitch),
            place=(left, at - half, right, at + half),
            rank_place=(rank_column.left, at - half, rank_column.right, at + half),
            pitch=pitch,
            edge=i < ranked[0] or i > ranked[-1],
        )


def _without_page_number(pairs: list[Pair]) -> list[Pair]:
    """The rows without a number at the end that stands alone and goes back."""
    numbers = [rank_of(rank) or 0 for rank, _name in pairs]
    if len(pairs) > 1 and pairs[-1][1] is None and numbers[-1] < max(numbers[:-1]):
        return pairs[:-1]
    return pairs


def _with_gaps(rows: Sequence[Row], lowest: float) -> list[Row]:
    """The rows of a block, with those that may stand where a row is left out.

    Args:
        lowest: where the last row of the longest block stands.
    """
    pitch = rows[0].pitch
    found: list[Row] = []
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        found.append(row)
        end = below.middle if below else lowest + pitch
        missing = max(0, int((end - row.middle) / pitch - 0.7)) if pitch else 0
        step = (end - row.middle) / (missing + 1)
        if missing <= MOST_GAPS:
            heights = [row.middle + step * (i + 1) for i in range(missing)]
            found += [_gap(row, height, shared=False) for height in heights]
        alone = sum(other.rank is row.rank for other in rows) == 1
        if row.rank and row.name and alone:
            # In a merged cell a rank stands between two names. Is there another one?
            off = row.rank.middle - row.middle
            beyond = row.rank.middle + off
            taken = any(abs(other.middle - beyond) < 0.7 * pitch for other in rows)
            if 0.3 * pitch < abs(off) < 0.7 * pitch and not taken:
                found.append(_gap(row, beyond, shared=True))
    return found


def _gap(row: Row, at: float, shared: bool) -> Row:
    """A row that may stand at a height, in the columns of another."""
    half = (row.place[3] - row.place[1]) / 2
    left, _top, right, _bottom = row.place
    rank_left, _t, rank_right, _b = row.rank_place or row.place
    return row._replace(
        rank=row.rank if shared else None,
        name=None,
        tier=None,
        score=None,
        place=(left, at - half, right, at + half),
        rank_place=(rank_left, at - half, rank_right, at + half),
        maybe=True,
    )


def _name_cells(texts: Sequence[Column], is_name: IsName) -> list[Box]:
    """The cells of the column that has the names, each cell in one box."""
    if not texts:
        return []
    hits = [sum(is_name(box.text) for box in column.boxes) for column in texts]
    best = max(range(len(texts)), key=lambda i: (hits[i], len(texts[i].boxes)))
    lines: list[list[Box]] = []
    for box in texts[best].boxes:
        if lines and abs(lines[-1][0].middle - box.middle) < 0.5 * box.height:
            lines[-1].append(box)
        else:
            lines.append([box])
    # The second of two names in a cell may stand to the right of all others.
    for box in sorted((b for t in texts[best + 1 :] for b in t.boxes), key=lambda b: b.left):
        for line in lines:
            gap = box.left - max(other.right for other in line)
            is_level = abs(line[0].middle - box.middle) < 0.5 * box.height
            if is_level and -box.height < gap < box.height:
                line.append(box)
    cells = [joined(sorted(line, key=lambda box: box.left)) for line in lines]
    return _on_two_lines(cells, is_name)


def _on_two_lines(cells: Sequence[Box], is_name: IsName) -> list[Box]:
    """The cells, with those joined that are names only together."""

    def are_names(*lines: Box) -> bool:
        return all(is_name(part.text.replace(" ", "")) for part in names_in(lines, is_name))

    found: list[Box] = []
    for cell in cells:
        above = found[-1] if found else None
        is_next = above is not None and cell.top - above.bottom < NEXT_LINE * cell.height
        if above is None or not is_next or (are_names(above) and are_names(cell)):
            found.append(cell)
        elif are_names(above, cell):
            found[-1] = joined([above, cell])
        else:
            found.append(cell)
    return found


def _pitch(names: Sequence[float], ranks: Sequence[float]) -> float:
    """From one row to the next."""
    steps = [b - a for a, b in itertools.pairwise(names)]
    if not steps:
        steps = [b - a for a, b in itertools.pairwise(ranks)]
    return median(steps) if steps else 1


def _nearest(boxes: Sequence[Box], at: float, pitch: float) -> Box | None:
    """The box at a height, if there is one; in a merged cell, the nearest."""
    best = min(boxes, key=lambda box: abs(box.middle - at), default=None)
    if best is None or abs(best.middle - at) > 0.6 * pitch:
        return None
    return best


def _text(box: Box | None) -> str:
    return box.text if box else ""


def _tier_of(text: str, tiers: Collection[str]) -> str | None:
    """The tier that a cell names: 卓越级, 卓越, 卓越级(95分以上)."""
    text = re.sub(r"\s", "", text)
    for tier in tiers:
        if text == tier.removesuffix("级") or text.startswith(tier):
            return tier
    return None


def _in_order(blocks: Sequence[Sequence[Row]]) -> list[Row]:
    """The rows block by block or, if the ranks go on across, line by line."""
    down = [row for block in blocks for row in block]
    pitch = median(row.pitch for row in down) if down else 0
    lines: list[list[Row]] = []
    for row in sorted(down, key=lambda row: row.middle):
        if lines and row.middle - lines[-1][0].middle < 0.5 * pitch:
            lines[-1].append(row)
        else:
            lines.append([row])
    across = [row for line in lines for row in sorted(line, key=lambda row: row.place[0])]
    return across if _steps(across) > _steps(down) else down


def _steps(rows: Sequence[Row]) -> int:
    """How many ranks follow the one in front of them."""
    ranks = [rank for row in rows if (rank := rank_of(row.rank)) is not None]
    return sum(b - a in (0, 1) for a, b in itertools.pairwise(ranks))


# tables of tiers, and lists of names


def _tier_table(
    picture: int, cells: Sequence[Box], tiers: Collection[str], is_name: IsName
) -> Table:
    """A line a tier, with many names in a cell; without tiers, just the names."""
    levels = [cell for cell in cells if _tier_of(cell.text, tiers)]
    rest = [cell for cell in cells if cell not in levels]
    if levels:
        edge = max(level.right for level in levels)
        beside = [cell for cell in rest if (cell.left + cell.right) / 2 <= edge]
        rest = [cell for cell in rest if cell not in beside]
        levels = [_with_bound(level, beside) for level in levels]
        levels.sort(key=lambda box: box.middle)
    lines = _lines(rest)
    if levels:
        height = median(line.height for line in lines) if lines else 0
        above = levels[0].top - len(lines) * 2 * height
        lines = [line for line in lines if line.middle > above]
    pitch = _pitch([line.middle for line in lines], []) if len(lines) > 1 else 1
    rows: list[Row] = []
    for level, group in _by_tier(levels, lines, pitch):
        tier = _tier_of(level.text, tiers) if level else None
        for name in names_in(group, is_name):
            place = (name.left, name.top, name.right, name.bottom)
            rows.append(Row(picture, len(rows) + 1, None, name, tier, None, place))
    return Table(rows=rows, ranked=False, scored=False, tiered=bool(levels))


def _with_bound(level: Box, beside: Sequence[Box]) -> Box:
    """A tier with the line below it, (95分以上), so that its middle is that of the cell."""
    below = [
        box for box in beside if 0 < box.middle - level.middle < 1.6 * max(level.height, box.height)
    ]
    if not below:
        return level
    return level._replace(bottom=max(box.bottom for box in below))


def _lines(cells: Sequence[Box]) -> list[Box]:
    """What stands on one line, in one box, with blanks between."""
    lines: list[list[Box]] = []
    for cell in sorted(cells, key=lambda cell: cell.middle):
        if lines and abs(median(b.middle for b in lines[-1]) - cell.middle) < 0.5 * cell.height:
            lines[-1].append(cell)
        else:
            lines.append([cell])
    return [joined(sorted(line, key=lambda cell: cell.left)) for line in lines]


def _by_tier(
    levels: Sequence[Box], lines: Sequence[Box], pitch: float
) -> Iterator[tuple[Box | None, list[Box]]]:
    """The lines that belong to each tier."""
    if not levels:
        yield None, list(lines)
        return
    groups: dict[int, list[Box]] = {}
    for level, line in assign(levels, lines, pitch):
        if level is not None and line is not None:
            groups.setdefault(levels.index(level), []).append(line)
    for i, level in enumerate(levels):
        yield level, groups.get(i, [])
