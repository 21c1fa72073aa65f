"""Which names belong to which rank, where a rank stands once for all who are tied.

Ranks and names come from top to bottom. In one list a rank stands at the middle of its names,
in another beside the first of them. The cheapest way to give each name to a rank is searched
for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govrank.models import Numbering
from govrank.read.boxes import Box

# The most names at one rank, or lines of names at one tier.
MOST = 40
# The most names in a row whose ranks were not read.
MOST_UNREAD = 4
# What it costs, in rows of distance: that a name has no rank, that a rank has no name, that
# the next rank does not fit, and that a rank stands not in the manner of its list.
NO_RANK, NO_NAME, NO_FIT, OTHER = 0.8, 0.8, 0.5, 0.3
# A rank this far off is not tried.
FAR = 25

Pair = tuple[Box | None, Box | None]


def assign(
    ranks: Sequence[Box],
    names: Sequence[Box],
    pitch: float,
    numbers: Sequence[int | None] = (),
    numbering: Numbering | None = None,
    at_top: bool = False,
) -> Iterator[Pair]:
    """Pairs of a rank and a name, from top to bottom. What was not read is None.

    Args:
        pitch: from one row to the next.
        numbers: what the ranks say, if they say numbers.
        numbering: what follows a tie, if that is known.
        at_top: whether ranks stand beside the first of their names.
    """
    search = _Search(ranks, names, pitch, numbers, numbering, at_top)
    rank, name = 0, search.leading()
    yield from ((None, box) for box in names[:name])
    while rank < len(ranks):
        _cost, count, unread = search.best[rank][name]
        if count == 0:
            yield ranks[rank], None
        for box in names[name : name + count]:
            yield ranks[rank], box
        name += count
        yield from ((None, box) for box in names[name : name + unread])
        name += unread
        rank += 1
    yield from ((None, box) for box in names[name:])


def cost(
    ranks: Sequence[Box],
    names: Sequence[Box],
    pitch: float,
    numbers: Sequence[int | None],
    numbering: Numbering,
    at_top: bool,
) -> float:
    """What the cheapest way of `assign` costs, in rows of distance."""
    return _Search(ranks, names, pitch, numbers, numbering, at_top).cost()


class _Search:
    """The cheapest way from each rank and name on: what it costs, and its first step.

    A step gives a rank some names, behind which stand some whose ranks were not read.
    """

    def __init__(
        self,
        ranks: Sequence[Box],
        names: Sequence[Box],
        pitch: float,
        numbers: Sequence[int | None],
        numbering: Numbering | None,
        at_top: bool,
    ) -> None:
        self._middle, self._top = (OTHER, 0.0) if at_top else (0.0, OTHER)
        self._places = [box.middle / pitch for box in ranks]
        self._heights = [box.middle / pitch for box in names]
        self._numbers = numbers
        self._numbering = numbering
        last = [(NO_RANK * (len(names) - i), 0, 0) for i in range(len(names) + 1)]
        self.best: list[list[tuple[float, int, int]]] = [last]
        for rank in reversed(range(len(ranks))):
            row = [self._step(rank, name) for name in range(len(names) + 1)]
            self.best.insert(0, row)

    def leading(self) -> int:
        """How many names stand above the first rank that takes one."""
        return min(range(len(self._heights) + 1), key=self._cost)

    def cost(self) -> float:
        return self._cost(self.leading())

    def _cost(self, leading: int) -> float:
        return self.best[0][leading][0] + NO_RANK * leading

    def _step(self, rank: int, name: int) -> tuple[float, int, int]:
        after = self.best[0]
        left = len(self._heights) - name
        options = [(NO_NAME + after[name][0], 0, 0)]
        for count in range(1, min(MOST, left) + 1):
            distance = self._distance(rank, name, count)
            if distance > FAR:
                break
            for unread in range(min(MOST_UNREAD, left - count) + 1):
                cost = distance + NO_RANK * unread + self._misfit(rank, count, unread)
                options.append((cost + after[name + count + unread][0], count, unread))
        return min(options)

    def _distance(self, rank: int, name: int, count: int) -> float:
        """How far a rank stands from where it should, in rows."""
        place = self._places[rank]
        first, last = self._heights[name], self._heights[name + count - 1]
        middle = abs(place - (first + last) / 2)
        if count == 1:
            return middle
        return min(middle + self._middle, abs(place - first) + self._top) + 0.01 * count

    def _misfit(self, rank: int, count: int, unread: int) -> float:
        """What it costs that the next rank is not the one that should follow."""
        # A tie with its rank at the top may be a rank that was not read, unless the next one fits.
        doubtful = self._middle if count > 1 else 0
        if rank + 1 >= len(self._numbers):
            return doubtful
        this, following = self._numbers[rank], self._numbers[rank + 1]
        if this is None or following is None:
            return doubtful
        most = 1 if self._numbering == "dense" else count
        least = count if self._numbering == "competition" else 1
        step = following - this
        is_fit = 0 <= step <= most + unread if unread else step in (0, least, most)
        return 0 if is_fit else NO_FIT + doubtful
