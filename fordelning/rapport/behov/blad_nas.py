"""How many are reached, per förbund: need, participants, and the need by rule of thumb."""

from __future__ import annotations

from fordelning.begrepp import Underlag
from fordelning.behov import Behovslage
from fordelning.blad import Blad, Tabell, Tal
from fordelning.blad.formler import TOMT, eller, om, summa_dar, tom
from fordelning.rapport.behov.blad_behov import UPPSKATTNING, Behovstabeller


def make_nas(b: Behovslage, u: Underlag, behov: Behovstabeller, schablon_andel: Tal) -> Tabell:
    """One row per förbund. Whoever takes part in two insatser counts twice."""
    t = Tabell("Nås")
    kod = t.data("Kod", b.koder, nyckel="forbund_kod")
    t.data("Förbund", [f.namn for f in u.forbund], nyckel="namn")
    i_behov = t.rakna("I behov, personer", summa_dar(behov.i_behov, (behov.forbund, kod)), "tal", summa=True,
                      lika=b.behov_per_forbund_antal, forklaring="Summa på Behov.", nyckel="behov_antal")  # fmt: skip
    deltagare = t.data("Deltagare i dag", b.deltagare_antal, "antal", gul=True, summa=True,
                       forklaring="I individinriktade insatser. Tomt = uppgift saknas.",
                       nyckel="deltagare_antal")  # fmt: skip
    andel = om(eller(tom(deltagare), i_behov.lika(0)), TOMT, deltagare / i_behov)
    t.rakna("Nås, andel", andel, "andel", lika=b.natt_andel, forklaring="Deltagare ÷ personer i behov.",
            nyckel="natt_andel")  # fmt: skip
    invanare = t.data("Invånare", b.invanare_antal, "antal", gul=True, summa=True, nyckel="invanare_antal")
    t.rakna("Behov enligt schablon", schablon_andel * invanare, "tal", lika=b.schablon_antal, summa=True,
            forklaring="Schablonens andel × invånarna. Andelen står på Publicerat.",
            nyckel="schablon_antal")  # fmt: skip
    t.data("", UPPSKATTNING[b.uppskattat], nyckel="uppskattning")
    return t


def make_nas_blad(t: Tabell, uppskattat: bool) -> Blad:
    """The sheet Nås."""
    text = "Den som deltar i två insatser räknas två gånger. Målgrupper som saknar rad räknas inte."
    return Blad("Nås", "Hur många som nås, per förbund" + " (uppskattning)" * uppskattat, text, [t], fasta=2)
