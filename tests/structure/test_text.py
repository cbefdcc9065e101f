"""Text is only text: every way out goes through `lit` or `clean`, and every way in is known and cleaned.

Looked for in the source, and seen to be found: each canary is a line that somebody might write.
"""

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from tests.structure.ways_out import Project, name_of, project_of
from tests.term import ROOT

FOLDERS = ("console", "widgets", "data")

DRAWN_OR_PRINTED = {
    ("console/adapters/calendar_child.py", "write(encode(answer))"): "JSON, to the parent process",
    ("console/adapters/clients_child.py", "write(encode(answer))"): "JSON, to the parent process",
    ("console/adapters/terminal.py", "an escape sequence"): "the terminal itself: its title, and how it was before",
    ("console/crash.py", "print(line)"): "the path of a report, without what cannot be printed",
    ("widgets/ground.py", "Ground.render_lines draws by itself"): "blanks",
    ("widgets/lines.py", "Lines.paint draws by itself"): "`lined`, which cleans every run",
    ("widgets/lines.py", "Lines.render_lines draws by itself"): "what `paint` gave, kept",
    ("widgets/lines.py", "Lines.render_line draws by itself"): "what `paint` gave",
    ("widgets/lines.py", "makes a segment"): "of what `paint` gave",
    ("widgets/panel.py", "Panel.paint draws by itself"): "`lined` between blanks",
    ("widgets/sheet.py", "Sheet.render_lines draws by itself"): "`_drawn`",
    ("widgets/sheet.py", "Sheet.render_line draws by itself"): "`_drawn`",
    ("widgets/sheet.py", "makes a segment"): "of `lined`",
}
"""What is drawn or printed in another way, and why it is clean all the same."""

SOURCES = {
    "read_text", "read_bytes", "loads", "load", "reader", "environ", "getenv", "argv", "getpass", "recv", "readuntil",
    "stdin", "iterdir", "glob", "listdir", "scandir", "from_ical", "input",
}  # fmt: skip
"""By what a string comes in from outside: the name of a function or an attribute of the standard library."""

COMES_IN = {
    # words of people
    "console/adapters/calendar_child.py": "a calendar: each text through `clean` in calendar_events.py",
    "console/adapters/clients_child.py": "a table: as clients_csv.py",
    "console/adapters/clients_csv.py": "a table: each cell and column through `clean`",
    "console/adapters/press.py": "the socket: answering.py cleans every text before it is a fact",
    "console/wiring/commands.py": "answers typed at a command: importing.py cleans them; a password is never shown",
    "console/commands/importing.py": "a file as bytes, for the child that reads it; its name through `clean`",
    "data/toml_bounds.py": "a policy or a flow as text: each text of it through `policy_words.text`",
    "data/flows.py": "a flow: each text through `policy_words.text`",
    "data/policy_layer.py": "a policy: each text through `policy_words.text`, each problem through `clean`",
    "data/policies.py": "a policy: as policy_layer.py",
    "console/settings.py": "settings: no text of them is shown but in a trouble, which is printed clean",
    # our own, back from where we put it; what is shown of it is cleaned by `lit`
    "console/adapters/notifier_child.py": "words of the core, from our own parent",
    "console/caring.py": "our own parent",
    "console/glance.py": "our own child",
    "console/wiring/beside.py": "JSON of our own child",
    "data/records.py": "facts that were encoded here",
    "data/backup.py": "names of backups, printed clean",
    "data/restoring.py": "names of backups, printed clean",
    "data/journal.py": "the outside head: numbers and hashes, checked before they are believed",
    "data/header.py": "the key file: numbers and keys, checked before they are believed",
    "data/shelf.py": "a policy that was read, kept with its own hash",
    # nothing that is shown
    "data/files.py": "small files of our own as bytes: keys, heads, counts",
    "data/kinds.py": "the first bytes of a data file: whether it is encrypted",
    "data/log.py": "the numbers of a write-ahead log",
    "console/tries.py": "how often a wrong passphrase was tried: a number and instants",
    "console/wiring/asking.py": "a passphrase: opens the keys, is never shown",
    "console/adapters/clock.py": "the boot id",
    "console/adapters/line.py": "the state of the network, compared only",
    "console/app.py": "NO_COLOR",
    "console/cli.py": "TERM, and whether there is a terminal",
    "console/commands/doctor.py": "the environment: printed clean",
    "console/export/grab_card.py": "names of earlier cards, to remove them",
    "console/export/files.py": "names of what a cut-off writing left, to remove it",
    "console/wiring/__init__.py": "how often Textual paints",
    "session_day.py": "the command line: what is said of it is printed clean",
}
"""The modules by which a string comes in, and what is done to it there."""


@cache
def sources() -> tuple[tuple[str, str], ...]:
    files = [*(one for folder in FOLDERS for one in sorted((ROOT / folder).rglob("*.py"))), ROOT / "session_day.py"]
    return tuple((str(one.relative_to(ROOT)), one.read_text(encoding="utf-8")) for one in files)


@cache
def project() -> Project:
    return project_of(sources())


# --- out --------------------------------------------------------------------------------------------------------------
def test_every_string_that_is_drawn_or_printed_is_a_constant_or_was_cleaned() -> None:
    found = {(one.path, one.what): one for one in project().ways()}
    unknown = [one for known, one in found.items() if known not in DRAWN_OR_PRINTED]
    assert not unknown, "\n".join(f"{one.path}:{one.line}: {one.what}" for one in unknown)
    assert set(found) == set(DRAWN_OR_PRINTED), "a reason for what is not there any more"


