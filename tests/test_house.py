"""The rules of the house that matter most (architecture.md), read off the code with ast."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PORTAL = ROOT / "portal"

# each module may import only what stands before it (and its own room)
FLOORS = [
    "bootstrap", "checks", "problems", "artifact", "stamps", "glance", "project", "sources", "cache", "crew", "slips",
    "frontmatter", "scalars", "fields", "schema", "library", "replay", "state", "judge", "markdown", "views", "render",
    "exports", "catalogue", "advice", "founding", "new", "workbook", "publish", "pipeline", "serve", "options", "cli",
]
MODULES = sorted(path for path in PORTAL.rglob("*.py") if path.name != "__init__.py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def names() -> frozenset[str]:
    """Every module and package of the portal."""
    return frozenset(name(module) for module in PORTAL.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every portal module that a file imports: at the top, inside functions, or for types only."""
    known = names()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: imports are written in full"
            base = node.module or ""
            found = [full if (full := f"{base}.{alias.name}") in known else base for alias in node.names]
        else:
            continue
        yield from (one for one in found if one.split(".")[0] == "portal" and one != "portal")


def floor(module: str) -> int:
    return FLOORS.index(module.split(".")[1])


def test_a_module_imports_only_floors_below() -> None:
    for path in MODULES:
        for other in imports(path):
            assert floor(other) <= floor(name(path)), f"{name(path)} imports {other}"


def test_there_is_no_circle_of_any_kind() -> None:
    graph = {name(path): set(imports(path)) - {name(path)} for path in PORTAL.rglob("*.py")}
    done: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above, module))
        if module not in done:
            for other in sorted(graph[module]):
                walk(other, (*above, module))
            done.add(module)

    for module in graph:
        walk(module, ())


def test_only_the_command_line_prints() -> None:
    for path in MODULES:
        if path.name == "cli.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "input"), f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
                assert node.attr not in ("stdout", "stderr"), f"{path.name}:{node.lineno}"


MUTATORS = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "clear", "remove", "discard",
            "sort", "reverse"}


def test_no_module_level_name_is_rebound_or_mutated() -> None:
    """What one build leaves behind in a module, the next would read."""
    for path in MODULES:
        module = tree(path)
        own = {target.id for node in module.body if isinstance(node, ast.Assign | ast.AnnAssign)
               for target in (node.targets if isinstance(node, ast.Assign) else [node.target]) if isinstance(target, ast.Name)}
        for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
            local = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            local |= {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
            for node in ast.walk(function):
                if not isinstance(node, ast.expr | ast.stmt):
                    continue
                assert not isinstance(node, ast.Global), f"{path.name}:{node.lineno}"
                target: ast.expr | None = None
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
                    target = node.func.value
                elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
                    target = node.value
                if isinstance(target, ast.Name):
                    assert target.id not in own - local, f"{path.name}:{node.lineno} changes {target.id}"


def test_every_module_has_its_test_file() -> None:
    for path in MODULES:
        inside = path.relative_to(PORTAL)
        test = ROOT / "tests" / inside.parent / f"test_{inside.name}"
        assert test.exists(), f"tests/{inside.parent}/test_{inside.name}"


def test_every_module_says_what_it_is_for() -> None:
    for path in MODULES:
        assert ast.get_docstring(tree(path))


def test_public_functions_have_docstrings() -> None:
    for path in MODULES:
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.name}:{node.lineno} {node.name}"


def test_nothing_is_called_utils() -> None:
    for path in MODULES:
        assert not {"utils", "helpers", "manager", "misc", "common"} & set(path.stem.split("_"))
