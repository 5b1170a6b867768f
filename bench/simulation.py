"""How many people a second the simulation walks, with as many workers as there are cores."""

import os
import sys

from _scratch import clock, print_table, scratch_installation

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 60


def main() -> None:
    with scratch_installation():
        from django.utils import timezone

        from kunnande.site.simulation.run import simulate

        taken: list[float] = []
        with clock(taken):
            summary = simulate(
                people=PEOPLE,
                seed=1,
                now=timezone.localtime(),
                port=8000,
                workers=os.cpu_count() or 1,
                on_progress=lambda _done: None,
            )
        (seconds,) = taken
        rows = [
            ("companies", f"{summary.companies}"),
            ("workers", f"{os.cpu_count()}"),
            ("seconds", f"{seconds:.1f}"),
            ("people a second", f"{PEOPLE / seconds:.2f}"),
            *((words, f"{count:,}") for words, count in summary.lines()),
        ]
        print_table(f"Simulation of {PEOPLE} people, world and companies included", rows)


if __name__ == "__main__":
    main()
