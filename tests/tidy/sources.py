"""What tidy reads: the files of the tree, parsed once. A complaint is one sentence that says what to do instead."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", ".data", ".cache", "node_modules", "dist", "__pycache__", ".screens", "unpackage"}


@dataclass(frozen=True)
class Source:
    """A file by its path inside the tree, with its text."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """The whole tree, walked once for all who look."""
        return tuple(ast.walk(self.tree))

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).parts

    @property
    def stem(self) -> str:
        return Path(self.path).stem

    def at(self, node: ast.AST | int, sentence: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path}:{line}: {sentence}"


@cache
def tracked() -> tuple[str, ...]:
    """Every file that belongs to the repository, also those not yet added; without git, every file that is not built."""
    asked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0:
        found = [name for name in asked.stdout.split("\0") if name]
    else:
        found = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
    return tuple(
        sorted(name for name in found if not SKIPPED & set(Path(name).parts) and (ROOT / name).is_file())
    )


@cache
def sources(*suffixes: str) -> tuple[Source, ...]:
    """The files of the given suffixes, as text."""
    return tuple(
        Source(name, (ROOT / name).read_text("utf-8")) for name in tracked() if name.endswith(suffixes)
    )


@cache
def python(*tops: str) -> tuple[Source, ...]:
    """The Python files under the given top folders."""
    return tuple(source for source in sources(".py") if source.parts[0] in tops)
