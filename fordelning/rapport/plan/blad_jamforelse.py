"""The sheets I dag och bäst (today beside the best plan) and Osäkerhet (expected results and how sure they are)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.blad import Blad, Diagram, Tabell
from fordelning.blad.formler import summa_dar
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.kontroll import compute_kostnad
from fordelning.plan.osakerhet import Osakerhet
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.urval import SKREVS, add_change

IDAG = (
    "Alla planens år tillsammans. I dag: insatser med idag_antal när boken skrevs, delade på målgrupper efter behov. "
    "Bäst: planen."
)


Idagrad = tuple[str, str, float | None, float | None, float | None]
"""An insats (or a förbund) today, all years together: code, name, participants, kr, nytta."""


def make_jamforelse_blad(pl: Plansamling, g: Plangrund) -> Blad:
    """Per insats of one förbund, or per förbund of all: participants and cost today, in the plan, and the change."""
    rader = _list_insatser(pl.bilder[0]) if pl.enskild else map(_add_up, pl.med_plan)
    t, v, m = Tabell("IDagOchBäst"), g.val, g.malgrupper
    koder, namn, antal, kr, nytta = [*zip(*rader, strict=True)] or [()] * 5
    kod = t.data("Insats" if pl.enskild else "Förbund", koder)
    t.data("Namn", namn, "lang", bredd=40)
    vilka = (v.kod if pl.enskild else v.forbund, kod)
    alla = [("Deltagare {}", "tal_streck", antal, v.antal, vilka), ("Kostnad {}, kr", "kr", kr, v.kostnad, vilka)]
    if not pl.enskild:
        alla.append(("Nytta {}", "tal", nytta, m.nytta, (m.forbund, kod)))
    for rubrik, form, idag, k, par in alla:
        add_change(t, [rubrik.format(x) for x in ("i dag", "bäst", "skillnad")], form, idag, summa_dar(k, par))
    brott = pl.bilder[0].insyn.idag.brott if pl.enskild and pl.bilder[0].insyn.idag is not None else ()
    delar = [t]
    if brott:
        b = Tabell("Brott", sorteras=False)
        b.data("Nr", range(1, len(brott) + 1), "antal")
        b.data("Regel som dagens insatser skulle bryta mot, om de fortsatte alla år", brott, bredd=46)
        delar.append(b)
    return Blad("I dag och bäst", "Dagens insatser bredvid den bästa planen", IDAG, delar, fasta=2)


def _list_insatser(bild: Planbild) -> Iterator[Idagrad]:
    p, idag = bild.problem, bild.insyn.idag
    kr = None if idag is None else compute_kostnad(p, idag.beslut).sum(axis=1)
    for j in sorted(np.flatnonzero(p.kan_koras.any(axis=1)).tolist(), key=lambda j: bool(p.struktur[j])):
        antal = None if idag is None else float(idag.beslut.antal[j].sum())
        yield p.insatser[j], p.insatsnamn[j], antal, None if kr is None else float(kr[j]), None


def _add_up(bild: Planbild) -> Idagrad:
    idag, vem = bild.insyn.idag, (bild.kod, bild.forbund.namn)
    return (*vem, None, None, None) if idag is None else (*vem, idag.deltagare_antal, idag.kostnad_kr, idag.nytta)


def make_osakerhet_blad(bild: Planbild, o: Osakerhet) -> Blad:
    """What is uncertain of nytta, results and cost, and how often each insats is in the best plan of a draw."""
    matt = [
        ("Nytta, viktade personer", "tal", bild.plan.nytta, o.nytta),
        ("Når arbete eller studier, personer", "tal", bild.resultat_antal, o.resultat_antal),
        ("Kostnad, kr", "kr", bild.plan.kostnad_kr, o.kostnad_kr),
    ]
    osakra = [rad for rad in matt if rad[3].p90 - rad[3].p10 > 1e-6 * abs(rad[3].vantat)]
    former, t = [form for _, form, _, _ in osakra], Tabell("Osäkerhet", sorteras=False)
    t.data("Alla år tillsammans", [vad for vad, _, _, _ in osakra], bredd=46)
    t.data("Planen", [planen for _, _, planen, _ in osakra], former, bredd=14)
    t.data("Väntat", [i.vantat for _, _, _, i in osakra], former, bredd=14)
    p10 = t.data("10 % blir lägre", [i.p10 for _, _, _, i in osakra], former, bredd=14)
    p90 = t.data("10 % blir högre", [i.p90 for _, _, _, i in osakra], former, bredd=14)
    t.rakna("Intervallets bredd", p90 - p10, former, bredd=14)
    text = (
        f"{o.dragningar_antal} slumpade fel i effekterna, efter deras osäkerhet; {o.omlosningar_antal} av dem har fått "
        f"en egen bästa plan. Slumpen är densamma varje gång. {SKREVS}"
    )
    return Blad("Osäkerhet", "Hur säkert planens resultat är", text, [t, *_make_shares(bild, o)])


def _make_shares(bild: Planbild, o: Osakerhet) -> tuple[Tabell, Diagram]:
    p, b = bild.problem, bild.plan.beslut
    assert b is not None
    t = Tabell("BästaPlan", sorteras=False)
    namn = t.data("Insats", [f"{kod} {n}" for kod, n in zip(p.insatser, p.insatsnamn, strict=True)])
    t.data("I planen", ["ja" if kors else "nej" for kors in np.any(b.kors, axis=1)], farger={"ja": "gron"})
    andel = t.data("Andel av dragningarna där den är i bästa planen", o.andel_i_basta_plan, "andel")
    titel = "Andel av dragningarna där insatsen är i bästa planen"
    return t, Diagram(titel, namn, [andel], "Andel", "0 %", liggande=True, hogst=1)
