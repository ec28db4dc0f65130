"""The sheets Behov and Målgrupper: persons, the share of them in need, and the need, per förbund and summed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from fordelning.begrepp import Underlag
from fordelning.rapport.excel.rubriker import BEHOV, MALGRUPPER
from fordelning.rapport.excel.tabell import Blad, Tabell

ANDRA = "Ändra ett gult fält, så räknas behovet om."
UPPSKATTNING = "Uppskattning, se Antaganden."


class Grupprad(NamedTuple):
    """A målgrupp and the share of its persons that is in need."""

    kod: str
    namn: str
    andel: float


class Behovsrad(NamedTuple):
    """The persons of a målgrupp, by its number, in a förbund's area."""

    kod: str
    namn: str
    grupp: int
    personer: float


def make_need_sheets(u: Underlag) -> tuple[Blad, ...]:
    """The need as the data set has it; no sheets where it has none."""
    if not u.behov:
        return ()
    grupper = [Grupprad(m.malgrupp_kod, m.namn, m.andel_i_behov) for m in u.malgrupper]
    nummer = {grupp.kod: j for j, grupp in enumerate(grupper)}
    namn = {f.forbund_kod: f.namn for f in u.forbund}
    rader = [Behovsrad(b.forbund_kod, namn[b.forbund_kod], nummer[b.malgrupp_kod], b.personer_antal) for b in u.behov]
    kalla = u.kallor.get("behov")
    uppskattat = kalla is not None and kalla.uppskattning
    om = f"{ANDRA} Tilldelningen beror inte på det."
    return make_behov_sheet(rader, grupper, uppskattat, om), make_malgrupper_sheet(rader, grupper, uppskattat, om)


def make_behov_sheet(
    rader: Sequence[Behovsrad], grupper: Sequence[Grupprad], uppskattat: bool, beskrivning: str
) -> Blad:
    """One row per förbund and målgrupp; the sums are the country's, or those of the rows that a filter shows."""
    kolumn, egna = BEHOV.kolumn, [grupper[rad.grupp] for rad in rader]
    andel = "INDEX({malgrupper.andel.alla},MATCH({malgrupp},{malgrupper.kod.alla},0))"
    kolumner = (
        kolumn("kod", [rad.kod for rad in rader]),
        kolumn("namn", [rad.namn for rad in rader]),
        kolumn("malgrupp", [grupp.kod for grupp in egna]),
        kolumn("malgruppsnamn", [grupp.namn for grupp in egna]),
        kolumn("personer", [rad.personer for rad in rader], "antal", inmatning=True),
        kolumn("andel", [grupp.andel for grupp in egna], "andel", andel),
        kolumn(
            "i_behov",
            [rad.personer * grupp.andel for rad, grupp in zip(rader, egna, strict=True)],
            "tal",
            "{personer}*{andel}",
        ),
        kolumn("uppskattning", ["ja" if uppskattat else "nej"] * len(rader)),
    )
    return Blad(
        "Behov",
        "Behov per förbund och målgrupp" + " (uppskattning)" * uppskattat,
        f"{beskrivning} {UPPSKATTNING * uppskattat}".strip(),
        (Tabell("behov", kolumner),),
        fasta=2,
    )


def make_malgrupper_sheet(
    rader: Sequence[Behovsrad], grupper: Sequence[Grupprad], uppskattat: bool, beskrivning: str
) -> Blad:
    """One row per målgrupp: its persons and need in all förbund, and the share in need that Behov uses."""
    kolumn = MALGRUPPER.kolumn
    personer = [math.fsum(rad.personer for rad in rader if rad.grupp == j) for j in range(len(grupper))]
    behov = [antal * grupp.andel for antal, grupp in zip(personer, grupper, strict=True)]
    alla = math.fsum(behov)
    summera = "SUMIFS({behov.%s.alla},{behov.malgrupp.alla},{kod})"
    kolumner = (
        kolumn("kod", [grupp.kod for grupp in grupper]),
        kolumn("namn", [grupp.namn for grupp in grupper]),
        kolumn("personer", personer, "antal", summera % "personer"),
        kolumn("andel", [grupp.andel for grupp in grupper], "andel", inmatning=True),
        kolumn("i_behov", behov, "tal", summera % "i_behov"),
        kolumn(
            "av_alla",
            [antal / alla if alla else None for antal in behov],
            "andel",
            'IF(SUM({i_behov.alla})=0,"",{i_behov}/SUM({i_behov.alla}))',
        ),
    )
    return Blad(
        "Målgrupper",
        "Behov per målgrupp, alla förbund" + " (uppskattning)" * uppskattat,
        f"{beskrivning} {UPPSKATTNING * uppskattat}".strip(),
        (Tabell("malgrupper", kolumner),),
        fasta=2,
    )
