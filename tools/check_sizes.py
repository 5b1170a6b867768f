"""Fail when a module, function, test or template outgrows the norms of the house."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 300
FUNCTION_LINES = 40
ENGINE_FUNCTION_LINES = 60
TEST_FUNCTION_LINES = 35
TEMPLATE_LINES = 120

FOLDERS = ("src", "tests", "tools")


def main() -> int:
    """Print every breach; return 1 if there is any."""
    root = Path(__file__).resolve().parents[1]
    breaches = [breach for folder in FOLDERS for breach in _breaches_under(root / folder, root)]
    print(*breaches, sep="\n", end="\n" if breaches else "")
    return int(bool(breaches))


def _breaches_under(folder: Path, root: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root)
        if {"migrations", "node_modules"} & set(name.parts):
            continue
        if path.suffix == ".py":
            yield from _breaches_in_module(path, name)
        elif path.suffix == ".html" and "templates" in name.parts:
            yield from _too_long(str(name), _line_count(path), TEMPLATE_LINES)


def _breaches_in_module(path: Path, name: Path) -> Iterator[str]:
    yield from _too_long(str(name), _line_count(path), MODULE_LINES)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            where = f"{name}:{node.lineno} {node.name}"
            yield from _too_long(where, lines, _function_norm(name, node.name))


def _function_norm(module: Path, function: str) -> int:
    if function.startswith("test_"):
        return TEST_FUNCTION_LINES
    return ENGINE_FUNCTION_LINES if "engines" in module.parts else FUNCTION_LINES


def _too_long(what: str, lines: int, norm: int) -> Iterator[str]:
    if lines > norm:
        yield f"{what}: {lines} lines, the norm is {norm}"


def _line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    sys.exit(main())
