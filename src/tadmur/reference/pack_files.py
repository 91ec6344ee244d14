"""Reads conflict packs: YAML, checked against ``pack_schema.json`` and for what a schema cannot say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from tadmur.terms.errors import SettingsError
from tadmur.terms.source import INDEPENDENT


def shipped_packs() -> dict[str, str]:
    """Pack id to YAML text of the packs that come with tadmur, by id; read, not parsed."""
    folder = resources.files("tadmur.reference") / "data" / "packs"
    files = {Path(entry.name).stem: entry for entry in folder.iterdir() if entry.name.endswith(".yaml")}
    return {name: files[name].read_text(encoding="utf-8") for name in sorted(files)}


def parse_pack(text: str, where: str) -> dict[str, Any]:
    """The pack in ``text`` as plain data, checked, with the common sources where it wants them.

    Args:
        text: YAML.
        where: the file's name, for messages.

    Raises:
        SettingsError: names the file, the path inside it, and what to change; all mistakes at once.
    """
    import yaml

    try:
        data = yaml.load(text, _loader())
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise SettingsError(
            f"not readable as YAML{line}: {getattr(err, 'problem', None) or err}",
            where=where,
            remedy="check the indentation and the quotes around that line",
        ) from err
    mistakes = list(_schema_mistakes(data))
    if not mistakes:
        data = _with_common_sources(data)
        mistakes = list(_reference_mistakes(data))
    if mistakes:
        raise SettingsError(
            "; ".join(mistakes), where=where, remedy="see reference/pack_schema.json for the fields of a pack"
        )
    checked: dict[str, Any] = data
    return checked


def _with_common_sources(data: Mapping[str, Any]) -> dict[str, Any]:
    own = {source["id"] for source in data["sources"]}
    common = _common_sources() if data.get("common_sources") else []
    return {**data, "sources": [*data["sources"], *(source for source in common if source["id"] not in own)]}


@cache
def _common_sources() -> list[dict[str, Any]]:
    """The sources that every pack may have."""
    import yaml

    file = resources.files("tadmur.reference") / "data" / "coding" / "common_sources.yaml"
    rows: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), _loader())["sources"]
    return rows


@cache
def _loader() -> Any:
    """A safe YAML loader for which a date is text and only true and false are truth values ("NO" is Norway)."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Any = type("PackLoader", (base,), {})
    dropped = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in dropped]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
    return loader


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    schema = json.loads((resources.files("tadmur.reference") / "pack_schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def _schema_mistakes(data: Any) -> Iterator[str]:
    for error in sorted(_validator().iter_errors(data), key=lambda e: (e.json_path, e.message)):
        yield f"at {error.json_path}: {error.message}"


def _reference_mistakes(data: Mapping[str, Any]) -> Iterator[str]:
    """What the schema cannot say: ids are unique and exist, parents end, intervals run forwards, colours differ."""
    actors: Sequence[Mapping[str, Any]] = data["actors"]
    sources: Sequence[Mapping[str, Any]] = data["sources"]
    actor_ids = {actor["id"] for actor in actors}
    source_ids = {source["id"] for source in sources}
    for field, rows in (("actors", actors), ("sources", sources)):
        for name, count in sorted(Counter(row["id"] for row in rows).items()):
            if count > 1:
                yield f"at $.{field}: the id {name!r} stands {count} times; give each entry its own"
    for path, name, known in _names_used(actors, data.get("alliances", []), sources):
        if name not in (actor_ids if known == "actor" else source_ids):
            yield f"at {path}: no {known} has the id {name!r}; add it or correct the id"
    yield from _endless_parents(actors)
    for path, row in _intervals(data):
        if "since" in row and "until" in row and row["since"] > row["until"]:
            yield f"at {path}: since {row['since']} is after until {row['until']}; swap them"
    seen: dict[str, str] = {}
    for index, actor in enumerate(actors):
        colour = actor.get("colour")
        if colour is None:
            if actor.get("holds_territory", True) and "parent" not in actor:
                yield f"at $.actors[{index}]: {actor['id']!r} holds territory and has no colour; add one"
        elif colour in seen:
            yield f"at $.actors[{index}].colour: {colour} is also the colour of {seen[colour]!r}; choose another"
        else:
            seen[colour] = actor["id"]


def _names_used(
    actors: Sequence[Mapping[str, Any]],
    alliances: Sequence[Mapping[str, Any]],
    sources: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[str, str, str]]:
    """(path in the file, id, "actor" or "source") of every id that points elsewhere."""
    for index, actor in enumerate(actors):
        if "parent" in actor:
            yield f"$.actors[{index}].parent", actor["parent"], "actor"
        for number, backer in enumerate(actor.get("backers", [])):
            yield f"$.actors[{index}].backers[{number}].actor", backer["actor"], "actor"
    for index, alliance in enumerate(alliances):
        for number, name in enumerate(alliance["between"]):
            yield f"$.alliances[{index}].between[{number}]", name, "actor"
    for index, source in enumerate(sources):
        if source.get("aligned_with", INDEPENDENT) != INDEPENDENT:
            yield f"$.sources[{index}].aligned_with", source["aligned_with"], "actor"
        for number, name in enumerate(source.get("republishes", [])):
            yield f"$.sources[{index}].republishes[{number}]", name, "source"


def _endless_parents(actors: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    parents = {actor["id"]: actor.get("parent") for actor in actors}
    for index, actor in enumerate(actors):
        seen = set()
        name: str | None = actor["id"]
        while name is not None and name not in seen:
            seen.add(name)
            name = parents.get(name)
        if name is not None:
            yield f"at $.actors[{index}].parent: the parents of {actor['id']!r} run in a circle; cut it"


def _intervals(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "$.period", data["period"]
    for index, actor in enumerate(data["actors"]):
        for number, backer in enumerate(actor.get("backers", [])):
            yield f"$.actors[{index}].backers[{number}]", backer
    for index, alliance in enumerate(data.get("alliances", [])):
        yield f"$.alliances[{index}]", alliance
