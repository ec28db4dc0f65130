"""Eget kapital over the years in words: what the years ahead rest on, and the summary for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from fordelning.blad.terminal import format_table
from fordelning.kapital.framskrivning import Framskrivning, find_return_years
from fordelning.pengar import format_kr
from fordelning.rapport.kapital.tabeller import Kapitalgrund
from fordelning.ursprung import list_assumptions

RIKETS_RUBRIKER = ("år", "förbund", "utgående, kr", "över rimlig", "under lägsta", "rikaste 25 %", "Gini")
VISADE_RADER = 10
"""How many findings of a kind the terminal shows; all are in kapital.json."""

STATISTIK = {
    "konstant": "Invånare och försörjningsmått är oförändrade efter underlagets år.",
    "trend": "Invånare och försörjningsmått ändras varje år lika mycket som från året före till underlagets år.",
}
KOSTNADER = {
    "konstant": "Kostnader som inte står i kapital.csv är samma kronor som året före; del av år räknas om till helt.",
    "trend": "Kostnader som inte står i kapital.csv ändras varje år lika mycket som mellan de två senaste kända åren.",
    "bidrag": "Kostnader som inte står i kapital.csv är lika stora som årets bidrag.",
    "plan": "Kostnader som inte står i kapital.csv är de som förbundens budgetböcker har för planåren, annars samma "
    "kronor som året före.",
}
INTAKTER = {
    "tilldelning": "Årets intäkter är utfall i kapital.csv, annars bidrag_kr i planering.csv, annars allas bidrag "
    "enligt årets fördelning, också där kapital.csv har prognos eller budget.",
    "underlag": "Årets intäkter är de i kapital.csv, annars bidrag_kr i planering.csv, annars som fördelningen ger.",
}
UTAN_VAL = (
    "Utfästelser och äskanden är samma kronor som i underlaget. Ett förbund som startar under ett år finns hela "
    "nästa, ett som upphör finns inte.",
    "Ett förbund vars kostnader inte står i kapital.csv något år gör av med det som bidras.",
    "Rimlig nivå räknas på årets intäkter med den modell som gäller året efter, vars tilldelning den begränsar.",
)
MATT = (
    "Koncentration: negativt kapital räknas som 0. Rikaste fjärdedelen är den fjärdedel av förbunden som har mest, med "
    "del av förbund som del."
)


def list_roll_assumptions(f: Framskrivning) -> list[str]:
    """What the years ahead rest on, as sentences (Swedish)."""
    a = f.antaganden
    ram = [f"Statens ram är {format_kr(kr)} kr från {ar}." for ar, kr in sorted(a.ram_kr.items())]
    ram.append("Där ingen annan ram är given är ramen densamma som i underlaget.")
    val = [STATISTIK[a.statistik], KOSTNADER[a.kostnader], *_tell_planned(f), INTAKTER[a.intakter]]
    return [*val, *UTAN_VAL, *ram, MATT]


def _tell_planned(f: Framskrivning) -> Iterator[str]:
    """What is made of the plan years of budget books: they have no outcome, and their costs are used when asked for."""
    a, raknas = f.antaganden, {ar.kapital.ar for ar in f.ar}
    if planar := sorted({ar for _, ar in a.planerat_kr} & raknas):
        antal, aren = len({kod for kod, _ in a.planerat_kr}), "–".join(dict.fromkeys(map(str, (planar[0], planar[-1]))))
        ord_ = "används" if a.kostnader == "plan" else "används inte; --kostnader plan tar kostnaderna därifrån"
        yield f"Böckerna har utfall bara för budgetåret. Planåren {aren} i böcker för {antal} förbund {ord_}."


def list_model_assumptions(f: Framskrivning) -> list[str]:
    """The assumptions of every model used, each once."""
    return list_assumptions(*(ar.resultat.modell for ar in f.ar))


def summarize_kapital(t: Kapitalgrund) -> str:
    """The country's eget kapital year by year, who is back at the reasonable level when, what is assumed and found."""
    f, riket = t.f, t.riket
    kolumner = (riket.ar, riket.antal, riket.utgaende, riket.over, riket.under, riket.rikaste, riket.gini)
    forsta, sista = f.ar[0].kapital.ar, f.ar[-1].kapital.ar
    modeller = dict.fromkeys(ar.resultat.modell.namn for ar in f.ar)
    rader = [f"Eget kapital {f.bok[0].ar}–{sista}, framskrivet från {forsta}. Modell: {', '.join(modeller)}.", ""]
    rader += [*format_table(kolumner, RIKETS_RUBRIKER), "", *_summarize_return(f)]
    rader += ["", "Antaganden om åren framåt:", *(f"  {text}" for text in list_roll_assumptions(f))]
    rader.append(f"  Modellens egna antaganden ({len(list_model_assumptions(f))}) står i kapital.json.")
    rader += _list_some("Kedjan av år hänger inte ihop", [f"{a.plats}: {a.vad}" for a in f.avbrott])
    rader += _list_some("Under lägsta tillåtna eget kapital", _summarize_shortfalls(f))
    return "\n".join(rader)


def _summarize_return(f: Framskrivning) -> list[str]:
    """When those above the reasonable level are back, and where budgets expect other contributions."""
    tillbaka = find_return_years(f)
    rader = []
    if tillbaka:
        per_ar = Counter(tillbaka.values())
        delar = [f"{ar}: {n}" for ar, n in sorted((ar, n) for ar, n in per_ar.items() if ar is not None)]
        delar += [f"inte inom åren: {per_ar[None]}"] if per_ar[None] else []
        rader.append(
            f"Över rimlig nivå från början: {len(tillbaka)} förbund. Tillbaka vid utgången av {', '.join(delar)}."
        )
    for ar in f.ar:
        skillnad_kr = ar.budgeterat_kr - ar.resultat.matchning.totalt_kr
        antal = int((np.abs(np.nan_to_num(skillnad_kr)) > 0).sum())
        if antal:
            mest = int(np.nanargmax(np.abs(skillnad_kr)))
            rader.append(
                f"{ar.kapital.ar}: {antal} förbund har andra intäkter i kapital.csv eller sitt utfall än fördelningen "
                f"ger (mest {ar.kapital.koder[mest]}: {format_kr(skillnad_kr[mest])} kr)."
            )
    return rader


def _summarize_shortfalls(f: Framskrivning) -> list[str]:
    """One line per förbund that ends a year ahead below the lowest allowed, the largest shortfall first."""
    brist: dict[str, dict[int, float]] = {}
    for k in (ar.kapital for ar in f.ar):
        for kod, kr in zip(k.koder, k.under_lagsta_kr, strict=True):
            if kr > 0:
                brist.setdefault(kod, {})[k.ar] = kr
    storst_forst = sorted(brist.items(), key=lambda rad: (-max(rad[1].values()), rad[0]))
    return [f"{kod} från {min(ar)}: som mest fattas {format_kr(max(ar.values()))} kr" for kod, ar in storst_forst]


def _list_some(rubrik: str, rader: list[str]) -> list[str]:
    """A heading with the number of lines and the first of them; nothing when there are none."""
    if not rader:
        return []
    fler = len(rader) - VISADE_RADER
    slut = [f"  … och {fler} till i kapital.json."] if fler > 0 else []
    return ["", f"{rubrik} ({len(rader)}):", *(f"  {rad}" for rad in rader[:VISADE_RADER]), *slut]
