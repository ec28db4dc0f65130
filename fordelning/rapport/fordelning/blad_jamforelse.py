"""The sheet Jämförelse: this year against last year, kronor per inhabitant, and what has been changed in the book."""

from __future__ import annotations

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, absolut, antal_dar, avrunda, kvot, och, om, sla_upp, tom, valj
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.resultat import Resultat


class Jamforelse(Tabell):
    """One row per förbund. The changes sum to this year less last year: a new or closed förbund has its own.

    Only a förbund with a grant in both years has a change as a share, and a place.
    """

    def __init__(self, r: Resultat, b: Berakning, ram_kr: Tal) -> None:
        super().__init__("Jämförelse")
        u, i_ar_kr = r.underlag, r.tilldelning_kr
        self.kod = kod = self.data("Kod", u.koder)
        self.namn = self.data("Förbund", [f.namn for f in u.forbund], "lang")
        fjol = self.rakna("Året före, kr", sla_upp(b.fjol, (b.kod, kod)), lika=u.tilldelning_fjol_kr, summa=True)
        i_ar = self.i_ar = self.rakna("I år, kr", sla_upp(b.tilldelning, (b.kod, kod)), lika=i_ar_kr, summa=True)
        self.andring = self.rakna("Ändring, kr", i_ar - fjol, lika=i_ar_kr - u.tilldelning_fjol_kr, summa=True,
                                  forklaring="I år − året före.")  # fmt: skip
        andel = om(och(fjol > 0, i_ar > 0), self.andring / fjol, TOMT)
        self.andring_andel = self.rakna("Ändring, %", andel, "andring",
                                        forklaring="Av året före. Tomt = nytt eller upphört.")  # fmt: skip
        vad = valj([(fjol.lika(0), om(i_ar > 0, "nytt", "")), (i_ar.lika(0), "upphört")], "")
        self.rakna("Nytt eller upphört", vad, "text")
        invanare = sla_upp(b.invanare, (b.kod, kod))
        per = om(invanare.lika(0), TOMT, avrunda(i_ar / invanare, 6))
        self.per_invanare = self.rakna("Kronor per invånare", per, "tal",
                                       forklaring="Statens tilldelning ÷ invånarna i nyckeln.")  # fmt: skip
        self.rakna("Andel av ramen", kvot(i_ar, ram_kr), "andel")
        skriven = self.data("I år när boken skrevs, kr", i_ar_kr, "kr", summa=True, forklaring="Räknas inte om.")
        self.sedan = self.rakna("Ändrat i boken, kr", i_ar - skriven, summa=True, forklaring="I år − när boken skrevs.")
        self.platser = Platser(b, self)


class Platser(Tabell):
    """Each förbund's place from the largest down, by the size of its change and by kronor per inhabitant."""

    def __init__(self, b: Berakning, j: Jamforelse) -> None:
        super().__init__("Platser", sorteras=False)
        self.kod = self.data("Kod", j.kod.varden)
        egen = (j.kod, self.kod)
        nummer = self.rakna("Ordning", sla_upp(b.ordning, (b.kod, self.kod)), "antal",
                            forklaring="Kodordning; avgör vid lika.")  # fmt: skip
        storlek = om(tom(sla_upp(j.andring_andel, egen)), TOMT, absolut(sla_upp(j.andring, egen)))
        storleken = self.rakna("Ändringens storlek, kr", storlek, forklaring="Utan tecken. Tomt = nytt, upphört.")
        per = self.rakna("Kronor per invånare", sla_upp(j.per_invanare, egen), "tal")
        self.andring = self.rakna("Plats efter ändring", _rank(storleken, nummer), "antal",
                                  forklaring="1 = störst, upp eller ned.")  # fmt: skip
        self.per_invanare = self.rakna("Plats efter kronor per invånare", _rank(per, nummer), "antal",
                                       forklaring="1 = flest kronor.")  # fmt: skip


def _rank(k: Kolumn, ordning: Kolumn) -> Tal:
    """The place from the largest down; the earlier of equals first; what is empty has none."""
    return om(tom(k), TOMT, antal_dar((k, ">", k)) + antal_dar((k, k), (ordning, "<=", ordning)))


def make_jamforelse_blad(r: Resultat, j: Jamforelse) -> Blad:
    ar = r.underlag.budgetar
    text = (
        "Statens tilldelning i år mot året före, och mot vad boken hade när den skrevs. Ett nytt eller upphört förbund "
        "har hela sitt belopp som ändring."
    )
    return Blad("Jämförelse", f"Jämförelse: {ar} mot {ar - 1}", text, [j], fasta=2)
