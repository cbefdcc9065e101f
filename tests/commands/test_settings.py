"""Settings: defaults, one line for what is wrong, and folders that one variable moves."""

import stat
from pathlib import Path

import pytest

from console.settings import HOME_VARIABLE, Folders, Settings, folders, load
from data.values.trouble import BadInput, Trouble


def test_without_a_file_the_defaults_apply(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == Settings()


def test_what_the_file_says_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('bell = false\nnotify = false\ntheme = "mono"\nprobe_hosts = ["example.org"]\n', encoding="utf-8")
    assert load(path) == Settings(bell=False, notify=False, theme="mono", probe_hosts=("example.org",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bell = 1", "bell must be true or false"),
        ('theme = "pink"', "theme must be one of dark, light, high-contrast, mono"),
        ("theme = 3", "theme must be one of"),
        ('probe_hosts = "example.org"', "probe_hosts must be a list of host names"),
        ("probe_hosts = [1]", "probe_hosts must be a list of host names"),
        ('name = "Wilhelmina"', "there is no setting 'name'"),
        ("bell = \n", "line 1"),
        ("\ud800", "UTF-8"),
        ("#" * 20_001, "far too large for settings"),
        ("probe_hosts = " + "[" * 9_000, "no setting has brackets within brackets"),
        ("bell = " + "9" * 9_000, "far too long"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_cure(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadInput) as raised:
        load(path)
    assert str(path) in str(raised.value)
    assert words in str(raised.value)


def test_one_variable_moves_every_folder(home: Folders, tmp_path: Path) -> None:
    home.make()
    assert all(folder.is_relative_to(tmp_path) for folder in (home.data, home.state, home.config, home.documents))
    assert home.database.parent == home.data
    assert home.settings.parent == home.config
    assert stat.S_IMODE(home.data.stat().st_mode) == 0o700


def test_without_the_variable_they_are_the_platforms_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    own = folders()
    assert own.runtime.is_relative_to(own.state)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")
    assert folders().runtime == Path("/run/user/1/session-day")
    assert own.data.name == "session-day"
    assert own.documents.name == "Session Day"


def test_a_folder_of_ours_that_is_a_link_is_refused_in_a_line(tmp_path: Path) -> None:
    here = Folders(*(tmp_path / name for name in ("data", "state", "config", "run", "documents")))
    (tmp_path / "elsewhere").mkdir()
    here.state.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Trouble, match=r"state cannot be used .it is a link to another place.: make it a folder"):
        here.make()
    assert not any((tmp_path / "elsewhere").iterdir())
