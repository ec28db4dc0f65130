"""The reply form of a förbund: the offer, yellow cells to answer in, and how the offer was worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fordelning.blad import HELA_KR, Blad, Bok, Del, Form, Krav, Lista, Tabell, Tal, som_tal
from fordelning.blad.formler import TOMT, antal_dar, antal_tal_dar, behall_tomt, hogst, nedat, om, summa_dar, tom
from fordelning.modell import Medfinansiering
from fordelning.pengar import format_kr
from fordelning.rapport.forklara.genomgang import FORKLARING
from fordelning.rapport.om import make_om_blad
from fordelning.svar.anbud import Anbud, Forbundsanbud
from fordelning.ursprung import describe_program

SVARSBLAD, LOVAT, NAMN = "Svar", "Utlovat, kr", "Region eller kommun"
ASKANDE, MANADER, UTGAENDE = "askande_kr", "manader", "utgaende_kr"
SVARANDE, KONTAKT, KOMMENTAR = "svarande", "kontakt", "kommentar"
FALT = (ASKANDE, MANADER, UTGAENDE, SVARANDE, KONTAKT, KOMMENTAR)
"""What is asked beside the pledges; each answer has the defined name `svar_<falt>`."""

_KAPITAL = Krav("heltal", "Hela kronor", "Skriv hela kronor utan ören, minus om kapitalet är slut.", -(10.0**12))
_MANADER = Krav("heltal", "Månader", "Skriv ett heltal från 1 till 12.", 1, 12)
PARTER = {"region": "Region", "kommun": "Kommun"}
_BREDDER = (50, 30, 18)


@dataclass(frozen=True, slots=True)
class _Fraga:
    """A yellow cell: its words, form, what may be typed, and what the data set says now."""

    falt: str
    text: str
    form: Form
    krav: Krav | None
    nu: str


def name_answer(falt: str) -> str:
    """The defined name of an answer's cell, or of what tells whose form it is."""
    return f"svar_{falt}"


def make_blankett(anbud: Anbud, f: Forbundsanbud) -> Bok:
    """The form, protected but for its yellow cells."""
    modell, u = anbud.modell, anbud.underlag
    titel = f"Svar på erbjudandet {f.budgetar} – {f.forbund.namn}"
    blad = (
        _make_svarsblad(titel, f, modell.medfinansiering, anbud.resultat.bok.enhet_kr),
        _make_utrakning(f),
        *make_om_blad((), [describe_program(titel)], [modell], [u]),
    )
    return Bok(titel, blad, skyddad=True)


def _make_svarsblad(titel: str, f: Forbundsanbud, m: Medfinansiering, enhet_kr: int) -> Blad:
    """The offer, the questions, what the answers suffice to, and last the pledges, party by party."""
    text = "Fyll i de gula fälten, spara och skicka tillbaka boken. Ett tomt gult fält betyder: som i underlaget nu."
    erbjudande, erbjudet = _make_erbjudande(f)
    svar, askat = _make_fragor(f)
    parter, lovat, part = _make_parter(f)
    racker = Lista("Räcker", ("Vad svaret räcker till", "Belopp, kr"), bredder=_BREDDER)

    def suffice(text: str, vem: str, andel: float) -> Tal:
        """What a party's pledges match, down to the unit of grants; empty while it has said nothing."""
        vems = (part, PARTER[vem])
        tak = nedat(summa_dar(lovat, vems) * m.stat_andel / andel / enhet_kr + 1e-6) * enhet_kr
        return racker.rakna(text, om(antal_tal_dar(lovat, vems).lika(0), TOMT, tak))

    kommuner = suffice("Kommunernas utfästelser räcker till från staten", "kommun",
                       m.kommun_andel + m.region_andel * f.utan_region)  # fmt: skip
    granser = [kommuner]
    if not f.utan_region:
        granser.append(suffice("Regionens utfästelse räcker till från staten", "region", m.region_andel))
    nu = TOMT if f.forbund.askande_kr is None else som_tal(f.forbund.askande_kr)
    begart = racker.rakna("Äskandet", om(tom(askat), nu, askat))
    mest = racker.rakna("Av erbjudandet kan förbundet få högst", hogst(erbjudet, begart, *granser))
    racker.rakna("Av erbjudandet avstås", erbjudet - mest)
    utan = [_count_silent(lovat, part, namn) for namn in PARTER.values()]
    racker.rakna("Parter som räknas som 0 kr, eftersom andra har lovat (antal)", utan[0] + utan[1], "antal")
    delar: list[Del | tuple[Del, ...]] = [erbjudande, svar, racker, parter]
    return Blad(SVARSBLAD, titel, text, delar, "inmatning")


