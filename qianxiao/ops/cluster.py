"""A Spark cluster on this machine alone: a standalone master and workers on 127.0.0.1, to try a cluster or to break it."""

import os
import re
import secrets
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

_READY = {
    "master": r"Starting Spark master at (spark://127\.0\.0\.1:\d+)",
    "worker": r"Successfully registered with master (\S+)",
}
_CLASS = {
    "master": "org.apache.spark.deploy.master.Master",
    "worker": "org.apache.spark.deploy.worker.Worker",
}
_CONF = """spark.authenticate true
spark.authenticate.secret {secret}
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.ui.enabled false
spark.master.rest.enabled false
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


class NotStarted(RuntimeError):
    """A part of the cluster did not come up; the text names its log."""


def spark_home() -> Path:
    """The folder of the installed pyspark, whose jars hold master and worker. Raises NotStarted without it."""
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise NotStarted("pyspark is not installed: pip install 'qianxiao[cluster]'")
    return Path(found.origin).parent


class LocalCluster:
    """`with LocalCluster(folder, workers=2) as cluster:` then close with `cluster.options` under `cluster.env`.

    folder: logs, settings and the workers' scratch space. memory: what one worker has, in MiB. Every program and the
    close must show the same secret, which lies in the settings file only. Raises NotStarted after `patience` seconds.
    """

    def __init__(
        self, folder: Path, workers: int = 2, cores: int = 1, memory: int = 1024, patience: int = 120
    ) -> None:
        self.folder = folder
        self.workers = workers
        self.cores = cores
        self.memory = memory
        self.patience = patience
        self.url = ""
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def env(self) -> dict[str, str]:
        """The environment of whoever talks to the cluster."""
        conf, home = str(self.folder / "conf"), str(spark_home())
        return os.environ | {"SPARK_HOME": home, "SPARK_CONF_DIR": conf, "SPARK_LOCAL_IP": "127.0.0.1"}

    @property
    def options(self) -> list[str]:
        """Options of `qianxiao close` that send its work here."""
        settings = {"spark.master": self.url, "spark.executor.memory": f"{self.memory}m"}
        return ["--engine", "spark"] + [
            word for key, value in settings.items() for word in ("--option", f"{key}={value}")
        ]

    def _start(self, kind: str, name: str, *words: str) -> str:
        """Start a master or a worker in a process group of its own; returns the address it tells."""
        log = self.folder / f"{name}.log"
        command = [str(spark_home() / "bin" / "spark-class"), _CLASS[kind], "--host", "127.0.0.1"]
        with log.open("wb") as stream:
            started = subprocess.Popen(
                [*command, "--port", "0", "--webui-port", "0", *words],
                env=self.env | {"SPARK_DAEMON_MEMORY": "256m", "SPARK_NO_DAEMONIZE": "1"},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        self._running[name] = started
        end = time.monotonic() + self.patience
        while time.monotonic() < end and started.poll() is None:
            if found := re.search(_READY[kind], log.read_text(encoding="utf-8", errors="replace")):
                return found[1]
            time.sleep(0.1)
        raise NotStarted(f"{name} did not start, see {log}")

    def start_worker(self, number: int) -> None:
        """Start one more worker, or one that was killed."""
        own = self.folder / f"worker-{number}"
        size = ("--cores", str(self.cores), "--memory", f"{self.memory}m", "--work-dir", str(own))
        self._start("worker", f"worker-{number}", *size, self.url)

    def kill_worker(self, number: int) -> None:
        """Take a worker and its executors away at once (SIGKILL), as when a machine loses power."""
        self._end(f"worker-{number}", signal.SIGKILL)

    def executors(self, number: int) -> list[int]:
        """Processes that work for a worker at this moment."""
        worker = self._running[f"worker-{number}"].pid
        found = Path(f"/proc/{worker}/task").glob("*/children")
        return [int(pid) for path in found for pid in path.read_text(encoding="ascii").split()]

    def _end(self, name: str, how: signal.Signals) -> None:
        process = self._running.pop(name)
        for pid in self._group(process.pid):
            try:
                os.kill(pid, how)
            except ProcessLookupError:
                continue  # it ended by itself
        process.wait()

    @staticmethod
    def _group(leader: int) -> list[int]:
        """The leader and all that it started (executors stay in its session)."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader:
                found.append(int(path.parent.name))
        return found

    def __enter__(self) -> Self:
        conf = self.folder / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        text = _CONF.format(secret=secrets.token_hex(16))
        (conf / "spark-defaults.conf").write_text(text, encoding="utf-8")
        try:
            self.url = self._start("master", "master")
            for number in range(self.workers):
                self.start_worker(number)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End everything this object started."""
        for name in list(self._running):
            self._end(name, signal.SIGKILL)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
