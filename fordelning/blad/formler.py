"""All that an expression may call: the functions of a row, and look-ups and sums over other rows, by key."""

from fordelning.blad.funktioner import *  # noqa: F403
from fordelning.blad.uppslag import *  # noqa: F403
