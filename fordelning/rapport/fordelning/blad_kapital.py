"""The sheet Eget kapital: against the reasonable level, and what the excess takes from the grant."""

from __future__ import annotations

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, om, sla_upp
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar
from fordelning.resultat import Resultat


def make_kapital(r: Resultat, p: Modellparametrar, b: Berakning) -> Tabell:
    """One row per förbund."""
    t = Tabell("Eget_kapital")
    kod = t.data("Kod", r.underlag.koder)
    t.data("Förbund", [f.namn for f in r.underlag.forbund], "lang")
    kapital = t.rakna("Eget kapital, kr", sla_upp(b.kapital, (b.kod, kod)), summa=True,
                      forklaring="Vid ingången av budgetåret.")  # fmt: skip
    bidrag = t.rakna("Bidrag året före, kr", sla_upp(b.bidrag, (b.kod, kod)), summa=True, forklaring="Alla parter.")
    t.rakna("Eget kapital, andel av bidragen", om(bidrag > 0, kapital / bidrag, TOMT), "andel")
    if r.modell.eget_kapital is not None and b.rimlig is not None and b.overskott is not None:
        rimlig, over = (sla_upp(k, (b.kod, kod)) for k in (b.rimlig, b.overskott))
        _add_excess(t, r.modell.eget_kapital.antagande, p, b, (kod, rimlig, over))
    return t


def _add_excess(t: Tabell, antagande: bool, p: Modellparametrar, b: Berakning, rad: tuple[Kolumn, Tal, Tal]) -> None:
    """The reasonable level, the excess, and the ceiling that it sets."""
    kod, rimlig, overskott = rad
    t.rakna("Rimlig nivå, kr", rimlig, summa=True,
            forklaring=f"Trappans andel av bidragen.{' Talen är antaganden.' if antagande else ''}")  # fmt: skip
    over = t.rakna("Över rimlig nivå, kr", overskott, summa=True, forklaring="Eget kapital − rimlig nivå.")
    t.rakna("Statens avdrag, kr", p["statens_andel_av_overskott"] * over, summa=True,
            forklaring="Statens andel av det som är över.")  # fmt: skip
    if "eget kapital" in b.tak_av:
        t.rakna("Tak, kr", sla_upp(b.tak_av["eget kapital"], (b.kod, kod)),
                forklaring="Grund och nyckel − avdraget, hela enheter nedåt.")  # fmt: skip
    haller = sla_upp(b.begransas, (b.kod, kod)).lika(VISAS["eget kapital"])
    t.rakna("Håller nere tilldelningen", om(haller, "ja", ""), "text")


def make_kapital_blad(r: Resultat, t: Tabell) -> Blad:
    har_regel = "eget_kapital" in r.modell.steg
    om_regeln = "Kapital över rimlig nivå sänker tilldelningen och tar bort spärren."
    text = om_regeln if har_regel else "Modellen har ingen regel om eget kapital."
    return Blad("Eget kapital", f"Eget kapital vid ingången av {r.underlag.budgetar}", text, [t], fasta=2)
