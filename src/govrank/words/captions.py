"""What tables say: titles, headings and captions, in the reader's language."""

from collections.abc import Sequence

from govrank import words
from govrank.i18n import LANGUAGE, _
from govrank.models import Category, Listing, Source
from govrank.words import category_name, joined, listing_name

ENGLISH = LANGUAGE == "en"
# In place of a value that is set in another colour.
HOLE = "{}"


def in_language(chinese: str, english: str | None) -> str:
    """The one of two names that the reader reads."""
    return english if ENGLISH and english else chinese


def category(category: Category) -> str:
    return in_language(category.label, category.english)


# placements


def band(places: int) -> str:
    """A place that is published only as a range: top 100."""
    return _("top {places}").format(places=places)


def named() -> str:
    return _("named")


def not_known() -> str:
    return _("not known")


# around tables


def coverage(listing: Listing) -> str:
    """How much of a list is known. Bands are no places."""
    if listing.kind == "ranked" and not listing.known_places:
        return no_exact_place()
    return words.coverage(listing)


def no_exact_place() -> str:
    return _("no exact place is known")


def published(source: Source) -> str:
    """Who published a source, and when."""
    publisher = in_language(source.publisher, source.publisher_english)
    if not source.date:
        return publisher
    return _("{publisher}, {date}").format(publisher=publisher, date=source.date)


def note_on(lists: Sequence[Listing], note: str, one_list: bool) -> str:
    """A note, behind the lists that it is on; behind their years if all notes are on one list."""
    years: dict[str, list[int]] = {}
    for listing in lists:
        name = "" if one_list else listing_name(listing)
        years.setdefault(name, []).append(listing.year)
    names = joined(f"{name} {joined(held)}".strip() for name, held in years.items())
    return _("{lists}: {note}").format(lists=names, note=note)


def rest(listing: Listing) -> str:
    """Why the other members of a list are not known, or ""."""
    if listing.kind != "ranked" and listing.rest == "pictures":
        return _("the other names were published only as pictures")
    return words.rest(listing)


def more_notes(count: int) -> str:
    return _("{count} notes: add --notes").format(count=count)


def nobody(listing: Listing) -> str:
    """Of a list of which nothing is shown."""
    if listing.kind == "ranked":
        return no_exact_place()
    if listing.rest == "pictures":
        return _("its members were published only as pictures")
    return _("none of its members is known")


def best_of_row() -> str:
    return _("* best of the row")


def dash_not_known() -> str:
    return _("- not known")


# categories


def lists_of(year: int) -> str:
    return _("Lists of {year}").format(year=year)


def any_of_them(options: str) -> str:
    """How to see one of the lists."""
    return _("one of them: govrank top ID{options}").format(options=options)


def names_known(count: int) -> str:
    return _("{count} named").format(count=count)


def known_of(known: int, listed: int) -> str:
    if known == listed:
        return _("all {known}").format(known=known)
    return _("{known} of {listed}").format(known=known, listed=listed)


# the overview of top


def whole_list(name: str, options: str) -> str:
    """How to see more of one list than its first three places."""
    return _("the first ten of one list: govrank top {list}{options}").format(
        list=name, options=options
    )


def first_not_known(places: int, lists: Sequence[Listing]) -> str:
    """Lists of which only later places are known."""
    if not lists:
        return ""
    names = _list_names(lists)
    if places == 1:
        return _("first place not known: {lists}").format(lists=names)
    return _("first {places} places not known: {lists}").format(places=places, lists=names)


def not_published(lists: Sequence[Listing]) -> str:
    if not lists:
        return ""
    return _("members not published as text: {lists}").format(lists=_list_names(lists))


def _list_names(lists: Sequence[Listing]) -> str:
    return _("; ").join(listing_name(listing) for listing in lists)


def in_tier(tier: str, name: str) -> str:
    """The first name of a tier."""
    return _("{tier}: {name}").format(tier=tier, name=name)


# matrices and history


def the_list() -> str:
    return _("list")


def places_known() -> str:
    return _("Places known, by list and edition")


def blue_many(places: int) -> str:
    return _("blue: {places} or more").format(places=places)


def dot_no_list() -> str:
    return _(". no such list is known")


def zero_no_members() -> str:
    return _("0 the list is known, none of its places")


def left_out(first: int, last: int) -> str:
    years = str(first) if first == last else f"{first}-{last}"
    return _("{years} left out: no room").format(years=years)


def orange_first(places: int) -> str:
    return _("orange: first {places}").format(places=places)


def equals_tied() -> str:
    return _("= tied")


def plus_named() -> str:
    return _("+ named")


def dot_not_known() -> str:
    return _(". not known")


def range_of_band(places: int) -> str:
    return _("1-{places} among the first {places}").format(places=places)


def letter_tier(letter: str, tier: str) -> str:
    return _("{letter} {tier}").format(letter=letter, tier=tier)


def one_list(name: str, category: Category, options: str) -> str:
    """How to see more of one list than its ranks."""
    return _("rise and fall, scores, sources: govrank history {name} -c {list}{options}").format(
        name=words.quoted(name), list=category_name(category), options=options
    )


def latest(year: int) -> str:
    return _("latest {} ({year})").format(HOLE, year=year)


def best(year: int) -> str:
    return _("best {} ({year})").format(HOLE, year=year)


def since(year: int) -> str:
    return _("since {year} {}").format(HOLE, year=year)


def counted_otherwise() -> str:
    return _("no rise or fall is given where two lists number ties differently")


# tier


def scale(year: int, full_marks: int) -> str:
    return _("on the scale of {year}, 0 to {full_marks}").format(year=year, full_marks=full_marks)


def tiers_of(year: int) -> str:
    return _("Tiers of {year}").format(year=year)


def points_to(tier: str) -> str:
    return _("{} points to {tier}").format(HOLE, tier=tier)


def points_away(points: str) -> str:
    return _("{points} points away").format(points=points)


def highest() -> str:
    return _("the highest tier")


# regions


def years(years: Sequence[int]) -> str:
    """Some editions, by their first and last year if they are many."""
    return joined(years) if len(years) <= 3 else f"{min(years)}-{max(years)}"


def most_entities(places: int) -> str:
    return _("Who has the most entities in the first {places} places").format(places=places)


def one_sign(sign: str, entities: int) -> str:
    """What a sign in a bar stands for."""
    if entities == 1:
        return _("{sign} one entity").format(sign=sign)
    return _("{sign} up to {entities} entities").format(sign=sign, entities=entities)


def only_known() -> str:
    return _("only known places are counted")
