"""A reading of replies for the terminal: who has answered, the country's sums, and what is otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fordelning.begrepp import Underlag
from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.svar.anbud import Anbud
from fordelning.svar.blankett import ASKANDE, KOMMENTAR, KONTAKT, MANADER, SVARANDE, UTGAENDE
from fordelning.svar.inforing import Infort
from fordelning.svar.svarslista import Skillnad

ORD = {
    ASKANDE: "begär",
    MANADER: "månader",
    UTGAENDE: "eget kapital",
    SVARANDE: "svarar",
    KONTAKT: "kontakt",
    KOMMENTAR: "kommentar",
}
"""An answer in words."""


def summarize_replies(infort: Infort, anbud: Anbud, skillnad: Skillnad | None) -> str:
    """The reading in short."""
    u = infort.granskat.underlag
    lasta = infort.lasta
    utan = [kod for kod in u.koder if kod not in lasta.svar and kod not in lasta.felaktiga]
    rader = [f"Svar {u.budgetar}: {len(lasta.svar)} av {len(u.koder)} förbunds svar är inlästa"]
    rader += ["", *format_table(_make_sums(infort, anbud).kolumner), ""]
    for text, koder in (("Har svar med fel, som inte är inlästa", sorted(lasta.felaktiga)), ("Har inte svarat", utan)):
        if koder:
            rader += [f"{text}: {len(koder)}", *_list_forbund(koder, u)]
    return "\n".join([*rader, *_tell_changes(skillnad, u, lasta.felaktiga)])


def _make_sums(infort: Infort, anbud: Anbud) -> Tabell:
    """The country's sums of the new data set: how many förbund each is of, and kr."""
    u, r = infort.granskat.underlag, anbud.resultat
    poster: list[tuple[str, int, float]] = [("Statens erbjudande", len(u.koder), float(r.tilldelning_kr.sum()))]
    askar = [f.askande_kr for f in u.forbund if f.askande_kr is not None]
    poster.append(("Begärt, där förbundet har satt en gräns", len(askar), sum(askar)))
    for part, text in (("kommun", "Utlovat av kommuner"), ("region", "Utlovat av regioner")):
        egna = [p for p in u.utfastelser if p.part == part]
        poster.append((text, len({p.forbund_kod for p in egna}), sum(p.utlovat_kr for p in egna)))
    kapital = sum(f.eget_kapital_kr for f in u.forbund)
    poster.append((f"Eget kapital vid utgången av {u.budgetar - 1}", len(u.koder), kapital))
    t = Tabell("Summor")
    t.data("Hela landet", [text for text, _, _ in poster])
    t.data("förbund", [antal for _, antal, _ in poster], "antal")
    t.data("kr", [kr for _, _, kr in poster], "kr")
    return t


def _list_forbund(koder: Sequence[str], u: Underlag) -> Iterator[str]:
    namn = {f.forbund_kod: f.namn for f in u.forbund}
    yield from (f"  {kod} {namn.get(kod, '')}".rstrip() for kod in koder)


def _tell_changes(s: Skillnad | None, u: Underlag, felaktiga: frozenset[str]) -> Iterator[str]:
    if s is None:
        yield "Första läsningen: ingen tidigare att jämföra med."
        return
    yield f"Sedan läsningen i {s.lista}:"
    borta = [kod for kod in s.borta if kod not in felaktiga]
    if not (s.nya or borta or s.andrade):
        yield "  Inget är ändrat."
    for text, koder in (("Nya svar", [*s.nya]), ("Svar som fanns då men inte nu", borta)):
        if koder:
            yield f"  {text}: {len(koder)}"
            yield from (f"  {rad}" for rad in _list_forbund(koder, u))
    if s.andrade:
        yield f"  Ändrade uppgifter: {len(s.andrade)}"
    for (kod, falt, part, motpart), fore, efter in s.andrade:
        vad = f"{part} {motpart} lovar" if part else ORD[falt]
        yield f"    {kod} {vad}: {_show(falt, fore)} → {_show(falt, efter)}"


def _show(falt: str, text: Any) -> str:
    """An answer as it is told; nothing where there was none."""
    if not text:
        return "inget svar"
    return f"{format_kr(int(text))} kr" if falt.endswith("_kr") else str(text)
