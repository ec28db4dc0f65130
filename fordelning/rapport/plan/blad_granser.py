"""The sheets about limits: Vad som begränsar, Brytpunkter, Gräns (nytta against budget), and Omöjligt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fordelning.blad import Blad, Diagram, Tabell
from fordelning.blad.formler import TOMT, avrunda, eller, om, tom
from fordelning.plan.bild import Fordjupning, Planbild, Plansamling
from fordelning.plan.omojlig import tell_missing
from fordelning.rapport.plan.ord import STORHET, describe_breakeven, round_limit
from fordelning.rapport.plan.urval import SKREVS, Plantabell


class _Begransning(NamedTuple):
    """Something that limits a plan; `enhet` is a unit of it. `fran` and `till` are kronor more than the plan has."""

    vad: str
    enhet: str
    nytta: float | None
    pris: float | None = None
    fran: float | None = None
    till: float | None = None


UTAN_VARDE = "Vad varje gräns är värd räknas när ett förbund planeras för sig (--forbund, utan --snabb)."


def make_begransar_blad(pl: Plansamling) -> Blad:
    """The price of money, and every limit that a plan stands at: one förbund's a row each, of all a row per förbund."""
    if not pl.enskild:
        titel = "Vad som begränsar planerna"
        return Blad("Vad som begränsar", titel, f"{UTAN_VARDE} {SKREVS}", [_list_all_limits(pl)], fasta=2)
    (bild,) = pl.bilder
    rader, t = list(_list_limits(bild)), Tabell("Begränsar")
    t.data("Begränsning", [rad.vad for rad in rader], "lang", bredd=70)
    t.data("En enhet lättare är", [rad.enhet for rad in rader], "lang", bredd=28)
    t.data("Nytta av en enhet", [rad.nytta for rad in rader], "ore", bredd=14, forklaring="Löst på nytt.")
    t.data("Pris: nytta per 100 000 kr", [rad.pris for rad in rader], "ore", bredd=16)
    if bild.fordjupning is not None:
        t.data("Priset gäller från, kr", [rad.fran for rad in rader], "kr", bredd=16)
        t.data("Priset gäller till, kr", [rad.till for rad in rader], "kr", bredd=16)
    gransen = "Gäller från och till: kronor mer än planens; tomt = så långt som prövats."
    text = UTAN_VARDE if bild.fordjupning is None else gransen
    return Blad("Vad som begränsar", "Vad som begränsar planen, och vad en enhet till ger", f"{text} {SKREVS}", [t])


def _list_all_limits(pl: Plansamling) -> Tabell:
    t = Plantabell("Begränsar", pl, [bild.kod for bild in pl.med_plan])
    t.data("Namn", [bild.forbund.namn for bild in pl.med_plan], "lang", bredd=32)
    nasta, pris = zip(*((bild.insyn.nasta_nytta, bild.insyn.pris_nytta) for bild in pl.med_plan), strict=True)
    t.data(f"Nästa 100 000 kr {pl.budgetar[0]} ger", nasta, "ore", bredd=13, forklaring="Nytta.")
    t.data("Pris: nytta per 100 000 kr", pris, "ore", bredd=13)
    alla = ["; ".join(b.text for b in bild.insyn.bindningar) for bild in pl.med_plan]
    t.data("Det som begränsar", alla, "lang", bredd=120)
    return t


def _list_limits(bild: Planbild) -> Iterator[_Begransning]:
    insyn, f = bild.insyn, bild.fordjupning
    if f is None and insyn.nasta_nytta is not None:
        pengar = f"Mer pengar {bild.problem.budgetar[0]}"
        yield _Begransning(pengar, "100 000 kr till", insyn.nasta_nytta, insyn.pris_nytta)
    for s in () if f is None else f.skuggpriser:
        pris, nasta = s.nytta_per_100000_kr, s.nytta_av_nasta_100000_kr
        yield _Begransning(f"Mer pengar {s.ar}", "100 000 kr till", nasta, pris, s.fran_kr, s.till_kr)
    for b in insyn.bindningar:
        yield _Begransning(b.text, b.enhet, b.nytta_per_enhet)


