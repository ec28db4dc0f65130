"""The published estimates with their rows recomputed: sums, the rule of thumb, and how many are told to be reached."""

from __future__ import annotations

from fordelning.behov import Skattning
from fordelning.blad import Blad, Tabell, Tal
from fordelning.blad.formler import om, summa, tom


def make_publicerat_blad(s: Skattning, p: Publicerat, schablon: Tabell) -> Blad:
    """The sheet Publicerat; `schablon` is the table of the rule of thumb, which Nås uses."""
    delar = [p, p.summor, schablon, *([_make_told(s)] if s.natt else [])]
    text = f"{s.kalla.text}. Oavrundat = personer × andel. Tomt i den andra läsningen = källan har bara en. "
    text += "".join(f"{a.plats}: {a.vad}. " for a in s.find_deviations())
    return Blad("Publicerat", f"Publicerat, omräknat: {s.namn}", text, delar, "om")


class Publicerat(Tabell):
    """Per målgrupp what was published and what its components give in both readings; and the sums of that."""

    def __init__(self, s: Skattning) -> None:
        super().__init__("Publicerat", sorteras=False)
        self.data("", [g.malgrupp_kod for g in s.grupp], nyckel="malgrupp_kod")
        self.data("Målgrupp", [g.namn for g in s.grupp], nyckel="malgrupp")
        personer = self.data("Personer", [g.personer_antal for g in s.grupp], "antal", nyckel="personer_antal")
        andel = self.data("Andel i behov", [g.andel_i_behov for g in s.grupp], "andel", nyckel="andel_i_behov")
        egna, andra_egna = ([g.compute_need(annan) for g in s.grupp] for annan in (False, True))
        oavrundat = self.rakna("Oavrundat", personer * andel, "tal", lika=egna, nyckel="oavrundat_antal")
        publicerat = self.data("Publicerat", [g.publicerat_antal for g in s.grupp], "antal", nyckel="publicerat_antal")
        annan = self.data("Andra läsningen, andel", [g.annan_lasning_andel for g in s.grupp], "andel",
                          nyckel="annan_lasning_andel")  # fmt: skip
        andra = self.rakna("Andra läsningen, oavrundat", om(tom(annan), oavrundat, personer * annan), "tal",
                           lika=andra_egna)  # fmt: skip
        eget = self.data("Källans eget underlag, personer", [g.eget_underlag_antal for g in s.grupp], "antal",
                         nyckel="eget_underlag_antal")  # fmt: skip
        bara_andra = [None if g.annan_lasning_andel is None else g.compute_need(True) for g in s.grupp]
        self.data("", bara_andra, nyckel="annan_lasning_antal")
        self.rakna("Avvikelse", om(tom(eget), "", personer / eget - 1), "andel_fin")
        self.summor = m = Tabell("Summor", sorteras=False)
        m.data("Summa", ["Oavrundat", "Andra läsningen, oavrundat", "Publicerade rader", "Publicerad summa"])
        antal = m.rader("Personer", [summa(oavrundat), summa(andra), summa(publicerat), s.publicerat_antal], "tal")
        av = m.data("Av", s.jamforelse_antal, "antal")
        m.rakna("Andel", antal / av, "andel_fin")


def make_schablon(s: Skattning) -> tuple[Tabell, Tal]:
    """The rule of thumb, what it has been published to give, and its share, which Nås uses."""
    publicerat = s.schablon.publicerat
    t = Tabell("Schablon", sorteras=False)
    t.data("Schablon", ["Andel av befolkningen i arbetsför ålder", *(p.vad for p in publicerat)])
    ar_andel = [True, *([False] * len(publicerat))]
    former = ["andel" if andel else "antal" for andel in ar_andel]
    tal = t.data("Tal", [s.schablon.andel, *(p.antal for p in publicerat)], former, gul=ar_andel)
    t.data("Källa", [s.schablon.kalla.text, *(p.kalla.text for p in publicerat)])
    return t, t.namnge("schablon_andel", tal)


def _make_told(s: Skattning) -> Tabell:
    """Published statements of how many are reached, recomputed."""
    t = Tabell("Nådda", sorteras=False)
    t.data("Publicerat om hur många som nås", [n.vad for n in s.natt])
    natt = t.data("Nådda", [n.natt_antal for n in s.natt], "antal")
    av = t.data("Av", [n.behov_antal for n in s.natt], "antal")
    t.rakna("Andel", natt / av, "andel_fin", lika=[n.andel for n in s.natt])
    t.data("Publicerad andel", [n.publicerad_andel for n in s.natt], "andel_fin")
    t.data("Källa", [n.kalla.text for n in s.natt])
    return t
