"""The page that documents the JSON contract and the writer name the same fields and kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tadmur.export.claims import CLAIM_FIELDS, QUANTITY_FIELDS
from tadmur.terms.claim import ClaimKind

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "json-contract.md"


@pytest.fixture(scope="module")
def contract() -> str:
    return CONTRACT.read_text(encoding="utf-8")


def test_the_table_names_every_field_in_order(contract: str) -> None:
    table = contract.split("| field |")[1].split("\n\n")[0]
    cells = re.findall(r"^\| ([a-z_, 0-9]+) \|", table, re.MULTILINE)
    assert [name for cell in cells for name in cell.split(", ")] == list(CLAIM_FIELDS)


def test_the_page_names_every_kind_and_part_of_a_quantity(contract: str) -> None:
    kinds = contract.split("**Kinds**:")[1].split("\n\n")[0]
    assert re.findall(r"[a-z_]+", kinds) == [kind.value for kind in ClaimKind]
    quantity = next(line for line in contract.splitlines() if line.startswith("| quantity |"))
    assert all(f"`{part}`" in quantity for part in QUANTITY_FIELDS)
