"""The sheet Jämförelse: this year against last year, kronor per inhabitant, and what has been changed in the book."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, absolut, avrunda, behall_tomt, kvot, och, om, tom, valj
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import antal_dar, sla_upp
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Platser:
    """Each förbund's place from the largest down, by the size of its change and by kronor per inhabitant."""

    tabell: Tabell
    kod: Kolumn
    andring: Kolumn
    per_invanare: Kolumn


@dataclass(frozen=True, slots=True, eq=False)
class Jamforelse:
    """The table, and the columns that the front page and the checks look in."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    andring: Kolumn
    andring_andel: Kolumn
    per_invanare: Kolumn
    sedan: Kolumn
    platser: Platser


def make_jamforelse(r: Resultat, b: Berakning, ram_kr: Tal) -> Jamforelse:
    """One row per förbund. The changes sum to this year less last year: a new or closed förbund has its own.

    Only a förbund with a grant in both years has a change as a share, and a place.
    """
    t, u, i_ar_kr, rad = Tabell("Jämförelse"), r.underlag, r.tilldelning_kr, b.rad
    kod = t.data("Kod", u.koder)
    namn = t.data("Förbund", [f.namn for f in u.forbund], "lang", bredd=34)
    fjol = t.rakna("Året före, kr", sla_upp(rad.fjol, (b.kod, kod)), lika=u.tilldelning_fjol_kr, bredd=14, summa=True)
    i_ar = t.rakna("I år, kr", sla_upp(b.tilldelning, (b.kod, kod)), lika=i_ar_kr, bredd=14, summa=True)
    andring = t.rakna("Ändring, kr", i_ar - fjol, lika=i_ar_kr - u.tilldelning_fjol_kr, bredd=14, summa=True,
                      forklaring="I år − året före.")  # fmt: skip
    andel = t.rakna("Ändring, %", om(och(fjol > 0, i_ar > 0), andring / fjol, TOMT), "andring", bredd=11,
                    forklaring="Av året före. Tomt = nytt eller upphört.")  # fmt: skip
    vad = valj([(fjol.lika(0), om(i_ar > 0, "nytt", "")), (i_ar.lika(0), "upphört")], "")
    t.rakna("Nytt eller upphört", vad, "text", bredd=10)
    invanare = sla_upp(rad.invanare, (b.kod, kod))
    per = t.rakna("Kronor per invånare", om(invanare.lika(0), TOMT, avrunda(i_ar / invanare, 6)), "tal", bredd=14,
                  forklaring="Statens tilldelning ÷ invånarna i nyckeln.")  # fmt: skip
    t.rakna("Andel av ramen", kvot(i_ar, ram_kr), "andel", bredd=10)
    skriven = t.data("I år när boken skrevs, kr", i_ar_kr, "kr", bredd=14, summa=True, forklaring="Räknas inte om.")
    sedan = t.rakna("Ändrat i boken, kr", i_ar - skriven, bredd=14, summa=True, forklaring="I år − när boken skrevs.")
    return Jamforelse(t, kod, namn, andring, andel, per, sedan, _make_places(b, kod, andel, andring, per))


def _make_places(b: Berakning, kod: Kolumn, andel: Kolumn, andring: Kolumn, per: Kolumn) -> Platser:
    """The places of every förbund, in code order."""
    t = Tabell("Platser", sorteras=False)
    egen = t.data("Kod", kod.varden)
    nummer = t.rakna("Ordning", sla_upp(b.rad.ordning, (b.kod, egen)), "antal", bredd=10,
                     forklaring="Kodordning; avgör vid lika.")  # fmt: skip
    storlek = om(tom(sla_upp(andel, (kod, egen))), TOMT, absolut(sla_upp(andring, (kod, egen))))
    storleken = t.rakna("Ändringens storlek, kr", storlek, bredd=14, forklaring="Utan tecken. Tomt = nytt, upphört.")
    per_invanare = t.rakna("Kronor per invånare", behall_tomt(sla_upp(per, (kod, egen))), "tal", bredd=14)
    plats = t.rakna("Plats efter ändring", _rank(storleken, nummer), "antal", bredd=14,
                    forklaring="1 = störst, upp eller ned.")  # fmt: skip
    plats_per = t.rakna("Plats efter kronor per invånare", _rank(per_invanare, nummer), "antal", bredd=14,
                        forklaring="1 = flest kronor.")  # fmt: skip
    return Platser(t, egen, plats, plats_per)


def _rank(k: Kolumn, ordning: Kolumn) -> Tal:
    """The place from the largest down; the earlier of equals first; what is empty has none."""
    return om(tom(k), TOMT, antal_dar((k, ">", k)) + antal_dar((k, k), (ordning, "<=", ordning)))


def make_jamforelse_blad(r: Resultat, j: Jamforelse) -> Blad:
    """The sheet Jämförelse."""
    ar = r.underlag.budgetar
    text = (
        "Statens tilldelning i år mot året före, och mot vad boken hade när den skrevs. Ett nytt eller upphört förbund "
        "har hela sitt belopp som ändring."
    )
    return Blad("Jämförelse", f"Jämförelse: {ar} mot {ar - 1}", text, [j.tabell], fasta=2)
