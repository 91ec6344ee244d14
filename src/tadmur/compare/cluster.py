"""Connected claims as clusters."""

from __future__ import annotations

from collections.abc import Iterable


def clusters(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The connected components of the pairs, each in order of id, the clusters in order of their first ids."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for a, b in pairs:
        one, other = sorted((find(a), find(b)))
        root[other] = one
    groups: dict[str, list[str]] = {}
    for name in sorted(root):
        groups.setdefault(find(name), []).append(name)
    return [tuple(group) for _, group in sorted(groups.items())]
