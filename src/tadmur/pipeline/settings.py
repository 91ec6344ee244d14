"""What decides a run beside code and reports, in one frozen object that is hashed into the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum

from tadmur.reconcile.settings import ReconcileSettings
from tadmur.reference.scopes import BoundaryChoice
from tadmur.terms.ids import digest

AUTOMATIC = "auto"


class ExtractorChoice(StrEnum):
    """Who reads the reports."""

    FRAMES = "frames"
    """Frames over a parse: English only, no service."""
    LLM = "llm"
    """A language model behind an endpoint reads all."""
    MIXED = "mixed"
    """Frames read English, the model what is not."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings of a run.

    Attributes:
        pack: id or path of a conflict pack; ``auto`` takes the folder's own, else picks one for each report.
        extractor: who reads the reports; ``model`` names the language model, where one is to read.
        boundaries: set and viewpoint of every total and map.
    """

    pack: str = AUTOMATIC
    extractor: ExtractorChoice = ExtractorChoice.FRAMES
    model: str | None = None
    reconcile: ReconcileSettings = field(default_factory=ReconcileSettings)
    boundaries: BoundaryChoice = field(default_factory=BoundaryChoice)

    def digest(self) -> str:
        """Hash of all settings: equal settings, equal digest."""
        return digest(asdict(self))
