"""The forms as files: one workbook per förbund, named so that a person knows it, and a list of what was offered."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from fordelning.begrepp import Forbund
from fordelning.blad.csv import write_json
from fordelning.blad.excel import write_bok
from fordelning.filer import STRANGT, FilFel, Skriv, Skrivet, Skydd, write_all
from fordelning.infil import read_bytes
from fordelning.svar.anbud import Anbud, Forbundsanbud, describe_offer
from fordelning.svar.blankett import make_blankett
from fordelning.ursprung import make_head

UTSKICK = "utskick.json"
"""What was sent: every förbund with its file and its offer."""
_LANGST = 90
"""Characters of a name that a file name holds."""


def name_form(budgetar: int, forbund: Forbund) -> str:
    """Svar 2027 Finsam Malmö (SF-1201).xlsx: without what a file name cannot hold."""
    namn = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", f"{forbund.namn[:_LANGST]} ({forbund.forbund_kod})")
    return f"Svar {budgetar} {' '.join(namn.split())}.xlsx"


def write_forms(anbud: Anbud, koder: Sequence[str], mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """The forms of these förbund, all or none. Raises FilFel, also where one that is filled in stands in the way."""
    alla = anbud.underlag.koder
    egna = [describe_offer(anbud, alla.index(kod)) for kod in koder]
    filer: dict[Path, Skriv] = {mapp / name_form(f.budgetar, f.forbund): partial(_write_form, anbud, f) for f in egna}
    return write_all({**filer, mapp / UTSKICK: partial(write_json, _make_list(anbud, egna, mapp / UTSKICK))}, skydd)


def _write_form(anbud: Anbud, f: Forbundsanbud, fil: Path) -> None:
    write_bok(make_blankett(anbud, f), fil)


def _make_list(anbud: Anbud, egna: Sequence[Forbundsanbud], fore: Path) -> dict[str, Any]:
    """What was sent, now and before to the same folder."""
    u = anbud.underlag
    nya = {
        f.forbund.forbund_kod: {
            "forbund_kod": f.forbund.forbund_kod,
            "namn": f.forbund.namn,
            "fil": name_form(f.budgetar, f.forbund),
            "erbjudande_kr": f.erbjudande_kr,
        }
        for f in egna
    }
    alla = {rad["forbund_kod"]: rad for rad in _read_sent(fore) if rad["forbund_kod"] in u.koder} | nya
    return {**make_head(u.budgetar, u.filer, anbud.modell), "forbund": [alla[kod] for kod in sorted(alla)]}


def _read_sent(fil: Path) -> list[dict[str, Any]]:
    """The förbund of a list that stands there; none where it cannot be read."""
    try:
        rader = json.loads(read_bytes(fil, FilFel))["forbund"]
        return [rad for rad in rader if isinstance(rad["forbund_kod"], str)]
    except (FilFel, ValueError, KeyError, TypeError, RecursionError):
        return []
