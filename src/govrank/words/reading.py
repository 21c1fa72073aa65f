"""What is said of pictures that are read: their rows, their doubts, and what is wrong."""

from collections.abc import Callable, Sequence
from pathlib import Path

from govrank.i18n import _
from govrank.models import Category
from govrank.words import category_name, joined, system_error

# So many mended names and rows in doubt are named in the summary.
MOST_NAMED = 3

# why a row is in doubt


def doubt(doubts: Sequence[tuple[str, Sequence[str]]], picture: int, line: int) -> str:
    """Why a row is in doubt, with where it stands in the picture."""
    at = _("picture {picture}, row {line}").format(picture=picture, line=line)
    why = [DOUBTS[kind](others) for kind, others in doubts]
    return _("{at}: {why}").format(at=at, why=_("; ").join(why))


def _or(names: Sequence[str]) -> str:
    return _(" or ").join(names)


def _near(names: Sequence[str]) -> str:
    return _("it may be {names}").format(names=_or(names))


def _unknown(names: Sequence[str]) -> str:
    if not names:
        return _("no such name is known")
    return _("no such name is known; the nearest is {names}").format(names=_or(names))


def _weak(names: Sequence[str]) -> str:
    return _("it was hard to read, and may be {names}").format(names=_or(names))


def _several(names: Sequence[str]) -> str:
    return _("it may be any of {names}; write its city in front").format(names=joined(names))


def _twice(rows: Sequence[str]) -> str:
    return _("it stands in row {row} too").format(row=joined(rows))


def _back(ranks: Sequence[str]) -> str:
    return _("the rank goes back: it stands behind {rank}").format(rank=ranks[0])


def _numbering(ranks: Sequence[str]) -> str:
    return _("the rank does not fit: {expected} should follow {rank}").format(
        rank=ranks[0], expected=ranks[1]
    )


def _tie(ranks: Sequence[str]) -> str:
    return _("the tie does not fit: rank {rank} follows, and {expected} is left out").format(
        rank=ranks[0], expected=ranks[1]
    )


def _weak_rank(ranks: Sequence[str]) -> str:
    return _("the rank was hard to read, and may be {ranks}").format(ranks=_or(ranks))


def _no_row(ranks: Sequence[str]) -> str:
    return _("a row in front of rank {rank} was not read").format(rank=ranks[0])


def _no_name(names: Sequence[str]) -> str:
    return _("the name was not read")


def _no_rank(ranks: Sequence[str]) -> str:
    return _("the rank was not read")


def _blank_rank(ranks: Sequence[str]) -> str:
    return _("no rank stands there: it is tied with the row above, or its rank was not read")


def _no_score(scores: Sequence[str]) -> str:
    return _("the score was not read")


def _weak_score(scores: Sequence[str]) -> str:
    return _("the score was hard to read")


def _no_tier(tiers: Sequence[str]) -> str:
    return _("the tier was not read")


DOUBTS: dict[str, Callable[[Sequence[str]], str]] = {
    "near": _near,
    "unknown": _unknown,
    "weak": _weak,
    "several": _several,
    "twice": _twice,
    "no name": _no_name,
    "no row": _no_row,
    "no rank": _no_rank,
    "blank rank": _blank_rank,
    "weak rank": _weak_rank,
    "back": _back,
    "numbering": _numbering,
    "tie": _tie,
    "no score": _no_score,
    "weak score": _weak_score,
    "no tier": _no_tier,
}


# the summary


def summary(
    rows: int, mended: Sequence[tuple[str, str]], doubts: Sequence[tuple[int, str, Sequence[str]]]
) -> str:
    """One line on what was read.

    Args:
        mended: what was read, and what it was mended to.
        doubts: the number of a row, its name, and what else it may be.
    """
    parts = [_("{count} as printed").format(count=rows - len(mended) - len(doubts))]
    if mended:
        shown = [f"{read} → {name}" for read, name in mended[:MOST_NAMED]]
        parts.append(
            _("{count} mended ({names})").format(
                count=len(mended), names=_and_more(shown, len(mended))
            )
        )
    if doubts:
        shown = [_doubtful(*doubt) for doubt in doubts[:MOST_NAMED]]
        parts.append(
            _("{count} in doubt: look at {rows}").format(
                count=len(doubts), rows=_and_more(shown, len(doubts))
            )
        )
    return _("{count} rows read: {parts}").format(count=rows, parts=joined(parts))


def _doubtful(row: int, name: str, others: Sequence[str]) -> str:
    text = _("row {row}").format(row=row)
    if name and others:
        return _("{row} ({name}, or {others}?)").format(row=text, name=name, others=_or(others))
    return f"{text} ({name})" if name else text


def _and_more(shown: Sequence[str], count: int) -> str:
    more = f" +{count - len(shown)}" if count > len(shown) else ""
    return joined(shown) + more


def places_read(first: int, last: int, listed: int | None) -> str | None:
    """A note on the list, if its ranks are not those that it should have."""
    if listed is not None and last != listed:
        return _("ranks {first} to {last} are in the pictures; the list has {listed}").format(
            first=first, last=last, listed=listed
        )
    if first != 1:
        return _("the ranks begin at {first}: is a picture missing?").format(first=first)
    return None


def name_the_file(path: Path) -> str:
    """What a table needs to be read back."""
    return _("to use {path} with --data, name it by year and list, as in 2024-地市.csv").format(
        path=path
    )


# what is wrong


def no_output() -> str:
    return _("where to? -o FILE.csv or FILE.xlsx, or --json")


def not_a_table_name(path: Path) -> str:
    return _("{path} should end in .csv or .xlsx").format(path=path)


def exists(path: Path) -> str:
    return _("{path} is there already, and its doubts may be cleared; --force replaces it").format(
        path=path
    )


def another_list(known: int, read: int, category: Category, count: int) -> str:
    return _(
        "only {known} of the {read} names are of that list, and {count} are {other}: try -c {other}"
    ).format(known=known, read=read, count=count, other=category_name(category))


def no_table() -> str:
    return _("no table of Chinese names was found; save the picture of the table, at its full size")


def no_picture(path: Path, error: OSError) -> str:
    return _("{path} cannot be read: {error}").format(path=path, error=system_error(error))


def not_a_picture(path: Path) -> str:
    return _("{path} is no picture; save it as PNG or JPEG").format(path=path)


def damaged_picture(path: Path) -> str:
    return _("{path} is damaged or cut off; save it once more").format(path=path)


def picture_too_large(path: Path, width: int, height: int, most: int) -> str:
    return _(
        "{path} has {width} × {height} pixels, more than {most} million; cut it into pictures"
    ).format(path=path, width=width, height=height, most=most // 1_000_000)


def ocr_missing(module: str) -> str:
    return _("to read pictures, install govrank[ocr] ({module} is missing): {command}").format(
        module=module, command="pip install 'govrank[ocr]'"
    )


def ocr_broken(error: Exception) -> str:
    """A part of the extra is there and does not load, as without a library of the system."""
    reason = str(error).strip().split("\n")[0]
    return _("a part of govrank[ocr] cannot be loaded ({reason}); {advice}").format(
        reason=reason, advice=_advice(reason)
    )


def _advice(reason: str) -> str:
    if "libGL" in reason or "libgthread" in reason or "libglib" in reason:
        return _("install it: apt install libgl1 libglib2.0-0")
    return _("install it again: pip install --force-reinstall 'govrank[ocr]'")


def progress(picture: int, pictures: int, bar: str) -> str:
    return _("reading picture {picture} of {pictures} {bar}").format(
        picture=picture, pictures=pictures, bar=bar
    )
