"""Read a SIE file of type 1, 2, 3 or 4 (4E and 4I): bytes → rows → records, refused with every finding at once.

Records with unknown labels are skipped and listed, as the format prescribes. Source: SIE filformat, utgåva 4B.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import cast

from fordelning.begrepp import Fil
from fordelning.fel import UnderlagFel
from fordelning.infil import read_bytes
from fordelning.sie.fynd import INGEN, Brist, group_findings
from fordelning.sie.innehall import Innehall
from fordelning.sie.kontroll import check_innehall
from fordelning.sie.poster import SieFil, Sietyp
from fordelning.sie.radlasare import Radlasare
from fordelning.sie.tecken import decode


def read_sie(fil: Path, budgetar: int | None = None) -> SieFil:
    """A SIE file, read for a year. Raises UnderlagFel with every finding, each with file and row; see `parse_sie`."""
    return parse_sie(read_bytes(fil, UnderlagFel), fil.name, budgetar)


def parse_sie(data: bytes, filnamn: str, budgetar: int | None = None, strikt: bool = False) -> SieFil:
    """The records of a SIE file's bytes; `filnamn` stands in the findings, and `.si` marks a file for import (4I).

    Raises UnderlagFel with every finding that leaves in doubt what was booked in `budgetar`, by default in the file's
    current year; `strikt`: with every fault there is. What does not stop is in `varningar`, faults in other years and
    in the budget in `brister` too, what was skipped in `overhoppade`.
    """
    text, kodning = decode(data, filnamn)
    innehall = Innehall(filnamn)
    lasare = Radlasare(innehall)
    for nr, rad in enumerate(text.split("\n" if "\n" in text else "\r"), 1):
        lasare.take_row(nr, rad)
    lasare.finish(kodning)
    innehall.sietyp = _find_sietyp(innehall)
    check_innehall(innehall)
    _list_skipped(innehall)
    ar = {ar.arsnr for _, ar in innehall.rakenskapsar if budgetar and ar.shares(budgetar)} or {0}
    fynd = group_findings(innehall.fynd, filnamn)
    stoppar = [a for galler, a in fynd if galler and (strikt or galler.stops(ar))]
    if stoppar:
        raise UnderlagFel(stoppar)
    fil = replace(_make_fil(innehall), kodning=kodning, fil=Fil(filnamn, hashlib.sha256(data).hexdigest()))
    brister = tuple(Brist(galler, a) for galler, a in fynd if galler and galler != INGEN)
    return replace(fil, varningar=tuple(replace(a, allvar="varning") for _, a in fynd), brister=brister)


def _find_sietyp(innehall: Innehall) -> Sietyp:
    """The type of the file. Both variants of 4 are written 4: 4I is named .si, or has neither years nor balances."""
    typ = innehall.enstaka.get("sietyp", "1")
    if typ != "4":
        return cast(Sietyp, typ)
    har_saldon = innehall.rakenskapsar or innehall.saldon or innehall.periodsaldon or innehall.periodbudget
    return "4I" if innehall.filnamn.lower().endswith(".si") or not har_saldon else "4E"


def _list_skipped(innehall: Innehall) -> None:
    """One warning per label that was skipped."""
    antal = Counter((o.etikett, o.varfor) for o in innehall.overhoppade)
    forsta = {(o.etikett, o.varfor): o.rad for o in reversed(innehall.overhoppade)}
    for (etikett, varfor), n in antal.items():
        poster = "1 post" if n == 1 else f"{n} poster"
        innehall.warn(forsta[etikett, varfor], f"{etikett} hoppades över ({varfor}), {poster}")


def _make_fil(innehall: Innehall) -> SieFil:
    """The file from what was read."""
    en = innehall.enstaka
    skapad, skapad_av = en.get("gen", (None, ""))
    return SieFil(
        sietyp=innehall.sietyp,
        foretagsnamn=en.get("foretagsnamn", ""),
        rakenskapsar=tuple(ar for _, ar in innehall.rakenskapsar),
        program=en.get("program"),
        skapad=skapad,
        skapad_av=skapad_av,
        orgnr=en.get("orgnr", ()),
        flagga=en.get("flagga", 0),
        omfattning=en.get("omfattning"),
        uppgifter=tuple(innehall.uppgifter),
        dimensioner=tuple(d for _, d in innehall.dimensioner),
        objekt=tuple(o for _, o in innehall.objekt),
        konton=tuple(innehall.konton.values()),
        saldon=tuple(s for _, s in innehall.saldon),
        periodsaldon=tuple(s for _, s in innehall.periodsaldon),
        periodbudget=tuple(b for _, b in innehall.periodbudget),
        verifikationer=tuple(v for _, v in innehall.verifikationer),
        kontrollsumma=en["kontrollsumma"],
        overhoppade=tuple(innehall.overhoppade),
    )
