"""What one Python file may not contain. Each check takes a source and answers with complaints."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator

from tests.tidy.sources import Source

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
SQL = re.compile(
    r"^\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\()", re.IGNORECASE
)
WRITING_SQL = re.compile(r"\b(insert\s+into|update\s+\w+(\s+\w+)?\s+set|delete\s+from)\b", re.IGNORECASE)
MONEY = re.compile(r"(^|_)(fen|yuan)$|_fen_|_bp$")
OWN_CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("time", "time_ns"), ("time", "sleep"),
}  # fmt: skip
NOQA = re.compile(r"#\s*noqa\b(?P<codes>:\s*[A-Z]+[0-9]+(,\s*[A-Z]+[0-9]+)*)?(?P<reason>.*)")


def too_long_file(source: Source) -> Iterator[str]:
    if len(source.lines) > FILE_LINES_MAX:
        yield source.at(
            1,
            f"{len(source.lines)} lines; make it a package of the same name, split by verb (≤ {FILE_LINES_MAX})",
        )


def too_long_function(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                yield source.at(
                    node,
                    f"{node.name} has {length} lines; take a step with a name of its own out of it (≤ {FUNCTION_LINES_MAX})",
                )


def commits(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"commit", "rollback"}
        ):
            yield source.at(
                node, f".{node.func.attr}() outside kit; the edge, the relay or Database.write commits"
            )


def sql_out_of_place(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield source.at(
                node, "SQL stands in queries.py (reads) and store.py (writes) only; call a function of those"
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Statement":
            yield source.at(node, "a Statement stands in queries.py or store.py only")


def writes_among_reads(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and WRITING_SQL.search(node.value)
            and SQL.match(node.value)
        ):
            yield source.at(node, "queries.py only reads; move a writing statement to store.py")


def sql_put_together(source: Source) -> Iterator[str]:
    """SQL is never built from what varies; constants of the module (a list of columns, UPPER_CASE) may be woven in."""
    for node in source.nodes:
        first: ast.AST | None = None
        woven: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr) and node.values:
            first = node.values[0]
            woven = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            first, woven = node.left, [node.right]
        looks_like_sql = (
            isinstance(first, ast.Constant) and isinstance(first.value, str) and SQL.match(first.value)
        )
        if looks_like_sql and not all(isinstance(part, ast.Name) and part.id.isupper() for part in woven):
            yield source.at(
                node,
                "SQL put together from what varies; use parameters, or SQLAlchemy Core for a dynamic list",
            )


def own_clock(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            name = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
            if (name, node.func.attr) in OWN_CLOCKS:
                yield source.at(
                    node,
                    f"{name}.{node.func.attr}() asks the machine; use session.now, db.clock or kit.clock",
                )


def sleeps(source: Source) -> Iterator[str]:
    for node in source.nodes:
        called = node.func if isinstance(node, ast.Call) else None
        may_sleep = isinstance(called, ast.Attribute) and called.attr == "sleep"
        if may_sleep and ast.unparse(called) in {"time.sleep", "asyncio.sleep"}:
            yield source.at(node, "a test that sleeps; move the clock, or call settle()")


def float_near_money(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if (
            isinstance(node, ast.BinOp)
            and _speaks_of_money(node)
            and (isinstance(node.op, ast.Div) or _is_float(node.left) or _is_float(node.right))
        ):
            yield source.at(node, "a float near money; use //, kit.money.split or kit.money.format_yuan")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"float", "round"}
        ) and any(_speaks_of_money(argument) for argument in node.args):
            yield source.at(
                node,
                f"{node.func.id}() on money; money is integer fen, and a division names its rounding",
            )
        if isinstance(node, ast.AnnAssign | ast.arg) and _named_money(node) and node.annotation is not None:
            annotation = ast.unparse(node.annotation)
            if "float" in annotation or "Decimal" in annotation:
                yield source.at(node, "money that is not an int; use integer fen, named …_fen")


def _is_float(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _named_money(node: ast.AnnAssign | ast.arg) -> bool:
    name = (
        node.arg if isinstance(node, ast.arg) else node.target.id if isinstance(node.target, ast.Name) else ""
    )
    return bool(MONEY.search(name))


def _speaks_of_money(node: ast.AST) -> bool:
    return any(
        MONEY.search(
            part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
        )
        for part in ast.walk(node)
    )


def silent_public_function(source: Source) -> Iterator[str]:
    for node in source.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield source.at(
                node, f"{node.name} is public; its docstring says shapes, units, errors and the rule's source"
            )


def unexplained_opt_out(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines, 1):
        found = NOQA.search(line)
        if found and (not found["codes"] or len(found["reason"].split()) < 2):
            yield source.at(
                number, "an opt-out names its rule and why: `# noqa: S608  the names come from our own list`"
            )


def unfinished(source: Source) -> Iterator[str]:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|coming " r"soon|敬请" r"期待")
    for number, line in enumerate(source.lines, 1):
        if marks.search(line):
            yield source.at(number, "unfinished; finish it, or leave it out and open an issue")


def notifies(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"\bpg_notify\b|^\s*notify\s", node.value)
        ):
            yield source.at(node, "NOTIFY inside a business transaction serialises commits; emit an event")


def points_out_of_step(
    sources: Iterable[Source], register: Collection[str], killed_at: Collection[str]
) -> Iterator[str]:
    """Each failpoint is in the register, reached at one place, by a literal name, and killed at by a test."""
    reached: dict[str, str] = {}
    for source in sources:
        for node in source.nodes:
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "failpoints.reach":
                continue
            name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if name not in register:
                yield source.at(node, "name a failpoint by a literal of POINTS in lianyi/kit/failpoints.py")
            elif name in reached:
                yield source.at(node, f"{name} is reached at {reached[name]} too; one place, one name")
            else:
                reached[name] = f"{source.path}:{node.lineno}"
    for name in sorted(set(register) - reached.keys()):
        yield f"{name} is in POINTS and nobody reaches it; take it out"
    for name in sorted(reached.keys() - set(killed_at)):
        yield f"nothing is killed at {name}; give it a story in tests/kill/stories.py"
