"""A model as the text of a model file: what was tried is kept, and opened again with `--modell`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.analys.reglage import Reglage, Tillstand, add_sparr
from fordelning.analys.storhet import find_model_value
from fordelning.analys.uppgifter import RAM
from fordelning.mall.csv import format_settings
from fordelning.modell import Modell


def format_forslag(fall: Fall) -> str:
    """The case's model, and its pot where that was changed, as a model file of a proposal.

    `fordela --modell FIL` and `jamfor --mot FIL` compute the same from it, to the krona. Raises UnderlagFel for a case
    with scenarios.
    """
    refuse_scenarios(fall, "förslaget")
    m = _name(fall)
    data = m.model_dump(exclude={"fil"}, exclude_none=True, exclude_defaults=True)
    return f"# Ett förslag att räkna på, inte en beslutad modell.\n{format_settings(data)}"


EGET = "Eget värde att pröva. Utgångspunkt: "
"""What the source of a section says when a number in it is another than the source's."""


def _name(fall: Fall) -> Modell:
    """The model as a proposal of its own: its name says what was changed, and no source is given for what it did not
    say."""
    m = fall.modell
    namn = [andring.partition(" = ")[0] for andring in fall.andringar]
    nya: dict[str, object] = {"status": "forslag"}
    if fall.andringar:
        nya["namn"] = f"Förslag: {m.namn.removeprefix('Förslag: ')}, {'; '.join(fall.andringar)}"
    if RAM in namn:
        nya[RAM] = int(fall.underlag.ram_kr)
    varden = [varde for n in namn if (varde := find_model_value(m, n)) is not None]
    for avsnitt in {varde.avsnitt for varde in varden} & m.avsnitt.keys():
        del_ = m.avsnitt[avsnitt]
        kalla = del_.kalla.model_copy(update={"text": EGET + del_.kalla.text.removeprefix(EGET)})
        nya[avsnitt] = del_.model_copy(update={"antagande": True, "kalla": kalla})
    return m.model_copy(update=nya)


@dataclass(frozen=True, slots=True)
class Modellmall:
    """The model file of every pair of steps of two sliders: what stands in all of them once, and what a step says.

    `rader`: the lines there are; in one, the sign U+0001 or U+0002 and a digit stand for what the first or the second
    slider's step says. `varianter`: the numbers of the lines of a file where the first slider is moved, the second, or
    both ("10", "01", "11"). `former`: by slider, digit and step, what the step says.
    """

    rader: tuple[str, ...]
    varianter: Mapping[str, tuple[int, ...]]
    former: tuple[tuple[tuple[str, ...], ...], ...]


_TAL = re.compile(r"(\d+(?:[.,]\d+)?(?:e-?\d+)?)")


def make_template(fall: Fall, t: Tillstand) -> Modellmall:
    """What `format_forslag` gives for each state of the sliders; a slider at the case's own value is not changed."""
    fall = add_sparr(fall)
    rader, varianter = dict[str, int](), dict[str, tuple[int, ...]]()
    former: tuple[list[tuple[str, ...]], ...] = tuple([] for _ in t.reglage)
    for vilka in ("10", "01", "11"):
        flyttade = [i for i, ja in enumerate(vilka) if ja == "1"]
        if all(len(t.reglage[i].varden) > 1 for i in flyttade):
            text = _put_signs(fall, t.reglage, flyttade, former)
            varianter[vilka] = tuple(rader.setdefault(rad, len(rader)) for rad in text.split("\n"))
    return Modellmall(tuple(rader), varianter, tuple(tuple(v) for v in former))


def _put_signs(
    fall: Fall, reglage: tuple[Reglage, ...], flyttade: list[int], former: tuple[list[tuple[str, ...]], ...]
) -> str:
    """The file where these sliders are moved, with a sign and a digit for every number that follows one of them.

    What every step says is known when a slider has been moved alone; with both moved two steps tell which it is.
    """
    ett = {reglage[i].namn: reglage[i].varden[0 if reglage[i].valt else 1] for i in flyttade}
    delar = _TAL.split(format_forslag(fall.change(ett)))
    for i in flyttade:
        r = reglage[i]
        andra = [steg for steg in range(len(r.varden)) if steg != r.valt][: None if len(flyttade) == 1 else 2]
        alla = {steg: _TAL.split(format_forslag(fall.change({**ett, r.namn: r.varden[steg]}))) for steg in andra}
        for plats in range(1, len(delar), 2):
            sagt = {steg: text[plats] for steg, text in alla.items()}
            if len({*sagt.values()}) == 1:
                continue
            kand = [n for n, form in enumerate(former[i]) if all(form[steg] == tal for steg, tal in sagt.items())]
            if not kand:
                former[i].append(tuple(sagt.get(steg, "") for steg in range(len(r.varden))))
            delar[plats] = f"{chr(i + 1)}{kand[0] if kand else len(former[i]) - 1}"
    return "".join(delar)
