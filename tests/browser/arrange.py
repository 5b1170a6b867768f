"""Do inside an installation what a test starts from: python -m tests.browser.arrange ACT JSON.

An act is one of arrangements.py, or of the module that it names: gathering.need_courses.
"""

import json
import sys
from importlib import import_module

from kunnande.site.running import running_database


def main(act: str, wanted: str) -> None:
    with running_database("app"):
        # Its models can be imported only now that Django is set up.
        module, _, name = act.rpartition(".")
        arrangements = import_module(f"tests.browser.{module or 'arrangements'}")
        made = getattr(arrangements, name)(**json.loads(wanted))
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main(*sys.argv[1:])
