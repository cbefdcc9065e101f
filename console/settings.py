"""Settings of the program on this machine: how it looks and sounds, and where its folders are.

Rule: never anything personal or about the practice; that is in the database. A broken settings file is one line of
trouble, never a silent default.
"""

import os
from dataclasses import fields, replace
from pathlib import Path

from data.values.quick import dataclass
from data.values.trouble import BadInput, Trouble

HOME_VARIABLE = "SESSION_DAY_HOME"
THEMES = ("dark", "light", "high-contrast", "mono")
FILE = "settings.toml"
SIZE_CAP = 20_000
"""Bytes: what it may say fits on a screen."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things live: `data` the database and its backups, `state` drafts and crash reports, `config` settings and
    policies, `runtime` the socket, `documents` the day notes."""

    data: Path
    state: Path
    config: Path
    runtime: Path
    documents: Path

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data / "session-day.db"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / FILE

    def make(self) -> None:
        """Make those that are the program's own, for their owner alone. Raises Trouble."""
        from data.files import private_folder

        for folder in (self.data, self.state, self.config):
            try:
                private_folder(folder)
            except OSError as error:
                raise Trouble(f"{folder} cannot be used ({error.strerror}): make it a folder of your own.") from None


@dataclass(frozen=True, slots=True)
class Settings:
    """What `settings.toml` may say."""

    bell: bool = True
    """Ring the terminal's bell with a warning."""
    notify: bool = True
    """Show desktop notifications; they never hold a name or a number."""
    theme: str = "dark"
    """dark, light, high-contrast or mono."""
    probe_hosts: tuple[str, ...] = ()
    """Hosts that are asked whether the own line is up; none means that nothing is asked."""
    encrypted: bool = True
    """Keep everything encrypted. False is the one way to a plain data file, and the day screen says so."""
    keyring: bool = False
    """Open with a secret in the system's keyring; the passphrase is asked for where that fails."""
    lock_in_session: bool = False
    """Lock by itself during a running session too."""


def folders() -> Folders:
    """The platform's folders for this program, or all of them below SESSION_DAY_HOME where that is set."""
    home = os.environ.get(HOME_VARIABLE, "")
    if home:
        base = Path(home).absolute()
        return Folders(base / "data", base / "state", base / "config", base / "run", base / "documents")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("session-day", appauthor=False)
    return Folders(
        dirs.user_data_path,
        dirs.user_state_path,
        dirs.user_config_path,
        _runtime(dirs.user_state_path),
        dirs.user_documents_path / "Session Day",
    )


def _runtime(state: Path) -> Path:
    # platformdirs warns on the terminal, and falls back to a folder that everybody shares, where this is not set.
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(given) / "session-day" if given else state / "run"


def load(path: Path) -> Settings:
    """The settings in this file; the defaults where there is none. Raises BadInput naming file, key and cure."""
    from data.toml_bounds import TooLarge, read_text, too_deep

    try:
        text = read_text(path, SIZE_CAP)
    except FileNotFoundError:
        return Settings()
    except TooLarge:
        raise BadInput(f"{path} is far too large for settings: remove it, and what is left out is as usual") from None
    except (OSError, ValueError):
        raise BadInput(f"{path} cannot be read: make it a UTF-8 text file of your own, or remove it") from None
    if deep := too_deep(text):
        raise BadInput(f"{path}:{deep}: no setting has brackets within brackets: take it out")
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: {error}") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{path}: something in it is far too long: take it out") from None
    return _checked(path, table)


def _checked(path: Path, table: dict[str, object]) -> Settings:
    known = {field.name for field in fields(Settings)}
    settings = Settings()
    for key, value in table.items():
        if key not in known:
            raise BadInput(f"{path}: there is no setting '{key}'; there are {', '.join(sorted(known))}")
        wanted = _wanted(key, value)
        if wanted:
            raise BadInput(f"{path}: {key} must be {wanted}")
        kept = tuple(value) if isinstance(value, list) else value
        settings = replace(settings, **{key: kept})  # type: ignore[arg-type]
    return settings


def _wanted(key: str, value: object) -> str:
    """What the key wants, in words; empty when the value is that."""
    if key == "theme":
        return "" if value in THEMES else f"one of {', '.join(THEMES)}"
    if key == "probe_hosts":
        is_list = isinstance(value, list) and all(isinstance(host, str) and host for host in value)
        return "" if is_list else 'a list of host names, such as ["example.org"]'
    return "" if isinstance(value, bool) else "true or false"
