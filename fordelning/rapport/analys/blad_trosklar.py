"""The thresholds: how many there are of each kind, the outermost bounds, every one in words, and the answer."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.analys.trosklar import Troskel, Trosklar
from fordelning.blad import Blad, Tabell
from fordelning.blad.formler import antal_dar
from fordelning.pengar import format_kr
from fordelning.rapport.analys.bok import Analysdel
from fordelning.rapport.analys.text import UPPGIFTER
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.fordelning.yttergranser import tell_outermost
from fordelning.resultat import Resultat
from fordelning.ursprung import Antaganderad

STORSTA = 3
"""How many of each kind the terminal tells."""
SLAGEN = {
    "hopp": "Hopp inom ± 5 %",
    "mer_behov_mindre": "Mer eget behov ger mindre",
    "mer_behov_an": "Mer behov än ett annat, men mindre pengar",
    "kapital": "Använt eget kapital ger mer än det kostar",
    "sammanslagning": "Två förbund får mer som ett",
    "delning": "Ett förbund får mer som två",
}
"""The kinds of thresholds, as a reader sees them."""

METOD = Antaganderad(
    "Trösklar",
    "Vad som söks",
    "Varje uppgift flyttas 5 % ned och upp för ett förbund i taget, allt dess eget kapital används, två förbund i "
    "samma region slås ihop (alla par när de är högst 40) och varje område delas av. En ändring under en enhet räknas "
    "inte. En sammanslagning eller delning räknas när den ger mer än grundbelopp och nyckel ensamma ger.",
)


def tell_threshold(r: Resultat, t: Troskel) -> str:
    """A threshold in words (Swedish)."""
    namn = {f.forbund_kod: f.namn for f in r.underlag.forbund} | {o.omrade_kod: o.namn for o in r.underlag.omraden}
    fore, efter, skillnad = (format_kr(kr) for kr in (t.fore_kr, t.efter_kr, abs(t.andring_kr)))
    vad = UPPGIFTER.get(t.uppgift, namn.get(t.uppgift, t.uppgift))
    match t.slag:
        case "hopp":
            vid = f"{_show(t.vid)} ({_show_distance(t)})"
            if (t.vid or 0) > (t.nu or 0):
                return f"När {vad} stiger till {vid} går tilldelningen från {fore} till {efter} kr."
            return f"När {vad} sjunker under {vid} går tilldelningen från {efter} till {fore} kr."
        case "mer_behov_mindre":
            return f"När {vad} stiger från {_show(t.nu)} till {_show(t.vid)} minskar tilldelningen med {skillnad} kr."
        case "mer_behov_an":
            vem = {kod: VISAS[str(v)] for kod, v in zip(r.koder, r.begransas_av, strict=True)}
            skal = f"begränsas av {vem[t.forbund_kod]}, den andra av {vem[t.uppgift]}"
            return f"Minst lika stort behov som {t.uppgift} {vad}, men {skillnad} kr mindre ({skal})."
        case "kapital":
            kostar = (t.nu or 0) - (t.vid or 0)
            mer = format_kr(t.andring_kr - kostar)
            return f"Används {format_kr(kostar)} kr stiger tilldelningen med {skillnad} kr: {mer} kr mer än det kostar."
        case "sammanslagning":
            return f"Tillsammans med {t.uppgift} {vad}: {efter} kr i stället för {fore} kr var för sig."
        case "delning":
            return f"Med {vad} som ett eget förbund: {efter} kr i stället för {fore} kr."


def _show(tal: float | None) -> str:
    """A figure: whole ones without decimals."""
    return "" if tal is None else format_kr(tal, 0 if float(tal).is_integer() else 1)


def _form(tal: float | None) -> str:
    return "antal" if tal is None or float(tal).is_integer() else "tal"


def _show_distance(t: Troskel) -> str:
    """How far from today's figure, as a share of it."""
    andel = ((t.vid or 0) - (t.nu or 0)) / abs(t.nu or 1)
    if abs(andel) < 0.00005:
        return "dit den når i dag"
    return f"{'+' if andel > 0 else ''}{format_kr(100 * andel, 2)} % från i dag"