def _count_silent(lovat: Tal, part: Tal, vem: str) -> Tal:
    """How many of the regions, or of the kommuner, have pledged nothing although another of them has."""
    lovar = antal_tal_dar(lovat, (part, vem))
    return om(lovar > 0, antal_dar((part, vem)) - lovar, 0)


def _make_erbjudande(f: Forbundsanbud) -> tuple[Lista, Tal]:
    """What the state offers, against last year, and what the other parties match it with."""
    t = Lista("Erbjudande", (f"Erbjudandet {f.budgetar}", "Uppgift"), bredder=_BREDDER)
    t.data("Förbundets kod", f.forbund.forbund_kod, "text", namn=name_answer("forbund_kod"))
    t.data("Budgetår", f.budgetar, "ar", namn=name_answer("budgetar"))
    erbjudet = t.data(
        "Statens erbjudande (uträkningen på nästa blad)", f.erbjudande_kr, namn=name_answer("erbjudande_kr")
    )
    fore = t.data(f"Statens tilldelning {f.budgetar - 1}", f.forbund.tilldelning_fjol_kr)
    t.rakna("Ändring", erbjudet - fore)
    delar = [t.data(f"{vem} om allt tas emot", kr) for vem, kr in
             (("Regionens del", f.region_kr), ("Kommunernas del", f.kommuner_kr))]  # fmt: skip
    t.rakna("Alla parter tillsammans om allt tas emot", erbjudet + delar[0] + delar[1])
    return t, erbjudet


def _make_fragor(f: Forbundsanbud) -> tuple[Lista, Tal]:
    """The questions with their yellow cells, and the cell of the äskande."""
    t = Lista("Svar", ("Ert svar", "Fyll i"), ["I underlaget nu"], _BREDDER)
    celler = {
        q.falt: t.data(q.text, None, q.form, [q.nu], namn=name_answer(q.falt), gul=True, krav=q.krav)
        for q in _list_questions(f)
    }
    return t, celler[ASKANDE]


def _list_questions(f: Forbundsanbud) -> Iterator[_Fraga]:
    a, fjol = f.forbund, f.budgetar - 1
    nu = "ingen gräns" if a.askande_kr is None else f"{format_kr(a.askande_kr)} kr"
    yield _Fraga(ASKANDE, "Vi begär av staten högst, kr (får vara mer)", "kr", HELA_KR, nu)
    nu = "12" if a.manader is None else str(a.manader)
    yield _Fraga(MANADER, f"Månader av {f.budgetar} som förbundet finns", "ar", _MANADER, nu)
    nu = f"{format_kr(a.eget_kapital_kr)} kr"
    yield _Fraga(UTGAENDE, f"Eget kapital vid utgången av {fjol}, prognos, kr", "kr", _KAPITAL, nu)
    yield _Fraga(SVARANDE, "Vem som svarar (namn)", "lang", None, "")
    yield _Fraga(KONTAKT, "Uppdrag, och telefon eller e-post", "lang", None, "")
    yield _Fraga(KOMMENTAR, "Kommentar", "lang", None, "")


def _make_parter(f: Forbundsanbud) -> tuple[Tabell, Tal, Tal]:
    """Who may pledge, with the yellow cells; the pledges that count, and which part each is of."""
    t, p = Tabell("Utfästelser", sorteras=False), f.parter
    t.data(NAMN, [x.part.namn for x in p], "lang", bredd=_BREDDER[0])
    gul = t.data(LOVAT, [None for _ in p], "kr", gul=True, krav=HELA_KR, bredd=_BREDDER[1])
    nu = t.data("I underlaget nu, kr", [x.part.utlovat_kr for x in p], "kr", bredd=_BREDDER[2])
    t.data("Del om allt tas emot, kr", [x.belopp_kr for x in p], "kr", bredd=18, summa=True)
    lovat = t.rakna("Räknas, kr", om(tom(gul), behall_tomt(nu), gul), bredd=18, summa=True)
    part = t.data("Part", [PARTER[x.part.part] for x in p], bredd=10)
    t.data("Kod", [x.part.kod for x in p], bredd=16)
    return t, lovat, part


def _make_utrakning(f: Forbundsanbud) -> Blad:
    """Every step of the model with the förbund's own figures, as `forklara` tells it."""
    rader = [(rubrik if i == 0 else "", rad.strip()) for rubrik, egna in f.steg for i, rad in enumerate(egna)]
    t = Tabell("Uträkning", sorteras=False)
    t.data("Steg", [rubrik for rubrik, _ in rader], "lang", bredd=30)
    t.data("Så räknas erbjudandet", [rad for _, rad in rader], "lang", bredd=128)
    titel = f"Så räknas erbjudandet {f.budgetar} – {f.forbund.namn}"
    return Blad(
        "Uträkning", titel, f"{FORKLARING} Erbjudandet är statens tilldelning när ingen begränsar den.", [t], "om"
    )
