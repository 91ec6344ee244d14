"""What decides a run beside code and reports, in one frozen object that is hashed into the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from tadmur.reconcile.settings import ReconcileSettings
from tadmur.terms.ids import digest

AUTOMATIC = "auto"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings of a run.

    Attributes:
        pack: id or path of a conflict pack; ``auto`` takes the folder's own, else picks one for each report.
    """

    pack: str = AUTOMATIC
    reconcile: ReconcileSettings = field(default_factory=ReconcileSettings)

    def digest(self) -> str:
        """Hash of all settings: equal settings, equal digest."""
        return digest(asdict(self))
