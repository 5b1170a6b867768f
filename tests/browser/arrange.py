"""Run one of arrangements.py inside an installation: python -m tests.browser.arrange ACT JSON."""

import json
import sys
from importlib import import_module

from kunnande.site.running import running_database


def main(act: str, wanted: str) -> None:
    with running_database("app"):
        # Its models can be imported only now that Django is set up.
        arrangements = import_module("tests.browser.arrangements")
        made = getattr(arrangements, act)(**json.loads(wanted))
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main(*sys.argv[1:])