def make_trosklar_del(t: Trosklar) -> Analysdel:
    """The sheets of the thresholds, trosklar.csv, and the terminal's answer."""
    r, fynd = t.resultat, t.fynd
    namn = {f.forbund_kod: f.namn for f in r.underlag.forbund}
    tabell = Tabell("Trösklar")
    kod = tabell.data("Kod", [x.forbund_kod for x in fynd], nyckel="forbund_kod")
    vem = tabell.data("Förbund", [namn[x.forbund_kod] for x in fynd], "lang", bredd=30)
    slag = tabell.data("Slag", [SLAGEN[x.slag] for x in fynd], "lang", bredd=26)
    tabell.data("", [x.slag for x in fynd], nyckel="slag")
    tabell.data("Uppgift", [x.uppgift for x in fynd], bredd=20, nyckel="uppgift", bara_skarm=True)
    tabell.data("Nu", [x.nu for x in fynd], [_form(x.nu) for x in fynd] or "antal", bredd=13, nyckel="nu")
    tabell.data("Vid", [x.vid for x in fynd], [_form(x.vid) for x in fynd] or "antal", bredd=13, nyckel="vid")
    fore = tabell.data("Före, kr", [x.fore_kr for x in fynd], "kr", bredd=13, nyckel="fore_kr")
    efter = tabell.data("Efter, kr", [x.efter_kr for x in fynd], "kr", bredd=13, nyckel="efter_kr")
    tabell.rakna("Ändring, kr", efter - fore, lika=[x.andring_kr for x in fynd], bredd=13, nyckel="andring_kr")
    tabell.ordna(kod, vem, slag, tabell.data("I ord", [tell_threshold(r, x) for x in fynd], "lang", bredd=60))
    antal = Tabell("AntalTrösklar", sorteras=False)
    sorter = antal.data("Slag", list(SLAGEN.values()), bredd=58)
    antal.rakna("Antal", antal_dar((slag, sorter)), "antal", bredd=16)
    grans = Tabell("Yttersta", sorteras=False)
    rader = tell_outermost(t.yttersta)
    grans.data("Ytterst", [f"{rad[0]}, {rad[2]}" for rad in rader], "lang", bredd=58)
    grans.data("Andel", [rad[1] for rad in rader], bredd=16)
    grans.data("Modellens", [rad[3] for rad in rader], bredd=14)
    ar, text = r.underlag.budgetar, "Var en liten ändring ger mycket pengar, och var ordningen blir den omvända."
    csv = "Samma rader som trosklar.csv."
    blad = (
        Blad("Trösklar i korthet", f"Trösklar {ar}", text, [antal, grans]),
        Blad("Trösklar", f"Varje tröskel {ar}, störst först i sitt slag", csv, [tabell], fasta=2),
    )
    return Analysdel(blad, {"trosklar.csv": tabell}, "\n".join(_tell(t)), (METOD,))


def _tell(t: Trosklar) -> Iterator[str]:
    """The outermost bounds, how many of each kind, and the largest in words."""
    yield f"Trösklar, {t.resultat.modell.namn}, budgetår {t.resultat.underlag.budgetar}"
    yield from (f"  {namn}: {andel} {vad} (modellens: {valt})" for namn, andel, vad, valt in tell_outermost(t.yttersta))
    for slag, rubrik in SLAGEN.items():
        egna = [x for x in t.fynd if x.slag == slag]
        yield from ("", f"{rubrik}: {len(egna) or 'inga'}")
        yield from (f"  {x.forbund_kod}: {tell_threshold(t.resultat, x)}" for x in egna[:STORSTA])
        if len(egna) > STORSTA:
            yield f"  … och {len(egna) - STORSTA} till i trosklar.csv."
