"""A model as the text of a model file: what was tried is kept, and opened again with `--modell`."""

from __future__ import annotations

from fordelning.analys.lage import Fall, refuse_scenarios
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