def make_brytpunkter_blad(bild: Planbild, f: Fordjupning) -> Blad:
    """How far the cost or the effect of each insats must move before it enters or leaves the plan."""
    namn = dict(zip(bild.problem.insatser, bild.problem.insatsnamn, strict=True))
    former = ["andel" if b.storhet == "effekt_faktor" else "kr" for b in f.brytpunkter]
    t = Tabell("Brytpunkter")
    t.data("Insats", [b.insats_kod for b in f.brytpunkter])
    t.data("Namn", [namn[b.insats_kod] for b in f.brytpunkter], "lang", bredd=40)
    t.data("I planen", ["ja" if b.i_planen else "nej" for b in f.brytpunkter], farger={"ja": "gron"})
    t.data("Storhet", [STORHET[b.storhet] for b in f.brytpunkter], bredd=24)
    nu = t.data("Nu", [b.nu for b in f.brytpunkter], former, bredd=12)
    grans = t.data("Gräns", [round_limit(b) for b in f.brytpunkter], former, bredd=12)
    t.rakna("Förändring till gränsen", om(eller(tom(grans), nu.lika(0)), TOMT, grans / nu - 1), "andring", bredd=13)
    t.data("Det betyder", [describe_breakeven(b, namn[b.insats_kod]) for b in f.brytpunkter], "lang", bredd=70)
    text = (
        "En storhet i taget, allt annat lika. Effekten är en andel av den angivna. Beslutade insatser har ingen rad. "
        "Gränsen är avrundad till vad som är känt: 1 kr per deltagare, 10 kr fast kostnad, 0,1 % av effekten."
    )
    titel = "Hur långt kostnad eller effekt kan ändras innan insatsen byter sida"
    return Blad("Brytpunkter", titel, f"{text} {SKREVS}", [t], fasta=2)


def make_front_blad(f: Fordjupning) -> Blad:
    """Nytta against budget, as a table and a chart."""
    t = Tabell("Front", sorteras=False)
    t.data("Andel av dagens bidrag", [p.andel for p in f.front], "andel", bredd=13)
    budget = t.data("Bidrag alla år, kr", [p.budget_kr for p in f.front], "kr", bredd=16)
    mkr = t.rakna("Mkr", avrunda(budget / 1_000_000, 1), "tal")
    nytta = t.data("Högsta nytta", [p.nytta for p in f.front], "tal", bredd=12, forklaring="Tomt = ingen plan.")
    steg = (nytta - t.fore(nytta)) / (budget - t.fore(budget)) * 100_000
    marginal = om(eller(tom(nytta), tom(t.fore(nytta)), budget.lika(t.fore(budget))), TOMT, steg)
    t.rader("Nytta per 100 000 kr sedan raden ovanför", [None, *[marginal] * (t.antal_rader - 1)], "ore", bredd=20)
    titel = "Högsta nytta vid olika bidrag (mkr, alla år)"
    diagram = Diagram(titel, mkr, [nytta], "Nytta, viktade personer", "antal")
    text = "Varje års bidrag gånger andelen, planen löst på nytt. Rimlig nivå på eget kapital följer bidragen."
    return Blad("Gräns", "Nytta mot budget", f"{text} {SKREVS}", [t, diagram])


def make_krav_blad(pl: Plansamling) -> Blad:
    """The demands that cannot hold together, and the least money that would make them."""
    rader = [
        (bild.kod, nummer, krav, konflikt, o)
        for bild in pl.omojliga
        if (o := bild.insyn.omojlighet) is not None
        for nummer, konflikt in enumerate(o.konflikter, 1)
        for krav in konflikt.krav
    ]
    t = Plantabell("Omöjligt", pl, [kod for kod, *_ in rader])
    t.data("Ställe", [nummer for _, nummer, *_ in rader], "antal", bredd=8)
    t.data("Krav som inte går att förena", [krav.text for _, _, krav, *_ in rader], "lang", bredd=90)
    t.data("Står i", [krav.plats for _, _, krav, *_ in rader], "lang", bredd=20)
    egna = [tell_missing(konflikt.fattas_per_ar_kr, o.budgetar) for _, _, _, konflikt, o in rader]
    t.data("Det som fattas för just de kraven", egna, "lang", bredd=40)
    if not pl.enskild:
        alla = [tell_missing(o.fattas_per_ar_kr, o.budgetar) for *_, o in rader]
        t.data("Det som fattas för hela planen", alla, "lang", bredd=40)
    text = (
        "Krav med samma nummer går inte att förena; tas ett av dem bort går de andra på samma ställe ihop. "
        "Alla ställen måste lösas."
    )
    return Blad("Omöjligt", "Förbund utan möjlig plan", text, [t])
