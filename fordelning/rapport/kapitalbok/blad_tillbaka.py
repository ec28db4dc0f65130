"""The sheet Tillbaka: when each förbund above the reasonable level is back at it."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivning, find_return_years
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell

INTE = "inte inom åren"


def make_tillbaka_sheet(f: Framskrivning) -> Blad | None:
    """One row per förbund that begins above the reasonable level; no sheet where none does."""
    tillbaka = find_return_years(f)
    if not tillbaka:
        return None
    koder, forsta = sorted(tillbaka), f.ar[0].resultat
    namn = {forbund.forbund_kod: forbund.namn for u in f.underlag for forbund in u.forbund}
    plats = {kod: i for i, kod in enumerate(forsta.underlag.koder)}
    vid_start = forsta.bok.sett["eget_kapital"]["overskott_kr"]
    ar = [framat.kapital for framat in f.ar]
    kolumner = (
        Kolumn("kod", "Kod", koder),
        Kolumn("namn", "Förbund", [namn[kod] for kod in koder]),
        Kolumn(
            "start",
            f"Över rimlig nivå när {ar[0].ar} börjar, kr",
            [float(vid_start[plats[kod]]) for kod in koder],
            "kr",
            forklaring="Räknas inte om här.",
            bredd=20,
            summa=True,
        ),
        *(_make_year(a, koder) for a in ar),
        Kolumn(
            "tillbaka",
            "Tillbaka vid utgången av",
            [tillbaka[kod] or INTE for kod in koder],
            formel=_find_first(ar),
            forklaring="Första året som slutar på eller under rimlig nivå.",
            bredd=22,
        ),
    )
    return Blad(
        "Tillbaka",
        "När förbunden är tillbaka på rimlig nivå",
        f"Förbund som är över rimlig nivå när {ar[0].ar} börjar. Åren framåt vilar på antagandena.",
        (Tabell("tillbaka", kolumner),),
        fasta=2,
    )


def _make_year(a: Arskapital, koder: Sequence[str]) -> Kolumn:
    """What is above the level when the year ends; empty where the förbund is not there any more."""
    over = dict(zip(a.koder, a.overskott_kr, strict=True))
    formel = f"SUMIFS({{kapital.overskott.alla}},{{kapital.kod.alla}},{{kod}},{{kapital.ar.alla}},{a.ar})"
    return Kolumn(
        f"ar_{a.ar}",
        f"Över vid utgången av {a.ar}, kr",
        [over.get(kod) for kod in koder],
        "kr",
        [formel if kod in over else "" for kod in koder],
        bredd=16,
        summa=True,
    )


def _find_first(ar: Sequence[Arskapital]) -> str:
    """The first year with nothing above the level."""
    formel = f'"{INTE}"'
    for a in reversed(ar):
        formel = f'IF(AND({{ar_{a.ar}}}<>"",{{ar_{a.ar}}}=0),{a.ar},{formel})'
    return formel
