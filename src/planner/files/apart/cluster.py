"""A function done by the workers of a Dask cluster that is there already, named by its address.

It takes the extra `cluster`; whatever the cluster does or does not, the caller gets a `UserError` that says so.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from planner import __version__
from planner.core.errors import N_, UserError
from planner.files.whole import Progress

T = TypeVar("T")
ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?[\w.\-\[\]:]+:[0-9]{1,5}", re.ASCII)
WAIT = "10s"
"""So long a cluster may take to answer at all."""


def done_by_cluster(
    function: Callable[[bytes, Any], T],
    common: bytes,
    pieces: Sequence[Any],
    address: str,
    progress: Progress | None = None,
) -> list[T]:
    """`function(common, piece)` of every piece, in order; `common` is sent once.

    `progress` is told how many pieces of how many are done: what it raises ends the work. The workers run the same
    version of the program. Raises `UserError` where the extra is not installed, or the cluster cannot do it.
    """
    if ADDRESS.fullmatch(address) is None:
        raise UserError(
            N_('"{text}" is no address of a cluster.'), N_("Write for example tcp://host:8786."), text=address
        )
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise UserError(
            N_("Work on a cluster needs Dask, which is not installed."),
            N_("Install the extra: pip install 'budget-scenario-planner[cluster]'; or leave --dask out."),
        ) from None
    try:
        client = distributed.Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError):
        raise UserError(
            N_("The cluster does not answer."),
            N_("Look whether its scheduler runs at that address, such as tcp://host:8786; or leave --dask out."),
            where=address,
        ) from None
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise UserError(N_("The cluster has no workers."), N_("Start some, or leave --dask out."), where=address)
        shared = client.scatter(common, broadcast=True, hash=False)
        futures = [client.submit(_done, function, __version__, shared, piece, pure=False) for piece in pieces]
        found = []
        for done, future in enumerate(futures, start=1):
            try:
                found.append(cast("T", future.result()))
            except UserError:
                raise
            except (ImportError, AttributeError, pickle.UnpicklingError) as error:
                raise _other_program(address, getattr(error, "name", None) or type(error).__name__) from None
            except (distributed.client.FutureCancelledError, distributed.KilledWorker):
                raise UserError(
                    N_("The cluster lost the work: its workers ended, or it was called off there."),
                    N_("Try again, or leave --dask out."),
                    where=address,
                ) from None
            if progress is not None:
                progress(done, len(futures))
    return found


def _done(function: Callable[[bytes, Any], T], version: str, common: bytes, piece: Any) -> T:
    """One piece, on a worker."""
    if version != __version__:
        raise _other_program("", f"{__version__} ≠ {version}")
    return function(common, piece)


def _other_program(where: str, reason: str) -> UserError:
    """What differs is a version or the name of what is missing: words of others come in their language alone."""
    return UserError(
        N_("The workers do not run this version of the program ({reason})."),
        N_("Install the same version on all of them, or leave --dask out."),
        where=where,
        reason=reason,
    )
