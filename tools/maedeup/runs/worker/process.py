"""Turn a fresh fork into what `python snippets/area/x.py` would find, with limits."""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import faulthandler
import itertools
import multiprocessing
import os
import random
import signal
import struct
import sys
import tempfile
import threading
import time
import types
import warnings
from importlib.machinery import SourceFileLoader
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from maedeup.runs import held
from maedeup.runs.lookup import find_hidden, list_modules
from maedeup.runs.snippet import Snippet
from maedeup.runs.surroundings import list_python_path
from maedeup.runs.worker import ending, server
from maedeup.runs.worker.confine import Confinement
from maedeup.runs.worker.environment import Environment
from maedeup.runs.worker.printing import redirect

if sys.platform != "win32":
    import resource  # here, not where it is used: a file beside the snippet may have its name

KEPT_ENV = (
    "PATH", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "PYTHONHASHSEED", "SYSTEMROOT",
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    "MATPLOTLIBRC", "MPLCONFIGDIR", "MPLBACKEND",
)  # fmt: skip
"""What a run sees of the environment, besides what its snippet declares: how programs and cores are
found, nothing that belongs to a person. The home folder, language and time zone are the same for
all, so that no undeclared variable changes a result and none need be in the receipt."""

MAX_FILE_BYTES = 256 * 2**20
"""Ends a loop that prints for ever before it fills the disk."""

FAR_ABOVE = 512
"""Number from which on our own descriptors stand."""

SHARED_MEMORY = "/dev/shm"
SOCKETS = f"{SHARED_MEMORY}/maedeup-"

HAD_ONCE = (
    "maedeup", "atexit", "logging", "multiprocessing", "signal", "threading", "warnings", "weakref",
)  # fmt: skip
"""Modules that stand for the process: the worker ends with what the script has of them."""

_hidden: list[str] = []
"""Modules that files beside the snippet take the place of."""
_kept_open: list[object] = []
"""Files that must outlive this module's functions."""


def socket_folder(scratch: str) -> str:
    """Return where a run's `multiprocessing` keeps its sockets; who made the scratch removes it.

    It has the names of the scratch, of which the first is that of the build's process.
    """
    build, run = scratch.split("/")[-2:]
    return f"{SOCKETS}{build}-{run}"


def enter(
    root: str,
    snippet: Snippet,
    scratch: str,
    threads: int,
    kernel: Confinement,
    pipe: Connection,
) -> None:
    """Prepare the process; after this the snippet's first statement may run."""
    if not snippet.options.network:
        kernel.cut_network()  # first: it forgets whose death ends this process
    _become_group_leader()
    _put_aside(pipe, kernel.line)
    os.umask(0o022)
    _heed_signals()
    redirect(scratch)
    _set_paths(root, snippet)
    _clean_environment(snippet, scratch)
    _limit(snippet.options.memory_mib)
    _reseed()
    _reset_multiprocessing(scratch)
    ending.begin()
    _count_from_the_start()
    _follow_style(root)
    kernel.guard_files(scratch)
    kernel.watch(snippet.options.network)
    _set_threads(threads)
    _catch_crashes(scratch, snippet.options.timeout_s)


