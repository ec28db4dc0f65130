"""The server: on this computer only, until the reader stops it."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress

from fordelning.analys.lage import Fall
from fordelning.fel import FordelningFel
from fordelning.tillagg import import_extra

ADRESS = "127.0.0.1"


class WebbFel(FordelningFel):
    """The server cannot begin."""


def serve(fall: Fall, port: int, beratta: Callable[[str], None]) -> None:
    """Serve the page of a case until it is interrupted; `beratta` gets the address when it can be opened.

    Raises TillaggFel where the extra is not installed, WebbFel where the port is taken.
    """
    uvicorn = import_extra("uvicorn", "webb")
    import_extra("fastapi", "webb")
    from fordelning.webb.tjanst import make_app

    val = uvicorn.Config(make_app(fall), host=ADRESS, port=port, log_level="critical", access_log=False, ws="none")
    try:
        kontakt = val.bind_socket()
    except SystemExit as fel:
        orsak = fel.__context__
        vad = "är upptagen" if getattr(orsak, "errno", 0) == errno.EADDRINUSE else f"går inte att öppna ({orsak})"
        raise WebbFel(f"Porten {port} {vad}.\n  Välj en annan med --port, t.ex. --port {port + 1}.") from None
    beratta(f"http://{ADRESS}:{kontakt.getsockname()[1]}/")
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one leaves
        uvicorn.Server(val).run(sockets=[kontakt])
