"""The tier of a score, in exact decimals."""

import re
from decimal import Context, Decimal

from govrank import words
from govrank.ask.lists import span
from govrank.models import InvalidScoreError, NotKnownError, Scale, Tiering
from govrank.names.normal import with_digits
from govrank.store import Store

SCORE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")


def select_scales(store: Store, year: str | int | None) -> list[Scale]:
    """The tier scale of a year, the latest, or all of some years, newest first.

    Raises:
        NotKnownError: no scale is known for that year.
    """
    scales = store.scales()
    if year is None:
        found = scales[:1]
    else:
        years = span(year)
        found = [scale for scale in scales if scale.year in years]
    if found:
        return found
    known = [scale.year for scale in scales]
    raise NotKnownError(words.no_scale(str(year), known))


def tiers(scale: Scale) -> list[Tiering]:
    """The tiers of a scale, highest first."""
    rows: list[Tiering] = []
    for step in scale.steps:
        above = rows[-1] if rows else None
        rows.append(
            Tiering(
                score=None,
                tier=step.tier,
                min=step.minimum,
                max=above.min if above else None,
                next_tier=above.tier if above else None,
                points_to_next=None,
                year=scale.year,
            )
        )
    return rows


def tier(scale: Scale, score: str | float | Decimal) -> Tiering:
    """The tier of a score, with the points missing to the next one.

    Args:
        score: in points, from 0 to the full marks of the scale; a text may have 分 behind it.

    Raises:
        InvalidScoreError: it is not such a number.
    """
    # repr() keeps the digits of a float, and a Decimal writes them without an exponent.
    # It is Python's own float that is asked: numpy's has another.
    text = format(Decimal(repr(float(score))), "f") if isinstance(score, float) else str(score)
    number = with_digits(text).strip().removesuffix("分").strip()
    if not SCORE.fullmatch(number):
        raise InvalidScoreError(words.invalid_score(text, scale.full_marks))
    points = Decimal(number)
    if points > scale.full_marks:
        raise InvalidScoreError(words.above_full_marks(text, scale.full_marks, scale.year))
    if points < 0:
        raise InvalidScoreError(words.invalid_score(text, scale.full_marks))
    points = points.copy_abs()  # no -0
    for row in tiers(scale):
        if row.min is None or points >= row.min:
            break
    missing = None
    if row.max is not None:
        missing = Context(prec=len(number) + 4).subtract(Decimal(row.max), points)
    return row._replace(score=points, points_to_next=missing)
