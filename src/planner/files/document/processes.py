"""Which processes run on this computer, told apart by when they started: the system gives their numbers out again."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _LIMITED_QUERY_AND_WAIT = 0x1000 | 0x100000
    _NO_SUCH_PROCESS = 87  # ERROR_INVALID_PARAMETER
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.GetProcessTimes.argtypes = (wintypes.HANDLE, *[ctypes.POINTER(wintypes.FILETIME)] * 4)
    _kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    def this_computer() -> str:
        """This computer; the system does not count how often it was switched on."""
        import platform  # noqa: PLC0415 - only with a file

        return platform.node()

    def started(process: int) -> str | None:
        """When a process started, in the system's own count; `None` when none of that number runs.

        Raises `OSError` where the system does not tell.
        """
        # `os.kill(process, 0)`, the way of other systems, ends the process on this one.
        handle = _kernel.OpenProcess(_LIMITED_QUERY_AND_WAIT, False, process)
        if not handle:
            if ctypes.get_last_error() == _NO_SUCH_PROCESS:
                return None
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            began, ended, kernel_time, user_time = (wintypes.FILETIME() for _ in range(4))
            times = (ctypes.byref(each) for each in (began, ended, kernel_time, user_time))
            if not _kernel.GetProcessTimes(handle, *times):
                raise ctypes.WinError(ctypes.get_last_error())
            if _kernel.WaitForSingleObject(handle, 0) == 0:  # it has ended, and somebody still looks at it
                return None
            return f"{began.dwHighDateTime:08x}{began.dwLowDateTime:08x}"
        finally:
            _kernel.CloseHandle(handle)

else:

    def this_computer() -> str:
        """This computer since it was switched on; on systems that do not count their starts, its name alone."""
        import platform  # noqa: PLC0415 - only with a file

        boot = ""
        with suppress(OSError):
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{platform.node()} {boot}".strip()

    def started(process: int) -> str | None:
        """When a process started, in the system's own count; `None` when none of that number runs.

        Raises `OSError` where the system does not tell.
        """
        with suppress(PermissionError):  # it runs, for somebody else
            try:
                os.kill(process, 0)
            except (ProcessLookupError, OverflowError):
                return None
        # The name of the program stands in brackets and may hold anything; the 20th word after it is the start.
        state, *words = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return None if state in "ZX" else words[18]
