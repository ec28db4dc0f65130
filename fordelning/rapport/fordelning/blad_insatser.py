"""The sheet Insatser: what each insats costs and how many take part in it today."""

from __future__ import annotations

from fordelning.begrepp import Underlag
from fordelning.blad import Blad, Tabell
from fordelning.blad.formler import TOMT, om, tom, valj

OM_DET_FASTA = "Ett år, före trappning. Struktur utan uppgift om deltagare räknas som att den körs (antagande)."
OM_KOSTNADEN = "Fast + deltagare × kostnad per deltagare. 0 = körs inte."


def make_insatser_blad(u: Underlag) -> tuple[Blad, ...]:
    """One row per insats, in code order; no sheet where the data set has none."""
    if not u.insatser:
        return ()
    uppskattat = u.is_estimated("insatser")
    text = "Ändra ett gult fält, så räknas kostnaden om. Tilldelningen beror inte på det."
    text += " Uppskattning, se Antaganden." * uppskattat
    return (Blad("Insatser", "Insatser i dag" + " (uppskattning)" * uppskattat, text, [_make_insatser(u)], fasta=2),)


def _make_insatser(u: Underlag) -> Tabell:
    """The whole cost of a year with today's participants; the förbund's part of it (`trappning`) is not counted.

    No participants, no cost. Where they are not told a struktur costs what is fixed, and of individ nothing is known.
    """
    t, insatser, namn = Tabell("Insatser"), u.insatser, {f.forbund_kod: f.namn for f in u.forbund}
    t.data("Kod", [i.forbund_kod for i in insatser])
    t.data("Förbund", [namn[i.forbund_kod] for i in insatser], "lang")
    t.data("Insatsens namn", [i.namn for i in insatser], "lang")
    t.data("Insats", [i.insats_kod for i in insatser], bara_skarm=True)
    inriktning = t.data("Inriktning", [i.inriktning for i in insatser], bara_skarm=True)
    idag = t.data("Deltagare i dag", [i.idag_antal for i in insatser], "antal", gul=True, summa=True,
                  forklaring="Tomt = uppgift saknas.")  # fmt: skip
    fast = t.data("Fast kostnad, kr", [i.fast_kostnad_kr for i in insatser], "kr", gul=True, summa=True,
                  bara_skarm=True, forklaring=OM_DET_FASTA)  # fmt: skip
    per_deltagare = t.data("Kostnad per deltagare, kr", [i.kostnad_per_deltagare_kr for i in insatser], "kr", gul=True,
                           forklaring="Utöver den fasta.", bara_skarm=True)  # fmt: skip
    okant = om(inriktning.lika("struktur"), fast, TOMT)
    uttryck = valj([(tom(idag), okant), (idag > 0, fast + idag * per_deltagare)], 0)
    kostnad = t.rakna("Kostnad i dag, kr", uttryck, summa=True, forklaring=OM_KOSTNADEN)
    t.rakna("Kr per deltagare i dag", om(idag > 0, kostnad / idag, TOMT), forklaring="Kostnad i dag ÷ deltagare.")
    return t
