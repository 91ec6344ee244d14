"""Areas that monitors published for a party: outside knowledge against which stated shares are checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tadmur.terms.errors import SettingsError


@dataclass(frozen=True, slots=True)
class PublishedArea:
    """An area as published, in km2.

    Attributes:
        scope: where it was counted ("Syria and Iraq").
        precision: "day", or "month" where the publisher gives no closer day.
        stated_loss_percent, stated_since: the loss that the publisher printed with it, and from when.
    """

    actor_id: str
    scope: str
    as_of: date
    precision: str
    area_km2: float
    publisher: str
    stated_loss_percent: float | None = None
    stated_since: date | None = None


def published_areas(path: Path | None = None) -> tuple[PublishedArea, ...]:
    """The areas of our own list, or of a file of the same form, by actor and day.

    Raises:
        SettingsError: the file is no such list, with the entry that is wrong.
    """
    import yaml

    file = path or Path(__file__).parent / "data" / "published_areas.yaml"
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))["areas"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise SettingsError(f"not a list of published areas ({error!r})", where=str(file)) from error
    areas = [_area(entry, f"{file}, entry {number}") for number, entry in enumerate(entries, start=1)]
    return tuple(sorted(areas, key=lambda area: (area.actor_id, area.scope, area.as_of, area.publisher)))


def _area(entry: dict[str, object], where: str) -> PublishedArea:
    try:
        as_of, since = entry["as_of"], entry.get("stated_since")
        area_km2, loss = float(str(entry["km2"])), entry.get("stated_loss_percent")
        if not isinstance(as_of, date) or not (since is None or isinstance(since, date)):
            raise ValueError("as_of and stated_since are days such as 2015-01-01")
        if area_km2 < 0:
            raise ValueError("an area is not negative")
        return PublishedArea(
            actor_id=str(entry["actor"]),
            scope=str(entry["scope"]),
            as_of=as_of,
            precision=str(entry["precision"]),
            area_km2=area_km2,
            publisher=str(entry["publisher"]),
            stated_loss_percent=None if loss is None else float(str(loss)),
            stated_since=since,
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise SettingsError(
            f"not a published area ({error})", where=where, remedy="Give actor, scope, as_of, precision, km2, publisher"
        ) from error
