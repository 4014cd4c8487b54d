"""Runs jobs on all cores of this machine: DuckDB, compression and typesetting leave the interpreter free meanwhile."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Job = tuple[str, Callable[[Path], int]]
"""The name of a file, and what writes it and returns how many rows it holds."""


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0))


def run_jobs(jobs: Iterable[Callable[[], T]]) -> Iterator[T]:
    """Results in the order of the jobs. The first error is raised when the jobs under way have ended; no other begins."""
    pool = ThreadPoolExecutor(cores())
    try:
        begun = [pool.submit(job) for job in jobs]
        for future in begun:
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
