"""The program's version, stated once: the packaging reads it here, and so does whatever says what made a file."""

from __future__ import annotations

__version__ = "0.1.0"
