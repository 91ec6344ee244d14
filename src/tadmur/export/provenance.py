"""How a result came about, as PROV-JSON: one activity, what it used and what it made."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tadmur.terms.run import Artefact, Run


def provenance_json(run: Run, arguments: Mapping[str, str | bool | None] | None = None) -> str:
    """``run.json``: W3C PROV-JSON (Member Submission of 2013-04-24), without wall-clock time.

    ``used`` are the reports and reference artefacts, ``generated`` the files; the ledger's checksum is that of its
    rows, since the file carries a random identifier of its own. ``arguments`` are those of a report that can be made
    again from them.
    """
    activity = f"tadmur:run-{run.run_id}"
    used = [*run.inputs, *run.references]
    document = {
        "prefix": {"tadmur": "urn:tadmur:"},
        "activity": {
            activity: {
                "tadmur:code_version": run.code_version,
                "tadmur:settings_hash": run.settings_hash,
                **({"tadmur:arguments": dict(arguments)} if arguments is not None else {}),
            }
        },
        "entity": {_name(item): {"tadmur:sha256": item.sha256} for item in [*used, *run.outputs]},
        "used": {
            f"_:used{number}": {"prov:activity": activity, "prov:entity": _name(item)}
            for number, item in enumerate(used)
        },
        "wasGeneratedBy": {
            f"_:made{number}": {"prov:activity": activity, "prov:entity": _name(item)}
            for number, item in enumerate(run.outputs)
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _name(artefact: Artefact) -> str:
    return f"tadmur:{artefact.name.replace(' ', '-')}"
