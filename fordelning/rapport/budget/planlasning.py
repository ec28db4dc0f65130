"""Read the plan back from a budget workbook: the blue cells, which change the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fordelning.budget.underlag import Budgetunderlag, Motpart, PlaneradInsats, Ram
from fordelning.fel import Anmarkning
from fordelning.rapport.budget.celler import Budgetbok, Celltext, Rader
from fordelning.rapport.budget.insatser import INSATSBLAD
from fordelning.rapport.budget.lasning import read_whole, show_value
from fordelning.rapport.budget.planar import head_year
from fordelning.rapport.budget.rader import MANADER

Anmarkningar = list[Anmarkning]
_EGEN = "Egen överens- kommelse (vikt)"


def read_plan(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> Budgetunderlag:
    """The underlag with what the workbook's plan says instead; mistakes are added to `fel`."""
    plan = replace(
        u,
        motparter=_read_parties(bok, u, fel),
        ramar=_read_frames(bok, u, fel),
        manadsvikter=_read_weights(bok, u, fel),
        insatser=_read_insatser(bok, u, fel),
        styrelse_andel=_read_share(bok.find_name("styrelse_andel"), u.styrelse_andel, fel),
        revision_andel=_read_share(bok.find_name("revision_andel"), u.revision_andel, fel),
    )
    if plan.styrelse_andel + plan.revision_andel > 1:
        vad = "styrelsens och revisionens andelar är tillsammans mer än 100 %"
        fel.append(Anmarkning(bok.find_name("styrelse_andel").plats, vad))
    return replace(plan, invanare_antal=sum(m.invanare_antal for m in plan.motparter if m.part == "kommun"))


def _find(
    bok: Budgetbok, blad: str, rubriker: tuple[str, str], behovs: Sequence[str], fel: Anmarkningar, nummer: int = 0
) -> Rader:
    funnet = bok.find_sheet(blad, fel)
    return {} if funnet is None else funnet.find_rows(rubriker, behovs, fel, nummer)


def _read_parties(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[Motpart, ...]:
    rader = _find(bok, "Kommunfördelning", ("Kod", "Region eller kommun"), ("Invånare", "Utlovat", _EGEN), fel)

    def read(m: Motpart) -> Motpart:
        if m.kod not in rader:
            return m
        rad = rader[m.kod]
        return replace(
            m,
            invanare_antal=read_whole(rad["Invånare"], "ett helt antal", fel) or 0,
            utlovat_kr=read_whole(rad["Utlovat"], "hela kronor", fel),
            egen_vikt=_read_number(rad[_EGEN], fel),
        )

    return tuple(map(read, u.motparter))


def _read_frames(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[Ram, ...]:
    behovs = [head_year(t, ram.ar) for t, ram in enumerate(u.ramar)]
    rader = _find(bok, "Treårsplan", ("Kod", "Post"), behovs, fel, nummer=1)
    if not rader:
        return u.ramar

    def read(t: int, ram: Ram) -> Ram:
        rubrik = head_year(t, ram.ar)
        kronor = ("ADMINISTRATION", "EJ-FORDELAT", "LAGSTA", *(("BIDRAG",) if t else ()))
        kr = {kod: read_whole(rader[kod][rubrik], "hela kronor", fel) or 0 for kod in kronor}
        return replace(
            ram,
            bidrag_kr=kr["BIDRAG"] if t else ram.bidrag_kr,
            administration_kr=kr["ADMINISTRATION"],
            ej_fordelat_kr=kr["EJ-FORDELAT"],
            lagsta_kapital_kr=kr["LAGSTA"],
            struktur_minst_andel=_read_share(rader["STRUKTUR-MINST"][rubrik], ram.struktur_minst_andel, fel),
            struktur_hogst_andel=_read_share(rader["STRUKTUR-HOGST"][rubrik], ram.struktur_hogst_andel, fel),
        )

    return tuple(read(t, ram) for t, ram in enumerate(u.ramar))


def _read_weights(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[int, ...]:
    rader = _find(bok, "Budget per månad", ("Kod", "Benämning"), MANADER, fel)
    if "MANADSVIKT" not in rader:
        return u.manadsvikter
    celler = rader["MANADSVIKT"]
    vikter = tuple(read_whole(celler[manad], "en hel vikt", fel) or 0 for manad in MANADER)
    if not any(vikter):
        fel.append(Anmarkning(celler[MANADER[0]].plats, "alla månaders vikter är 0", "minst en vikt över 0"))
    return vikter


def _read_insatser(bok: Budgetbok, u: Budgetunderlag, fel: Anmarkningar) -> tuple[PlaneradInsats, ...]:
    """The budget year from Insatser, the plan years from Insatser per år."""
    senare = u.budgetaren[1:]
    behovs = [f"{vad} {ar}" for vad in ("Körs", "Deltagare") for ar in senare]
    i_ar = _find(bok, INSATSBLAD, ("Kod", "Insats"), ("Körs", "Planerade deltagare"), fel)
    framat = _find(bok, "Insatser per år", ("Kod", "Insats"), behovs, fel)

    def read(plan: PlaneradInsats) -> PlaneradInsats:
        if plan.kod not in i_ar or plan.kod not in framat:
            return plan
        kors = [i_ar[plan.kod]["Körs"], *(framat[plan.kod][f"Körs {ar}"] for ar in senare)]
        antal = [i_ar[plan.kod]["Planerade deltagare"], *(framat[plan.kod][f"Deltagare {ar}"] for ar in senare)]
        return replace(
            plan,
            kors=tuple(_read_yes_no(cell, fel) for cell in kors),
            deltagare_antal=tuple(_read_number(cell, fel) or 0.0 for cell in antal),
        )

    return tuple(map(read, u.insatser))


def _read_yes_no(cell: Celltext, fel: Anmarkningar) -> bool:
    svar = str(cell.varde or "").strip().lower()
    if svar not in ("ja", "nej"):
        fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» är varken ja eller nej", "ja eller nej"))
    return svar == "ja"


def _read_number(cell: Celltext, fel: Anmarkningar) -> float | None:
    """A number that is 0 or more, decimals allowed: today's participants may have them."""
    if isinstance(cell.varde, float) and cell.varde >= 0:
        return cell.varde
    return read_whole(cell, "ett antal", fel)


def _read_share(cell: Celltext, annars: float, fel: Anmarkningar) -> float:
    if isinstance(cell.varde, int | float) and not isinstance(cell.varde, bool) and 0 <= cell.varde <= 1:
        return float(cell.varde)
    fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» är ingen andel", "0 till 100 %"))
    return annars
