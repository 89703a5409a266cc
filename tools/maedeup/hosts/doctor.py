"""`maedeup doctor`: what this machine's kernel does for a run, and why not more."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from maedeup.runs import waiting
from maedeup.runs.run import WITHOUT


@dataclass(frozen=True)
class Ability:
    """One thing that a kernel may do for runs."""

    step: str
    """Name of the step, as `MAEDEUP_WITHOUT` takes it."""
    what: str
    why: str
    """Why not; empty where it does."""
    hint: str


def examine() -> list[Ability]:
    """Try each step in a process of its own; return what each came to."""
    asked: list[tuple[str, str, Callable[[], object], str]] = [
        ("seccomp", "sees all that a run reads (seccomp user notification)", _listen,
         "needs Linux 5.5 on x86-64 or aarch64; in a container, a profile that allows `seccomp`"),
        ("landlock", "refuses writes outside the scratch folder (Landlock)", _confine,
         "needs Linux 5.13 with `landlock` among the names in /sys/kernel/security/lsm; "
         "without it the watch refuses them"),
        ("scopes", "refuses signals to other processes (Landlock, version 6)", _scope,
         "needs Linux 6.12; without it the watch refuses them"),
        ("namespaces", "gives a run a network of its own (user and network namespace)", _cut,
         "allow unprivileged user namespaces: `sysctl kernel.apparmor_restrict_unprivileged_userns`"
         " is 0, `user.max_user_namespaces` is not; without it the watch refuses other addresses"),
    ]  # fmt: skip
    left_out = os.environ.get(WITHOUT, "").split()
    found = []
    for step, what, ask, hint in asked:
        why = f"left out by {WITHOUT}" if step in left_out else _try(ask)
        found.append(Ability(step, what, why, hint if why else ""))
    return found


def diagnose() -> list[str]:
    """Return what is to be told, one line each."""
    out = [f"kernel: {platform.system()} {platform.release()} {platform.machine()}"]
    found = examine()
    for ability in found:
        out.append(f"{'no ' if ability.why else 'yes'} {ability.what}")
        if ability.why:
            out[-1] += f": {ability.why}"
            out.append(f"    hint: {ability.hint}")
    lacks = {ability.step for ability in found if ability.why}
    watch = "hooks" if "seccomp" in lacks else "kernel"
    meaning = {
        "kernel": "all that a run, its threads, C code and child processes read",
        "hooks": "what Python itself reads; not C code, not child processes",
    }[watch]
    return [*out, *_tell_warm(), f"watch: {watch} ({meaning})"]


def _tell_warm() -> list[str]:
    """Say what earlier commands left warm, one line each."""
    out = [
        f"warm: process {told['pid']} for {told['root']}: {', '.join(told['modules']) or 'nothing'}"
        f" (idle {told['idle_s']:.0f} s, ends in {told['left_s']:.0f} s)"
        for told in waiting.list_waiting()
    ]
    return [*out, "    `maedeup doctor --end-warm` ends that"] if out else []


def end_warm() -> list[str]:
    """End what earlier commands left warm; return what is to be told."""
    return [f"ended: {waiting.end_waiting()} warm processes"]


def _try(ask: Callable[[], object]) -> str:
    if sys.platform != "linux":
        return f"not on {platform.system()}"
    from maedeup.runs.kernel.processes import find_obstacle

    return find_obstacle(ask)


def _listen() -> None:
    from maedeup.runs.kernel import seccomp

    seccomp.listen(network=False, signals=False, line=-1)


def _confine() -> None:
    from maedeup.runs.kernel import landlock

    landlock.confine(tempfile.gettempdir())


def _scope() -> None:
    from maedeup.runs.kernel import landlock

    if (version := landlock.find_abi()) < landlock.ABI_SCOPES:
        raise OSError(0, f"this kernel's Landlock is of version {version}")


def _cut() -> None:
    from maedeup.runs.kernel import namespaces

    namespaces.cut_network()
