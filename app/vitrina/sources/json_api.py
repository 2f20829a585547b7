"""Replies of the JSON:API form: what stands apart under `included` is put where the records refer to it.

Owns that joining (https://jsonapi.org/format/#document-compound-documents). Refuses every other form, and to judge what
is a picture: the reader of records does.
"""

from typing import Any

from vitrina.sources.json_values import Record, at, items, mapping, records


def joined(data: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """The reply with each thing that its records are related to beside their own fields; others as they are."""
    if not isinstance(data, dict) or not records(data.get("included")) or "data" not in data:
        return data
    known = {_name(one): one for one in records(data["included"])}
    whole = [_with_related(one, known) if isinstance(one, dict) else one for one in items(data["data"])]
    rest = {name: value for name, value in data.items() if name != "included"}
    return {**rest, "data": whole if isinstance(data["data"], list) else whole[0]}


def _name(value: Record) -> tuple[str, str]:
    return str(value.get("type")), str(value.get("id"))


def _with_related(record: Record, known: dict[tuple[str, str], Record]) -> Record:
    related = {}
    for name, relation in mapping(record.get("relationships")).items():
        found = [
            {**mapping(one.get("meta")), **mapping(at(known.get(_name(one)), "attributes"))}
            for one in records(at(relation, "data"))
        ]
        if any(found):
            related[name] = found[0] if len(found) == 1 else found
    return {**related, **record} if related else record
