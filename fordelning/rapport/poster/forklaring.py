"""One förbund's grant in words: each post with the förbund's own numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from fordelning.rapport.poster.fall import Forbundsfall, find_position, show_number, show_percent
from fordelning.rapport.poster.loften import describe_shares, describe_sum, list_sums
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True)
class Post:
    """A post of one förbund: the step, the amount in öre precision, and why (Swedish)."""

    steg: str
    belopp_kr: Decimal
    forklaring: str


def explain_posts(r: Resultat, i: int) -> list[Post]:
    """The posts of förbund number i: each the change of the balance rounded to öre, so that they sum to the grant."""
    fall = Forbundsfall(r, i)
    poster, saldo, fore = [], 0.0, Decimal(0)
    for steg, belopp in r.bok.poster.items():
        saldo += float(belopp[i])
        efter = Decimal(f"{saldo:.2f}")
        poster.append(Post(steg, efter - fore, FORKLARINGAR[steg](fall)))
        fore = efter
    return poster


def _explain_base(fall: Forbundsfall) -> str:
    assert fall.modell.grundtilldelning is not None
    belopp = f"{show_number(fall.modell.grundtilldelning.belopp_kr)} kr"
    if fall.manader == 12:
        return f"Grundbelopp {belopp}, lika för alla förbund."
    return f"Grundbelopp {belopp} × {fall.manader}/12: förbundet finns {fall.manader} av årets månader."


def _explain_key(fall: Forbundsfall) -> str:
    m, u, i = fall.modell.fordelningsnyckel, fall.underlag, fall.i
    matt = f"{show_number(u.forsorjningsmatt[i])} av {show_number(u.forsorjningsmatt.sum())}"
    invanare = f"{show_number(u.invanare_antal[i])} av {show_number(u.invanare_antal.sum())}"
    delar = [
        f"{show_percent(andel)} efter {namn} ({tal})"
        for andel, namn, tal in (
            (m.andel_forsorjningsmatt, "försörjningsmått", matt),
            (m.andel_invanare, "invånare", invanare),
        )
        if andel
    ]
    nyckel = show_percent(fall.saw("fordelningsnyckel", "nyckel_andel"), 4)
    manader = "" if fall.manader == 12 else f", för {fall.manader} av 12 månader"
    kvar = fall.kr(fall.saw("fordelningsnyckel", "kvar_kr"))
    return f"Nyckel {nyckel} av {kvar} kr: {' och '.join(delar)}{manader}."


def _explain_sjukpenning_ceiling(fall: Forbundsfall) -> str:
    assert fall.modell.sjukpenningtak is not None
    andel = show_percent(fall.modell.sjukpenningtak.hogsta_andel)
    sjukpenning = fall.kr(fall.saw("sjukpenningtak", "sjukpenning_kr"))
    frisam_kr = float(fall.underlag.frisam_kr[fall.i])
    frisam = f", minus Frisams {fall.kr(frisam_kr)} kr" if frisam_kr else ""
    return f"Tak {fall.kr(fall.taken_kr['modellen'])} kr: högst {andel} av sjukpenningen {sjukpenning} kr{frisam}."


def _explain_eget_kapital(fall: Forbundsfall) -> str:
    assert fall.modell.eget_kapital is not None
    kapital = fall.kr(float(fall.underlag.eget_kapital_kr[fall.i]))
    rimlig = fall.kr(fall.saw("eget_kapital", "rimlig_kr"))
    if not fall.saw("eget_kapital", "over_rimlig_niva"):
        return f"Eget kapital {kapital} kr är inte över rimlig nivå {rimlig} kr: inget tak."
    overskott = fall.kr(fall.saw("eget_kapital", "overskott_kr"))
    andel = show_percent(fall.modell.eget_kapital.statens_andel_av_overskott)
    if fall.avdrag_kr is not None:
        over = f"eget kapital {kapital} kr är {overskott} kr över rimlig nivå {rimlig} kr"
        return f"Avdrag {fall.kr(fall.avdrag_kr)} kr: {over}, {andel} av det dras av från det slutliga beloppet."
    tak = f"Tak {fall.kr(fall.taken_kr['eget kapital'])} kr"
    return f"{tak}: eget kapital {kapital} kr är {overskott} kr över rimlig nivå {rimlig} kr, {andel} av det dras av."


def _explain_sparr(fall: Forbundsfall) -> str:
    assert fall.modell.sparr is not None
    if fall.golv_kr == 0:
        over = "eget_kapital" in fall.bok.sett and fall.saw("eget_kapital", "over_rimlig_niva")
        return f"Ingen spärr: {'eget kapital över rimlig nivå' if over else 'ingen tilldelning i fjol'}."
    fjol = fall.kr(float(fall.underlag.tilldelning_fjol_kr[fall.i]))
    andel = show_percent(fall.modell.sparr.hogsta_minskning_andel)
    return f"Golv {fall.kr(fall.golv_kr)} kr: högst {andel} lägre än fjolårets {fjol} kr."


def _explain_match(fall: Forbundsfall) -> str:
    taken, u, i = fall.taken_kr, fall.underlag, fall.i
    granser = []
    if "askande" in taken:
        granser.append(f"förbundet begär högst {fall.kr(float(u.askande_kr[i]))} kr")
    for vem, namn, lovat_kr in (
        ("kommuner", "kommunerna", u.kommuner_utlovat_kr),
        ("region", "regionerna", fall.bok.sett["medfinansiering"]["regioner_utlovat_kr"]),
    ):
        if vem in taken:
            summor = [describe_sum(fall, d) for d in list_sums(fall)] if vem == "region" else []
            lovat = f"{namn} {'ger högst' if summor else 'har lovat'} {fall.kr(float(lovat_kr[i]))} kr"
            granser += [*summor, f"{lovat}, som räcker till {fall.kr(taken[vem])} kr från staten"]
    fria = describe_shares(fall)
    if not granser and fria:
        return fria
    if not granser:
        return "Inget äskande och inga utfästelser: inget tak."
    text = "; ".join(granser)
    return f"{text[0].upper()}{text[1:]}."


def _explain_shared(fall: Forbundsfall) -> str:
    lage = find_position(fall)
    belopp, rest_kr = fall.kr(lage.belopp_kr), fall.saw("aterfordelning", "rest_kr")
    if not lage.antal_fria:
        rest = f"; {fall.kr(rest_kr)} kr delas inte ut" if rest_kr else ""
        return f"Alla förbund står vid golv eller tak{rest}. Förbundet får {belopp} kr."
    lambda_ = f"λ {fall.kr(fall.saw('aterfordelning', 'lambda_kr'))} kr per hel nyckel"
    fri_kr = fall.saw("aterfordelning", "fri_kr")
    golv_eller_tak = f": {'taket' if lage.belopp_kr < fri_kr else 'golvet'} {belopp} kr gäller"
    grans = "" if fall.kr(fri_kr) == belopp else golv_eller_tak
    antal = f"{lage.antal_fasta} av {len(fall.bok.koder)} förbund vid golv eller tak"
    bas = "Erbjudande" if fall.i_omgangar else "Grundbelopp minus avdrag" if fall.avdrag_kr else "Grundbelopp"
    return f"{lambda_} när {antal} har fått sitt. {bas} och nyckel ger {fall.kr(fri_kr)} kr{grans}."


def _explain_rounding(fall: Forbundsfall) -> str:
    lage, enhet = find_position(fall), show_number(fall.enhet_kr)
    fore, efter = fall.kr(lage.belopp_kr), fall.kr(fall.tilldelning_kr)
    if fore == efter:
        return f"{fore} kr är redan hela {enhet} kr."
    antal, plats = int(lage.turordning.antal_upp[0]), int(lage.turordning.plats[fall.i]) + 1
    riktning = "uppåt" if plats <= antal else "nedåt"
    ordning = f"resten har plats {plats}, de {antal} första får {enhet} kr till"
    return f"{fore} kr avrundas {riktning} till {efter} kr: {ordning}."


FORKLARINGAR: dict[str, Callable[[Forbundsfall], str]] = {
    "grundtilldelning": _explain_base,
    "fordelningsnyckel": _explain_key,
    "sjukpenningtak": _explain_sjukpenning_ceiling,
    "eget_kapital": _explain_eget_kapital,
    "sparr": _explain_sparr,
    "medfinansiering": _explain_match,
    "aterfordelning": _explain_shared,
    "avrundning": _explain_rounding,
}
"""The step's name → its post in words; the same names as REGLER."""
