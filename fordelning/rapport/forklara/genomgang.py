"""`forklara`: one förbund's grant from the first krona to the last, in numbered lines with the source of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count

from fordelning.analys.brygga import Brygga
from fordelning.blad.tabell import take_values
from fordelning.fel import Anmarkning
from fordelning.rapport.fordelning.kedja import Kedja
from fordelning.rapport.forklara.aret_fore import list_change
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.forklara.parter import count_limits, count_match, count_offer
from fordelning.rapport.forklara.rakning import RAKNA
from fordelning.rapport.poster.fall import Stegrad
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat
from fordelning.schema import Avsnitt
from fordelning.underlag.forbundssok import OkantForbund
from fordelning.underlag.ratext import suggest
from fordelning.ursprung import REGIONMEDEL, STATUS

FORKLARING = (
    "Varje numrerad rad kan räknas om för hand. nedåt(a; b) och uppåt(a; b) är a avrundat till hela b; "
    "visade tal är avrundade i sista siffran."
)


def find_forbund(koder: Sequence[str], kod: str) -> int:
    """The place of a förbund code. Raises OkantForbund, with the nearest code."""
    if kod in koder:
        return koder.index(kod)
    vad = f"«{kod}» finns inte i underlaget"
    raise OkantForbund([Anmarkning("--forbund", vad, "en kod ur forbund", suggest(kod, koder))])


def explain_grant(r: Resultat, i: int, brygga: Brygga | None = None) -> str:
    """The calculation of förbund number i as text (Swedish), every step of the model in its order.

    It begins with the change from the year before, and with `brygga` (from last year's data set) its causes.
    """
    fall, nummer = Berattelse(_make_kedja(r), i), count(1)
    f, status = fall.forbund, "" if r.modell.status == "faststalld" else f", {STATUS[r.modell.status]}"
    rader = [
        f"{f.namn} ({f.forbund_kod}), statens tilldelning {r.underlag.budgetar}: {fall.kr(fall.tilldelning_kr)} kr",
        f"Modell: {r.modell.namn} ({r.modell.fil.namn}{status})",
        *list_change(r, i, brygga),
        *([""] if brygga else []),
        FORKLARING,
    ]
    for rubrik, egna in _list_sections(fall, nummer):
        rader += ["", rubrik, *egna]
    rader += ["", "Vem begränsar", *_number(count_limits(fall), nummer)]
    rader += ["", "Erbjudande", *_number(count_offer(fall), nummer)]
    return "\n".join([*rader, *_show_assumptions(r)])


def list_steps(r: Resultat, i: int) -> list[tuple[str, list[str]]]:
    """What `explain_grant` says of every step and of who pays: heading, and its lines (Swedish)."""
    return [*_list_sections(Berattelse(_make_kedja(r), i), count(1))]


@lru_cache(maxsize=1)
def _make_kedja(r: Resultat) -> Kedja:
    """The expressions of a result; kept for the next förbund of the same."""
    with take_values():
        return Kedja(r)


def _list_sections(fall: Berattelse, nummer: count[int]) -> Iterator[tuple[str, list[str]]]:
    for steg in fall.modell.steg:
        yield RUBRIKER[steg], [*_number(RAKNA[steg](fall), nummer), *_show_source(fall.resultat, steg)]
    yield "Vem betalar", [*_number(count_match(fall), nummer)]


def _number(rader: Iterator[Stegrad], nummer: count[int]) -> Iterator[str]:
    """The lines as text; those with arithmetic are numbered."""
    for rad in rader:
        if not rad.uttryck:
            yield f"      {rad.text}"
            continue
        resultat = f"{rad.resultat} {rad.enhet}".rstrip()
        yield f"{next(nummer):>4}. {rad.text}: {rad.uttryck} = {resultat}{rad.efter}"


def _show_source(r: Resultat, steg: str) -> Iterator[str]:
    """The source of a step's rule, and what is known of it when it is an assumption."""
    avsnitt: Avsnitt | None = getattr(r.modell, steg)
    if avsnitt is not None:
        yield f"      Källa: {avsnitt.kalla.text}{' (antagande)' if avsnitt.antagande else ''}"
        if avsnitt.anmarkning:
            yield f"      {avsnitt.anmarkning}"
    data = r.underlag.kallor.get("omraden")
    if steg == "fordelningsnyckel" and data is not None:
        yield f"      Uppgifter: {data.text}{' (uppskattning)' if data.uppskattning else ''}"


def _show_assumptions(r: Resultat) -> Iterator[str]:
    """The model's assumptions that no section holds."""
    if r.modell.antaganden:
        yield ""
        yield "Modellens övriga antaganden"
        yield from (f"      {a.text}" for a in r.modell.antaganden)
    if r.underlag.regionmedel:
        yield ""
        yield "Antagande om regionernas summor"
        yield f"      {REGIONMEDEL}"