def _become_group_leader() -> None:
    """Make one kill reach the run's own children too, and none outlive the parent."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    # A child keeps the fork server alive by a pipe; ours must not outlive the build.
    pool: Any = forkserver._forkserver
    if pool._forkserver_alive_fd is not None:
        os.close(pool._forkserver_alive_fd)
        pool._forkserver_alive_fd = None
    server.let_go()
    if sys.platform == "linux":
        pr_set_pdeathsig, pr_set_child_subreaper = 1, 36
        libc = ctypes.CDLL(None)
        libc.prctl(pr_set_pdeathsig, signal.SIGKILL)
        # What its children leave behind stays below this process: ours to look into, and to end.
        libc.prctl(pr_set_child_subreaper, 1)


def _put_aside(*lines: Connection) -> None:
    """Leave the run the descriptors that a script has: what is ours, it finds far above.

    So the first file that it opens has the number 3, and `os.closerange(3, 256)` ends nothing.
    """
    parent: Any = getattr(multiprocessing.process, "_parent_process")  # noqa: B009
    tracker: Any = resource_tracker._resource_tracker
    for descriptor in (getattr(parent, "_sentinel", None), tracker._fd):
        if isinstance(descriptor, int):
            with contextlib.suppress(OSError):
                os.close(descriptor)
    for line in lines:
        end: Any = line
        end._handle = put_above(end._handle)
    with contextlib.suppress(FileNotFoundError):  # not on Linux
        for descriptor in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208
            with contextlib.suppress(OSError):  # what stood for standard input in the server
                is_nothing = os.readlink(f"/proc/self/fd/{descriptor}") == os.devnull  # noqa: PTH115
                if is_nothing and 3 <= descriptor < FAR_ABOVE:
                    os.close(descriptor)


def put_above(descriptor: int) -> int:
    """Give a descriptor a number that no script counts on."""
    try:
        import fcntl

        above = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, FAR_ABOVE)
    except (ImportError, OSError):  # not on Windows; or so many may not be open
        return descriptor
    os.close(descriptor)
    return above


def _heed_signals() -> None:
    """Take each signal as Python does by itself: whoever started the build may ignore some."""
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _catch_crashes(scratch: str, timeout_s: float) -> None:
    """Have the line written down on a signal, and just before the time limit ends the run."""
    number = os.open(f"{scratch}/fault", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    log = open(put_above(number), "w")  # noqa: SIM115  # faulthandler keeps its descriptor
    _kept_open.append(log)
    faulthandler.enable(log, all_threads=False)
    try:
        _signal_after(timeout_s)
        faulthandler.register(signal.SIGRTMAX, log)
    except (AttributeError, OSError):  # not on macOS, or an old C library: by a thread, then
        faulthandler.dump_traceback_later(timeout_s, file=log)
        # Python 3.12 warns of a fork beside threads, and counts the one that has just begun.
        if sys.version_info >= (3, 12):
            warnings.filterwarnings("ignore", r"This process \(pid=\d+\) is multi-threaded")


def _signal_after(seconds: float) -> None:
    """Have the kernel send this process a signal that no script uses; a script finds no thread."""
    libc = ctypes.CDLL(None, use_errno=True)
    timer = ctypes.c_void_p()
    sends_signal = 0
    event = struct.pack("Pii48x", 0, signal.SIGRTMAX, sends_signal)
    once = struct.pack("4l", 0, 0, int(seconds), int(seconds % 1 * 1e9) or 1)
    if libc.timer_create(time.CLOCK_MONOTONIC, event, ctypes.byref(timer)) or (
        libc.timer_settime(timer, 0, once, None)
    ):
        raise OSError(ctypes.get_errno(), "no timer")


def _clean_environment(snippet: Snippet, scratch: str) -> None:
    allowed = {*KEPT_ENV, *snippet.options.env}
    for name in list(os.environ):
        if name not in allowed:
            del os.environ[name]
    if snippet.options.gpu == "none":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    os.environ["TMPDIR"] = tempfile.tempdir = f"{scratch}/tmp"
    fixed = {"HOME": f"{scratch}/tmp", "LANG": "C.UTF-8", "TZ": "UTC"}
    os.environ.update({k: v for k, v in fixed.items() if k not in snippet.options.env})
    if hasattr(time, "tzset"):
        time.tzset()
    _let_matplotlib_keep(f"{scratch}/matplotlib")


def _let_matplotlib_keep(folder: str) -> None:
    """Give matplotlib a folder for its list of fonts, and the list if the site has one.

    Where no server has imported it, the run or its child does, and says so where it may not write.
    """
    with contextlib.suppress(OSError, KeyError):
        lists = Path(os.environ["MPLCONFIGDIR"]).glob("fontlist-*.json")
        Path(folder).mkdir()
        for file in lists:
            Path(folder, file.name).symlink_to(file)
        os.environ["MPLCONFIGDIR"] = folder


def _limit(memory_mib: int) -> None:
    """Limit private memory beyond what the warm process holds, and the size of a file.

    RLIMIT_DATA, not RLIMIT_AS: torch maps gigabytes of address space that it never touches.
    """
    if sys.platform == "win32":
        return
    held = 0
    with contextlib.suppress(OSError, ValueError, StopIteration):
        status = Path("/proc/self/status").read_text().splitlines()
        held = int(next(row for row in status if row.startswith("VmData:")).split()[1]) * 1024
    limit = held + memory_mib * 2**20
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE_BYTES, MAX_FILE_BYTES))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an OSError at the line, not a kill
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reseed() -> None:
    """Draw new seeds: a fork inherits the generators' state, which would hide a missing seed."""
    random.seed()
    numpy, torch = held.find("numpy.random"), held.find("torch")
    if numpy is not None:
        numpy.seed(int.from_bytes(os.urandom(4)))
    if torch is not None:
        # The processor's alone: no other device has been used, and each draws its own.
        torch.default_generator.manual_seed(int.from_bytes(os.urandom(7)))


