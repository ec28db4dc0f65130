"""`webb`: the page live on this computer."""

from __future__ import annotations

from typing import Annotated

import typer

from fordelning.kommandon.analyser import load_case
from fordelning.kommandon.start import show_errors
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import Inputs, ModellVal

Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Porten på 127.0.0.1; 0 = en ledig.")]


@show_errors
def webb(inputs: Inputs, port: Port = 8620, modell: ModellVal = None) -> None:
    """Pröva modellen i webbläsaren, med reglage för varje tal.

    Sidan finns bara på den här datorn. Adressen är läget: den kan skickas som länk, sparas som modellfil och hämtas som
    arbetsbok. Behöver tillägget webb: pip install 'fordelning[webb]'.
    """
    fall = load_case(inputs, modell)
    from fordelning.webb.start import serve

    serve(fall, port, lambda adress: say(f"Öppna {adress} i webbläsaren. Sluta med Ctrl+C."))
