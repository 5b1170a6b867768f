"""Every numeric item solved from the numbers a candidate is given; the key is never read here.

One module a group of areas, each with its own `SOLUTIONS`.
"""

import pkgutil
from importlib import import_module

from .solution import Solution

SOLUTIONS: dict[str, Solution] = {}
for module in pkgutil.iter_modules(__path__):
    if module.name != "solution":
        SOLUTIONS |= import_module(f"{__name__}.{module.name}").SOLUTIONS
