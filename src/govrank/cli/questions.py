"""Names asked for, one after another, and what is to be said of them at the end.

Names given as arguments: all rows, then what is missing. Names from stdin: what is missing is
said as the lines come in, so that memory does not grow.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from govrank import words
from govrank.ask.entities import entities_of, entity_row
from govrank.ask.find import Finder
from govrank.ask.identify import Identifier
from govrank.ask.lists import select_years
from govrank.cli.batch import STDIN, Undecodable, replies, with_stdin
from govrank.models import (
    MOST_REMEMBERED,
    Answer,
    Entity,
    EntityRow,
    ExitCode,
    GovrankError,
    Placement,
)
from govrank.show.output import hint, say, tell
from govrank.store import Store


class _Names:
    """The names asked for, and which of them had no row."""

    def __init__(self, names: Sequence[str]) -> None:
        self._typed = names
        self.batch = STDIN in names
        self.only_stdin = list(names) == [STDIN]
        self.missing = False
        # The answers to names given as arguments.
        self.found: dict[str, Answer] = {}
        self.not_found: dict[str, Answer] = {}

    def each(self, expect: Callable[[int], None]) -> Iterator[str]:
        for name in with_stdin(self._typed, expect):
            if isinstance(name, Undecodable):
                self.miss([words.undecodable(name.number)])
            else:
                yield name

    def note(self, answer: Answer, found: bool) -> None:
        """Remember an answer to a name that was given as an argument."""
        self.missing = self.missing or not found
        answers = self.found if found else self.not_found
        answers.setdefault(answer.name, answer)

    def miss(self, whys: list[str]) -> None:
        """Say of names in a batch why they have no row."""
        self.missing = True
        say(*whys)

    def replies(
        self,
        ask: Callable[[str], tuple[Sequence[NamedTuple], str]],
        line: Callable[[NamedTuple], str],
        expect: Callable[[int], None],
    ) -> Iterator[str] | None:
        """The answer to stdin as text, if nothing else is asked.

        Args:
            ask: gives the rows of a name and, if there is none, why.
            line: how a row is written.
            expect: is told how many names come next.
        """
        if not self.only_stdin:
            return None

        def reply(name: str) -> tuple[str, str]:
            rows, why = ask(name)
            return "".join([line(row) + "\n" for row in rows]), why

        return replies(reply, self.miss, expect)

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.MISSING if self.missing else ExitCode.FOUND


class Question:
    """The placements of some names.

    Args:
        given: the options that a further command needs too, as they are typed.

    Raises:
        GovrankError: a name given as an argument has no letter or digit.
        NotKnownError: there is no such year or category.
    """

    def __init__(
        self,
        store: Store,
        names: Sequence[str],
        category: Sequence[str] | None,
        year: str | None,
        within: bool = False,
        given: str = "",
    ) -> None:
        self._names = _Names(names)
        self._within = within
        self._options = f" --year {year}" if year else ""
        for name in category or ():
            self._options += f" -c {words.quoted(name)}"
        self._options += given
        self._latest = store.latest_year()
        years = select_years(store, year)
        self._finder = Finder(store, years, category or (), brief=self._names.batch)
        self._ask = lru_cache(maxsize=MOST_REMEMBERED)(self._find)
        self._reason = lru_cache(maxsize=MOST_REMEMBERED)(self._why_not)
        if not self._names.batch:
            for name in names:
                if self._ask(name).empty:  # refused before any row is out
                    raise GovrankError(words.no_letters(name))

    def _find(self, name: str) -> Answer:
        return self._finder.find(name, self._within)

    def answers(self) -> Iterator[Answer]:
        """The answers that have rows."""
        for name in self._names.each(self._finder.identifier.expect):
            if self._names.batch:
                rows, why = self._briefly(name)
                answer = Answer(name, rows)
                if why:
                    self._names.miss([why])
            else:
                answer = self._ask(name)
                self._names.note(answer, bool(answer.rows))
            if answer.rows:
                yield answer

    def rows(self) -> Iterator[Placement]:
        for answer in self.answers():
            yield from answer.rows

    def replies(self, line: Callable[[NamedTuple], str]) -> Iterator[str] | None:
        """The answer to stdin as text, if nothing else is asked.

        Args:
            line: how a row is written.
        """
        return self._names.replies(self._briefly, line, self._finder.identifier.expect)

    def _briefly(self, name: str) -> tuple[Sequence[Placement], str]:
        """The rows of a name in a batch and, if there is none, why."""
        hits = self._finder.identifier.hits(name)
        reasons = [self._reason(hit.entity) for hit in hits]
        if hits and all(reasons):
            return (), words.without_rows(name, reasons)
        answer = self._finder.answer(name, hits, self._within)
        return answer.rows, "" if answer.rows else words.missing(answer, self._latest)

    def _why_not(self, entity: int) -> str:
        """Why an entity has no row in a batch; nothing if it has one."""
        one = self._finder.unplaced(entity, self._within)
        return words.reason(one, self._finder.years) if one else ""

    def beside(self, answer: Answer) -> list[str]:
        """What a reader of the rows should know besides."""
        return words.beside(answer, self._finder.years)

    def hints(self, answer: Answer) -> list[str]:
        """What else could be asked."""
        return [
            words.more_inside(answer.name, entity, count, self._options)
            for entity, count in answer.inside
        ]

    def say_missing(self, in_table: bool) -> ExitCode:
        """Say what was not said with the rows, and give the exit code.

        Args:
            in_table: whether a table has told what stands beside its rows.
        """
        told: dict[str, None] = {}
        if not in_table:
            for answer in self._names.found.values():
                told.update(dict.fromkeys(self.beside(answer)))
                told.update(dict.fromkeys(self.hints(answer)))
        for answer in self._names.not_found.values():
            told.update(dict.fromkeys(self.beside(answer)))
        for line in told:
            hint(line)
        for answer in self._names.not_found.values():
            if not answer.unplaced:
                say(words.missing(answer, self._latest))
        for line in self._blocks():
            tell(line)
        return self._names.exit_code

    def _blocks(self) -> list[str]:
        """What is known of each entity without a row, once, though two names mean it."""
        blocks: dict[int, list[str]] = {}
        for answer in self._names.not_found.values():
            for one in answer.unplaced:
                blocks.setdefault(one.entity.id, words.unplaced(one, self._finder.years))
        return [line for block in blocks.values() for line in block]


class Meanings:
    """What some names mean; without a name, everything that exists today.

    Args:
        kind: only entities of this kind.
        within: the name of a region: only what lies in it.
        ended: whether the whole table has what exists no more.

    Raises:
        GovrankError: nothing is named as `within`, or a name given as an argument has no
            letter or digit.
    """

    def __init__(
        self,
        store: Store,
        names: Sequence[str],
        kind: str | None,
        within: str | None,
        ended: bool,
    ) -> None:
        self._store = store
        self._names = _Names(names)
        self._all = not names
        self._kind = kind
        self._ended = ended
        # Why names given as arguments have no row.
        self._why: dict[str, str] = {}
        self._identifier = Identifier(store, brief=self._names.batch)
        self._inside = None if within is None else self._lying_in(within)
        for name in () if self._names.batch else names:
            if not self._identifier.names.normalise(name):
                raise GovrankError(words.no_letters(name))

    def _lying_in(self, region: str) -> set[int]:
        hits = self._identifier.names.find(region)
        if not hits:
            _rows, answer = entities_of(self._identifier, region)
            raise GovrankError(words.missing(answer, None))
        inside: set[int] = set()
        for hit in hits:
            inside.update(self._store.inside(hit.entity))
        return inside

    def rows(self) -> Iterator[EntityRow]:
        if self._all:
            for entity in self._store.entities():
                if self._is_wanted(entity) and (self._ended or entity.until is None):
                    yield entity_row(self._store, entity)
        for name in self._names.each(self._identifier.expect):
            found, why, answer = self._asked(name)
            if not self._names.batch:
                self._names.note(answer, bool(found))
                self._why[name] = why
            elif not found:
                self._names.miss([why])
            yield from found

    def replies(self, line: Callable[[NamedTuple], str]) -> Iterator[str] | None:
        """The answer to stdin as text, if nothing else is asked.

        Args:
            line: how a row is written.
        """

        def ask(name: str) -> tuple[Sequence[EntityRow], str]:
            found, why, _answer = self._asked(name)
            return found, why

        return self._names.replies(ask, line, self._identifier.expect)

    def _asked(self, name: str) -> tuple[list[EntityRow], str, Answer]:
        """The rows of a name, if there is none why, and what is to be told beside them."""
        rows, answer = entities_of(self._identifier, name)
        found = rows
        if self._kind is not None or self._inside is not None:
            found = [row for row in rows if self._is_wanted(self._store.entity_called(row.entity))]
        if found:
            return found, "", answer
        return [], words.none_of_these(name) if rows else words.missing(answer, None), answer

    def _is_wanted(self, entity: Entity | None) -> bool:
        if entity is None or self._kind not in (None, entity.kind):
            return False
        return self._inside is None or entity.id in self._inside

    def say_missing(self) -> ExitCode:
        """Say what was not said with the rows, and give the exit code."""
        for answer in [*self._names.found.values(), *self._names.not_found.values()]:
            for succession in answer.successions:
                hint(words.succession(succession))
            if answer.others:
                hint(words.others(answer.name, answer.others))
        for answer in self._names.not_found.values():
            say(self._why[answer.name])
        return self._names.exit_code