def _set_threads(threads: int) -> None:
    """Give each run its share of the cores: more make a small network many times slower."""
    torch, cv2 = held.find("torch"), held.find("cv2")
    if torch is not None:
        torch.set_num_threads(threads)
    if cv2 is not None:
        cv2.setNumThreads(threads)


class _MainProcess(multiprocessing.process.BaseProcess):
    """What stands for the first process of a script; `multiprocessing` deletes its own."""

    def __init__(self) -> None:
        self._identity = ()
        self._name = "MainProcess"
        self._parent_pid = None
        self._popen = None
        self._closed = False
        process: Any = multiprocessing.process
        secret = process.AuthenticationString(os.urandom(32))
        self._config = {"authkey": secret, "semprefix": "/mp"}

    def close(self) -> None:
        """Do nothing: it is not for closing."""


def _reset_multiprocessing(scratch: str) -> None:
    """Forget that this process is somebody's child: `multiprocessing` is as in a fresh script.

    Without this it would have this pool's start method, and its server and tracker, which are no
    part of the run. Its sockets need a short path: theirs hold 107 bytes.
    """
    state: Any = multiprocessing.process
    state._current_process = _MainProcess()
    state._parent_process = None
    state._children = set()
    state._process_counter = itertools.count(1)
    pool: Any = forkserver._forkserver
    pool.__init__()
    tracker: Any = resource_tracker._resource_tracker
    tracker._fd = tracker._pid = None
    multiprocessing.set_start_method(None, force=True)
    if os.path.isdir(SHARED_MEMORY):  # noqa: PTH112
        folder = socket_folder(scratch)
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
        state._current_process._config["tempdir"] = folder


def _count_from_the_start() -> None:
    """Have what a script starts be numbered as if nothing was started before."""
    own: Any = threading
    own._counter = itertools.count(1).__next__
    if (pools := held.find("concurrent.futures.thread")) is not None:
        pools.ThreadPoolExecutor._counter = itertools.count().__next__


def _set_paths(root: str, snippet: Snippet) -> None:
    """Set `sys.path`, `sys.argv`, `__main__` and the working directory as for a script."""
    file = f"{root}/{snippet.path}"
    own = str(Path(__file__).parents[3])  # where maedeup is imported from
    environment = Environment(root)
    launcher = os.path.dirname(os.path.abspath(sys.argv[0]))  # noqa: PTH100, PTH120
    outside = [
        path
        for path in server.STARTED_PATH or sys.path
        if path not in ("", launcher)
        and (
            path in (own, *list_python_path())
            or environment.holds(path + "/")
            or not (path + "/").startswith(root + "/")
        )
    ]
    _hidden[:] = find_hidden(list_modules(os.path.dirname(file)))  # noqa: PTH120
    sys.path[:] = [os.path.dirname(file), *outside]  # noqa: PTH120  # text, no disk
    sys.argv[:] = sys.orig_argv[1:] = [str(snippet.path)]
    sys.dont_write_bytecode = True
    # The very module that the server has: what is warm, as dill, may have imported it already.
    names = vars(sys.modules["__main__"])
    names.clear()
    names |= vars(types.ModuleType("__main__")) | {
        "__loader__": SourceFileLoader("__main__", file), "__annotations__": {},
        "__builtins__": builtins, "__file__": file, "__cached__": None,
    }  # fmt: skip
    for track in (ctypes.pythonapi.PyObject_GC_UnTrack, ctypes.pythonapi.PyObject_GC_Track):
        track(ctypes.py_object(names))  # a fork's collector knows nothing of what was there before
    # Jupyter starts a kernel beside its notebook; scripts, and the notebooks made of them, are
    # run where the project is.
    is_notebook = snippet.path.endswith(".ipynb") and os.path.isfile(file)  # noqa: PTH113
    os.chdir(sys.path[0] if is_notebook else root)


def _follow_style(root: str) -> None:
    """Take over the project's own settings of matplotlib, which it reads from where it is run."""
    matplotlib = held.find("matplotlib")
    if matplotlib is not None and os.path.isfile(f"{root}/matplotlibrc"):  # noqa: PTH113
        with contextlib.suppress(Exception):
            read = matplotlib.rc_params_from_file(
                f"{root}/matplotlibrc", use_default_template=False
            )
            matplotlib.rcParams.update(read)


def hold_back() -> None:
    """Have imported what Python begins with, and nothing else.

    What a file beside the snippet takes the place of is imported anew, as for a script.
    """
    held.begin_run()
    if _hidden:  # a look at thousands of names copies the pages that they lie on
        held.forget(_hidden, kept=HAD_ONCE)
