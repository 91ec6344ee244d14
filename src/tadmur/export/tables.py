"""Tables for a terminal: columns aligned, one line a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A header line, then one line a row; cells are padded to the width of their column as a terminal shows it."""
    from rich.cells import cell_len

    table = [[*columns], *([" ".join(cell.split()) for cell in row] for row in rows)]
    widths = [max(cell_len(row[index]) for row in table) for index in range(len(columns))]
    for row in table:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
