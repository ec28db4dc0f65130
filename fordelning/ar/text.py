"""What the commands of the year tell on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from fordelning.ar.nytt_ar import NyttAr
from fordelning.ar.tillampning import Andrat
from fordelning.ar.verkan import Rad, Verkan
from fordelning.blad.terminal import BREDD
from fordelning.fel import Anmarkning, shorten
from fordelning.pengar import format_kr


def summarize_new_year(nytt: NyttAr, som_bok: bool) -> str:
    """What was carried, what is left to fill in, and what to look over."""
    slut = nytt.slut
    lagen = slut.lagen.values()
    belopp = (
        ("Tilldelning i fjol", sum(lage.tilldelning_kr for lage in lagen)),
        ("Bidrag i fjol", sum(lage.intakter_kr for lage in lagen)),
        ("Eget kapital", sum(lage.utgaende_kr for lage in lagen)),
    )
    rader = [f"Underlag för budgetår {nytt.budgetar}: {len(lagen)} förbund förda vidare"]
    rader += [f"  {namn:<20}{format_kr(kr):>16} kr" for namn, kr in belopp]
    rader.append(f"  Tilldelning: {slut.tilldelning_ur}. Bidrag och eget kapital: {slut.kapital_ur}.")
    rader += ["", *_list_missing(nytt, som_bok), "", *_list_to_look_over(nytt, som_bok)]
    return "\n".join(rader)


def _list_missing(nytt: NyttAr, som_bok: bool) -> Iterator[str]:
    if not nytt.kvar:
        yield "Inget behöver fyllas i."
    else:
        yield "Kvar att fylla i innan underlaget kan användas:"
        for k in nytt.kvar:
            yield f"  {name_table(k.tabell, som_bok):<20}{k.kolumn:<26}{k.antal:>7} celler"
        if any(k.tabell == "omraden" for k in nytt.kvar):
            yield "  Statistiken förs in med fordelning statistik."
    fel = [a for a in nytt.grind if a.allvar == "fel"]
    if fel:
        yield from ("", "Kontrollen säger också:", *_list_findings(fel))


def _list_findings(fel: Iterable[Anmarkning]) -> Iterator[str]:
    visade, dolda = shorten(fel)
    for a in visade:
        yield from (f"  {rad}" for rad in str(a).splitlines())
    if dolda:
        yield f"  … och {dolda} till."


def _list_to_look_over(nytt: NyttAr, som_bok: bool) -> Iterator[str]:
    """What no check can know: figures that stayed, and what is new every year."""
    plats = "blad underlag" if som_bok else "underlag.toml"
    statistik = "årets år i [statistik] och källan i [kallor.omraden]"
    yield "Se över:"
    yield f"  {plats}: ram_kr är kvar, {format_kr(nytt.ram_kr)} kr. Skriv {statistik}."
    yield (
        "  Äskanden, månader och utfästelser är tomma: ingen gräns, hela året, och alla parter matchar fullt ut. "
        "Planering, insatser och behov är kvar som de var."
    )


def summarize_changes(andrat: Andrat, verkan: Verkan) -> str:
    """What was done, what it moved, and what it does to the grants and to what each party pays."""
    antal = len({(f.tabell, f.nyckel, f.fran, f.till) for f in andrat.flyttar})
    rader = ["Ändringar:", *(f"  {g.vad}" for g in andrat.grupper)]
    rader += [f"  {antal} rader har flyttats eller ändrats i {len({f.tabell for f in andrat.flyttar})} tabeller"]
    rader += ["", *_make_table("Statens tilldelning", verkan.tilldelning), "", f"  {_tell_base(verkan)}"]
    if verkan.parter:
        rader += ["", *_make_table("Parternas delar, de som berörs", verkan.parter)]
    return "\n".join(rader)


def _tell_base(v: Verkan) -> str:
    """What more or fewer förbund cost in base grants."""
    skillnad = v.grund_efter_kr - v.grund_fore_kr
    nu = f"Grundtilldelningen är {format_kr(v.grund_efter_kr)} kr till {v.antal_efter} förbund"
    if not skillnad:
        return f"{nu}, lika mycket som före ändringen."
    ord_ = "mer" if skillnad > 0 else "mindre"
    vem = "Så mycket mindre" if skillnad > 0 else "Så mycket mer"
    return (
        f"{nu}, {format_kr(abs(skillnad))} kr {ord_} än före ({v.antal_fore} förbund). "
        f"{vem} delas mellan alla efter fördelningsnyckeln."
    )


def _make_table(rubrik: str, rader: Sequence[Rad]) -> Iterator[str]:
    """Names to the left, three amounts to the right, 80 columns."""
    bredd = BREDD - 2 - 3 * 15
    yield f"  {rubrik:<{bredd}}{'före kr':>15}{'efter kr':>15}{'ändring kr':>15}"
    for rad in rader:
        namn = rad.namn
        if len(namn) >= bredd:
            *egna, namn = wrap(namn, bredd - 1)
            yield from (f"  {text}" for text in egna)
        tecken = "+" if rad.andring_kr > 0 else ""
        belopp = (format_kr(rad.fore_kr), format_kr(rad.efter_kr), tecken + format_kr(rad.andring_kr))
        yield f"  {namn:<{bredd}}" + "".join(f"{b:>15}" for b in belopp)


def name_table(tabell: str, som_bok: bool) -> str:
    """A table as the user finds it."""
    return f"blad {tabell}" if som_bok else f"{tabell}.csv"
