"""Every way from a string to something that is drawn or printed, found in the source.

Rule: what reaches a screen or a terminal is a constant of the program, or came out of `lit` or `clean`. A `Content` is
as good as that, because every place that makes one is looked at here, and mypy sees to it that nothing else passes for
one. Text in runs (`widgets.lines`) is cleaned where it is drawn, so only who makes segments is looked at.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

CLEANERS = {"lit", "clean"}
NUMBERS = {"len", "hhmm", "span", "round", "sum"}
"""Functions of which only digits and words of the program come."""
HARMLESS = {"format_help", "template", "columns_in_words", "dumps"}
"""The program's own help, the empty table of clients, and JSON, in which every control character is escaped."""
WIDGETS = {"Static", "Digits", "OptionList", "Option", "Input", "TextArea", "Edit", "EditResult"}
"""Textual's widgets that may be used; what else there is would have to be looked at first."""
UNSHOWN = {
    "id", "classes", "name", "disabled", "file", "end", "flush", "compact", "markup", "max_length", "password",
    "read_only", "select_on_focus", "soft_wrap",
}  # fmt: skip
"""Arguments that are no words."""
SHOWN = {"placeholder", "tooltip", "border_title", "border_subtitle", "title", "sub_title"}
UPDATING = {"update", "notify", "add_option", "add_options", "replace_option_prompt", "replace_option_prompt_at_index"}
SHORTENING = {"truncate", "pad_right", "pad_left", "splitlines", "rstrip", "lstrip", "strip", "center", "stylize"}
"""What may be done with clean text, whatever it is given."""
DRAWING = {"render", "render_line", "render_lines", "render_str", "paint", "get_line", "_render"}
STREAMS = {"out", "err", "to", "stdout", "stderr"}
NEVER = {"from_markup", "from_rich_text", "render_markup", "set_window_title"}
_NUMERIC = re.compile(r"[,.\d]*[dfgx,]|.*%.*")
_CONTENT = re.compile(r"\b(Content|Option)\b")


@dataclass(frozen=True, slots=True)
class Way:
    """One that is not clean: where, and what it is."""

    path: str
    line: int
    what: str


@dataclass
class Project:
    """The modules by path, and which of their functions give only what is clean."""

    modules: Mapping[str, ast.Module]
    functions: dict[str, dict[str, bool]] = field(default_factory=dict)
    """By name and path: whether every result is clean, because it is content or because it was cleaned."""

    imports: dict[str, dict[str, str]] = field(default_factory=dict)
    """By path: where each imported name comes from."""

    def __post_init__(self) -> None:
        self.imports = {path: dict(_imported(tree)) for path, tree in self.modules.items()}
        made: list[tuple[str, ast.FunctionDef]] = [
            (path, node)
            for path, tree in self.modules.items()
            if not path.startswith(("console/core/", "data/"))
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
        ]
        for path, one in made:
            known = self.functions.setdefault(one.name, {})
            known[path] = known.get(path, True) and _gives_content(one)
        texts = [(path, one) for path, one in made if one.returns is not None and "str" in ast.unparse(one.returns)]
        for _ in range(2):  # the second time for what gives what another one cleaned
            for path, one in texts:
                if not self.functions[one.name][path]:
                    self.functions[one.name][path] = self._gives_clean(path, one)

    def _gives_clean(self, path: str, function: ast.FunctionDef) -> bool:
        given = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
        reader = Reader(self, path, function)
        return bool(given) and all(map(reader.safe, given))

    def is_clean(self, name: str, path: str) -> bool:
        """Whether a function of this name, called in that module, gives only what is clean."""
        known = self.functions.get(name, {})
        here = path if path in known else self.imports.get(path, {}).get(name, "")
        return name in CLEANERS or (known[here] if here in known else bool(known) and all(known.values()))

    def ways(self) -> Iterator[Way]:
        """All that are not clean."""
        for path, tree in self.modules.items():
            if path != "data/text.py":  # the door itself
                yield from _Finder(self, path, tree).found()


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            path = f"{node.module.replace('.', '/')}.py"
            yield from ((one.asname or one.name, path) for one in node.names)


