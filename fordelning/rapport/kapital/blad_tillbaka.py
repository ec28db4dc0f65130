"""The sheet Tillbaka: when each förbund above the reasonable level is back at it."""

from __future__ import annotations

from fordelning.blad import Blad, Kolumn, Operand, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, inte, och, om, summa_dar, tom, valj
from fordelning.kapital.framskrivning import Framskrivning, find_return_years
from fordelning.rapport.kapital.blad_kapital import Kapitaltabell

INTE = "inte inom åren"


def make_tillbaka(f: Framskrivning, k: Kapitaltabell) -> tuple[Tabell, Kolumn] | None:
    """One row per förbund that begins above the reasonable level, and its answers; nothing where none does."""
    tillbaka = find_return_years(f)
    if not tillbaka:
        return None
    koder, forsta = sorted(tillbaka), f.ar[0].resultat
    namn = {forbund.forbund_kod: forbund.namn for u in f.underlag for forbund in u.forbund}
    plats = {kod: i for i, kod in enumerate(forsta.underlag.koder)}
    vid_start = forsta.bok.sett["eget_kapital"]["overskott_kr"]
    t = Tabell("Tillbaka")
    kod = t.data("Kod", koder)
    t.data("Förbund", [namn[kod] for kod in koder])
    t.data(f"Över rimlig nivå när {f.ar[0].kapital.ar} börjar, kr", [vid_start[plats[kod]] for kod in koder], "kr",
           summa=True, forklaring="Räknas inte om här.")  # fmt: skip
    aren: list[tuple[Tal, Operand]] = []
    for a in (framat.kapital for framat in f.ar):
        finns = antal_dar((k.kod, kod), (k.ar, a.ar)) > 0
        over = om(finns, summa_dar(k.overskott, (k.kod, kod), (k.ar, a.ar)), TOMT)
        facit = dict(zip(a.koder, a.overskott_kr, strict=True))
        lika = [facit.get(kod) for kod in koder]
        kolumn = t.rakna(f"Över vid utgången av {a.ar}, kr", over, lika=lika, inom=1e-4, summa=True)
        aren.append((och(inte(tom(kolumn)), kolumn.lika(0)), a.ar))
    nar = t.rakna("Tillbaka vid utgången av", valj(aren, INTE), "text", lika=[tillbaka[k] or INTE for k in koder],
                  forklaring="Första året som slutar på eller under rimlig nivå.")  # fmt: skip
    return t, nar


def make_tillbaka_blad(f: Framskrivning, t: Tabell) -> Blad:
    """The sheet."""
    text = f"Förbund som är över rimlig nivå när {f.ar[0].kapital.ar} börjar. Åren framåt vilar på antagandena."
    return Blad("Tillbaka", "När förbunden är tillbaka på rimlig nivå", text, [t], fasta=2)
