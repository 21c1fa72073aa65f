"""What a name means, whether or not it has a place."""

from govrank.ask.identify import Identifier
from govrank.models import Answer, Entity, EntityRow
from govrank.store import Store


def entities_of(identifier: Identifier, name: str) -> tuple[list[EntityRow], Answer]:
    """A row for each meaning of a name, and what to tell beside them."""
    key = identifier.names.normalise(name)
    hits, many = identifier.hits(name), 0
    if not hits:
        hits, many = identifier.guess(key)
    store = identifier.store
    rows = []
    for hit in hits:
        row = entity_row(store, store.entity(hit.entity))
        rows.append(row._replace(query=name, match=hit.match))
    answer = Answer(name, many=many, empty=not key)
    if identifier.brief:
        return rows, answer
    return rows, answer._replace(
        others=identifier.others(name),
        successions=identifier.successions(key, hits, mergers=False),
        near=identifier.near(key) if key and not hits and not many else [],
    )


def entity_row(store: Store, entity: Entity) -> EntityRow:
    """The flat record of an entity."""
    parent = None if entity.parent is None else store.name(entity.parent)
    successions = store.successions_of(entity.id)
    into = [successor.name for succession in successions for successor in succession.into]
    return EntityRow(
        query=None,
        match=None,
        entity=entity.name,
        kind=entity.kind,
        code=entity.code,
        parent=parent,
        region=entity.region,
        english=entity.english,
        placements=entity.placements,
        until=entity.until,
        into=";".join(into) or None,
    )