WIDGET = (
    "from textual.widgets import Static, Digits, Input, TextArea, OptionList\nfrom textual.content import Content\n"
)
OUT = {
    "static": "def f(who: str): yield Static(who)",
    "f-string": "def f(who: str): yield Static(f'for {who}')",
    "padded": "def f(who: str): yield Static(f'{who:<10}')",
    "joined": "def f(lines): yield Static('\\n'.join(lines))",
    "formatted": "def f(who: str): yield Static('{}'.format(who))",
    "percent": "def f(who: str): yield Static('%s' % who)",
    "added": "def f(who: str): yield Static('for ' + who)",
    "through a name": "def f(who: str):\n    words = who\n    yield Static(words)",
    "half clean": "def f(who: str, lit):\n    words = lit(who)\n    words = who\n    yield Static(words)",
    "one of two": "def f(who: str): yield Static(lit(who) if who else who)",
    "updated": "class A:\n    def f(self): self.query_one('#x').update(self.who)",
    "content": "def f(who: str): return Content(who)",
    "assembled": "def f(who: str): return Content.assemble('a', who)",
    "styled": "def f(who: str): return Content.styled(who, 'bold')",
    "markup": "def f(who: str): return Content.from_markup('[b]$w', w=who)",
    "list": "def f(who: str): return Option(who)\nfrom textual.widgets.option_list import Option",
    "list with markup": "def f(): return OptionList(id='x')",
    "digits": "def f(who: str): yield Digits(who)",
    "notify": "class A:\n    def f(self): self.app.notify(self.who)",
    "tooltip": "class A:\n    def f(self): self.tooltip = self.who",
    "border": "class A:\n    def f(self): self.border_title = f'of {self.who}'",
    "title": "class A:\n    def f(self): self.app.title, self.app.sub_title = 'x', self.who",
    "placeholder": "class A:\n    def f(self): self.entry.placeholder = self.who",
    "bare input": "def f(): yield Input()",
    "own input": "class F(Input):\n    pass",
    "own area": "class F(TextArea):\n    pass",
    "other widget": "from textual.widgets import Label",
    "table": "from textual.widgets import DataTable",
    "rich": "from rich.text import Text",
    "segment": "def f(who: str): return Segment(who)",
    "own drawing": "class A(Static):\n    def render_line(self, y): ...",
    "own render": "class A(Static):\n    def render(self) -> str: return self.who",
    "print": "def f(who: str): print(who)",
    "printed list": "def f(who): print(*who, file=err)",
    "written": "def f(who: str, out): out.write(who + '\\n')",
    "stdout": "import sys\ndef f(who: str): sys.stdout.write(who)",
    "escape": "TITLE = '\\x1b]0;A.K.\\x07'",
}
CLEAN = {
    "lit": "def f(who: str): yield Static(lit(who))",
    "constant": "def f(): yield Static('As you like.', id='x')",
    "clean": "def f(who: str): print(f'for {clean(who)}, {len(who)} of {3:,}')",
    "content": "def g(who: str) -> Content: return Content.assemble('a', lit(who))\ndef f(): yield Static(g('x'))",
    "a name": "def f(who: str):\n    rows = [lit(who)]\n    yield Static(Content('').join(rows))",
    "own input": "class F(Input):\n    def validate_value(self, value): return clean(value)",
    "a set": "def f(who: set): who.add('x')",
}


@pytest.mark.parametrize("name", OUT)
def test_each_other_way_out_is_found(name: str) -> None:
    assert list(project_of([("widgets/canary.py", WIDGET + OUT[name])]).ways())


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_clean_is_not_complained_of(name: str) -> None:
    assert not list(project_of([("widgets/canary.py", WIDGET + CLEAN[name])]).ways())


# --- in ---------------------------------------------------------------------------------------------------------------
def comes_in(source: str) -> Iterator[str]:
    """What brings a string in from outside."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in SOURCES - {"load", "input"}:
            yield node.attr
        elif isinstance(node, ast.Call) and name_of(node.func) == "load" and _of_toml(node.func):
            yield "load"
        elif isinstance(node, ast.Call) and name_of(node.func) in {"open", "fdopen"} and _reading(node):
            yield "open"
        elif isinstance(node, ast.Name) and node.id == "input" and isinstance(node.ctx, ast.Load):
            yield "input"


def _reading(call: ast.Call) -> bool:
    return any(isinstance(one, ast.Constant) and one.value in {"r", "rb", "r+b", "rt"} for one in call.args)


def _of_toml(func: ast.AST) -> bool:
    return isinstance(func, ast.Attribute) and name_of(func.value) in {"tomllib", "json", "pickle"}


def test_every_way_in_is_known_and_what_is_done_to_it() -> None:
    found = {path for path, source in sources() if any(comes_in(source))}
    assert not found - set(COMES_IN), f"what becomes of the strings that come in by {sorted(found - set(COMES_IN))}?"


@pytest.mark.parametrize(
    "line",
    [
        "import os\nNAME = os.environ['USER']",
        "from pathlib import Path\nWORDS = Path('x').read_text()",
        "import json\nALL = json.loads(words)",
        "import csv\nROWS = csv.reader(file)",
        "import sys\nWORD = sys.argv[1]",
        "WORD = input('? ')",
        "from pathlib import Path\nWORDS = Path('x').open('rb').read()",
        "import tomllib\nALL = tomllib.load(file)",
    ],
)
def test_each_way_in_is_found(line: str) -> None:
    assert list(comes_in(line))