def _gives_content(function: ast.FunctionDef) -> bool:
    return function.returns is not None and bool(_CONTENT.search(ast.unparse(function.returns)))


class Reader:
    """Tells whether an expression inside one function can only be clean text."""

    def __init__(self, project: Project, path: str, function: ast.AST, outer: ast.Module | None = None) -> None:
        self.project = project
        self.path = path
        self.bound: dict[str, list[ast.expr]] = {}
        self.content: set[str] = set()
        for scope in filter(None, (outer, function)):
            self._bind(scope, whole=scope is function)
        self._asked: set[str] = set()

    def _bind(self, scope: ast.AST, *, whole: bool) -> None:
        for node in ast.walk(scope) if whole else ast.iter_child_nodes(scope):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._name(target, value)
                case ast.AnnAssign(target=target, annotation=kind, value=value):
                    if isinstance(target, ast.Name) and _CONTENT.search(ast.unparse(kind)):
                        self.content.add(target.id)
                    elif value is not None:
                        self._name(target, value)
                case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                    self._name(target, value)
                case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                    self._name(target, value)
                case ast.arg(arg=name, annotation=kind) if kind is not None and _CONTENT.search(ast.unparse(kind)):
                    self.content.add(name)
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value]):
                    self.bound.setdefault(name, []).append(value)

    def _name(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.bound.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
            for one in ast.walk(target):
                if isinstance(one, ast.Name):
                    self.bound.setdefault(one.id, []).append(value)

    def safe(self, node: ast.expr) -> bool:
        """Whether it can hold nothing but what is clean."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=values):
                return all(map(self.safe, values))
            case ast.FormattedValue(value=value, format_spec=spec):
                return self.safe(value) or _is_number(spec)
            case ast.IfExp(body=body, orelse=orelse):
                return self.safe(body) and self.safe(orelse)
            case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
                return all(map(self.safe, values))
            case ast.BinOp(left=left, op=op, right=right):
                return self.safe(left) and (isinstance(op, ast.Mult) or self.safe(right))
            case ast.ListComp(elt=value) | ast.GeneratorExp(elt=value) | ast.Starred(value=value):
                return self.safe(value)
            case ast.Subscript(value=value) | ast.NamedExpr(value=value):
                return self.safe(value)
            case ast.Attribute(value=value, attr=name):
                return name.isupper() or (isinstance(value, ast.Call) and self.safe(value))
            case ast.Name(id=name):
                return self._known(name)
            case ast.Call(func=func, args=args):
                return self._gives_clean(func, args)
        return False

    def _known(self, name: str) -> bool:
        if name in self.content or name in self._asked:
            return True
        if name not in self.bound:
            return name.isupper()  # another module's constant
        self._asked.add(name)
        try:
            return all(map(self.safe, self.bound[name]))
        finally:
            self._asked.discard(name)

    def _gives_clean(self, func: ast.expr, args: list[ast.expr]) -> bool:
        name = name_of(func)
        if name in HARMLESS | NUMBERS | {"Content", "Option"} or self.project.is_clean(name, self.path):
            return True
        if isinstance(func, ast.Attribute):
            if isinstance(func.value, ast.Name) and func.value.id == "Content":
                return True  # looked at where it is made
            if name == "join":
                return self.safe(func.value) and all(map(self.safe, args))
            return self.safe(func.value) and (name in SHORTENING or all(map(self.safe, args)))
        return False


def _is_number(spec: ast.expr | None) -> bool:
    """By its format: a number or a time."""
    words = "".join(str(one.value) for one in ast.walk(spec) if isinstance(one, ast.Constant)) if spec else ""
    return bool(words and _NUMERIC.fullmatch(words))


def name_of(node: ast.AST) -> str:
    """The last name of `a.b.c`, or of a plain name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class _Finder:
    """The ways of one module."""

    def __init__(self, project: Project, path: str, tree: ast.Module) -> None:
        self.project = project
        self.path = path
        self.tree = tree
        self.theirs = {
            one.asname or one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets")
            for one in node.names
        }
        self.drawn = any(
            (node.module or "").startswith("textual") for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        )

    def found(self) -> Iterator[Way]:
        """See `Project.ways`."""
        unknown = sorted(name for name in self.theirs - WIDGETS if name[0].isupper())
        yield from (self._way(self.tree, f"unknown widget {name}") for name in unknown)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "") in {"rich.text", "rich.markup"}:
                yield self._way(node, f"import from {node.module}")
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and _has_escape(node.value):
                yield self._way(node, "an escape sequence")
            if isinstance(node, ast.ClassDef):
                yield from self._class(node)
        yield from self._inside(self.tree, self.tree)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from self._inside(node, node)

    def _class(self, node: ast.ClassDef) -> Iterator[Way]:
        bases = {name_of(one) for one in node.bases}
        inside = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
        if "Input" in bases and "validate_value" not in inside:
            yield self._way(node, f"{node.name} takes what is typed as it is")
        if "TextArea" in bases and "edit" not in inside:
            yield self._way(node, f"{node.name} takes what is typed as it is")
        for one in node.body:
            if not isinstance(one, ast.FunctionDef) or one.name not in DRAWING:
                continue
            if one.name != "render" or not _gives_content(one):
                yield self._way(one, f"{node.name}.{one.name} draws by itself")

    def _inside(self, scope: ast.AST, function: ast.AST) -> Iterator[Way]:
        made: list[Reader] = []

        def safe(value: ast.expr) -> bool:
            if not made:
                made.append(Reader(self.project, self.path, function, self.tree))
            return made[0].safe(value)

        for node in _own(scope):
            if isinstance(node, ast.Call):
                yield from self._call(node, safe)
            elif isinstance(node, ast.Assign) and self.drawn:
                for target, value in _pairs(node):
                    if isinstance(target, ast.Attribute) and target.attr in SHOWN and not safe(value):
                        yield self._way(node, f".{target.attr} = {ast.unparse(value)}")

    def _call(self, node: ast.Call, safe: Callable[[ast.expr], bool]) -> Iterator[Way]:
        name = name_of(node.func)
        if name in NEVER:
            yield self._way(node, f"{name}: markup")
        if name in {"Input", "TextArea"} and name in self.theirs:
            yield self._way(node, f"a bare {name}")
        if name == "OptionList" and not any(one.arg == "markup" and _is_false(one.value) for one in node.keywords):
            yield self._way(node, "an OptionList with markup")
        if any(one.arg == "markup" and not _is_false(one.value) for one in node.keywords):
            yield self._way(node, "markup switched on")
        if name == "Segment":
            yield self._way(node, "makes a segment")
        if not self._shows(node, name):
            return
        shown = [*node.args, *(one.value for one in node.keywords if one.arg not in UNSHOWN | {"markup"})]
        for one in shown:
            if not safe(one):
                yield self._way(node, f"{name}({ast.unparse(one)})")

    def _shows(self, node: ast.Call, name: str) -> bool:
        func = node.func
        if isinstance(func, ast.Name):
            return name in self.theirs or name == "print" or (self.drawn and name in {"Content", "FieldInput"})
        if not isinstance(func, ast.Attribute):
            return False
        on = name_of(func.value)
        if name == "write":
            return on in STREAMS or (on == "self" and self.drawn)
        if name in UPDATING:
            return self.drawn
        if name == "__init__" and isinstance(func.value, ast.Call):
            return self.drawn and bool(self.theirs & {"Input", "TextArea", "Static"}) and "widgets/" in self.path
        return on == "Content"

    def _way(self, node: ast.AST, what: str) -> Way:
        return Way(self.path, getattr(node, "lineno", 0), " ".join(what.split()))


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in this scope and in no function inside it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield child
        yield from _own(child)


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def _has_escape(value: str | bytes) -> bool:
    if isinstance(value, bytes):
        return b"\x1b" in value
    return any(one in "\x07\x08\x1b" or 0x80 <= ord(one) < 0xA0 for one in value)


def project_of(sources: Iterable[tuple[str, str]]) -> Project:
    """The project made of these modules: (path, source)."""
    return Project({path: ast.parse(source) for path, source in sources})
