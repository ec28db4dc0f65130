"""The sheet Gränser: who limits each förbund, by how much, and what it would receive had they given more."""

from __future__ import annotations

from fordelning.begrepp import Vektor
from fordelning.blad import Blad, Tabell
from fordelning.blad.formler import sla_upp
from fordelning.medfinansiering import ORDNING
from fordelning.rapport.fordelning.berakning_granser import TAK
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning
from fordelning.resultat import Resultat


def make_granser(r: Resultat, b: Berakning, tilldelning: Tilldelning, hojda_kr: Vektor) -> Tabell:
    """One row per förbund. `hojda_kr`: see `compute_raised_grants`."""
    t, d = Tabell("Gränser"), tilldelning
    kod = t.data("Kod", r.underlag.koder)
    t.data("Förbund", [f.namn for f in r.underlag.forbund], "lang")
    t.rakna("Begränsas av", sla_upp(b.begransas, (b.kod, kod)), "text")
    t.rakna("Tilldelning, kr", sla_upp(d.tilldelning, (d.kod, kod)), summa=True)
    utan = t.rakna("Utan eget golv och tak, kr", sla_upp(b.fri, (b.kod, kod)),
                   forklaring="Grund + λ × nyckel, när alla andras gränser gäller.")  # fmt: skip
    t.rakna("Gränsen ändrar, kr", sla_upp(b.efter["aterfordelning"], (b.kod, kod)) - utan,
            forklaring="Före avrundning. Minus = hålls nere, plus = lyfts.")  # fmt: skip
    t.rakna("Golv, kr", sla_upp(d.golv, (d.kod, kod)), forklaring="Spärren.")
    for vem in (v for v in ORDNING if v in b.tak_av):
        t.rakna(f"{TAK[vem]}, kr", sla_upp(b.tak_av[vem], (b.kod, kod)))
    t.data("Om den som begränsar gav 100 000 kr mer, kr", hojda_kr, "kr",
           forklaring="Hela fördelningen omräknad av programmet när boken skrevs. Räknas inte om här.")  # fmt: skip
    return t


def make_granser_blad(r: Resultat, t: Tabell) -> Blad:
    """The sheet."""
    text = "Golv och tak per förbund i hela enheter. Det lägsta taket gäller; tomt = inget."
    return Blad("Gränser", f"Vem begränsar, och hur mycket {r.underlag.budgetar}", text, [t], fasta=2)
