"""Run a sandbox: start it, read its channel, enforce its limits, and end all its processes."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import psutil

from grader.sandbox import basic, bubblewrap, cgroup, own_user
from grader.sandbox.conventions import CHANNEL_VARIABLE, FENCE_VARIABLE, WORK_VARIABLE
from grader.sandbox.cpu import cores_granted
from grader.sandbox.folder_tree import make_readable
from grader.sandbox.paths import inside_path
from grader.sandbox.plan import Ending, Outcome, SandboxKind
from grader.sandbox.usage import disk_use, family, measure, still_runs, unlinked_use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from grader.sandbox.plan import SandboxPlan

TICK = 0.1
CHUNK = 1 << 16
LONGEST_LINE = 1 << 20
LONGEST_CHANNEL = 1 << 26
HEAD, TAIL = 16_000, 64_000
FIRST = 8
GONE_SECONDS = 20.0
GONE_TICK = 0.01
DRAIN_SECONDS = 1.0
SHELL = 128  # Added to the number of a signal that is reported as an exit code.


class RunningSandbox:
    """One sandbox, used once. Leaving its `with` block ends everything that runs in it.

    Its program gets only what `send` writes as standard input. It reports by lines on a separate
    channel, not by what it prints.
    """

    def __init__(
        self,
        plan: SandboxPlan,
        kind: SandboxKind,
        on_output: Callable[[bytes], object] | None = None,
    ) -> None:
        self._plan, self._kind = plan, kind
        self._kept, self._printed = bytearray(), 0
        self._on_output = on_output
        self._channel, self._received = bytearray(), 0
        self._peak, self._cpu, self._cores = 0, 0.0, cores_granted()
        self._left_behind = 0
        self._is_closed = kind is SandboxKind.ISOLATED
        self._most = plan.limits.processes + 1
        self._around = contextlib.ExitStack()
        supervised = kind is SandboxKind.BASIC and basic.SUPERVISES
        self._supervision = basic.Supervision() if supervised else None
        self._first: bubblewrap.FirstProcess | None = None
        self._selector = selectors.DefaultSelector()
        for name in ("work", "tmp", "home", "practice"):
            (plan.folder / name).mkdir(parents=True, exist_ok=True)
        channel, theirs = os.pipe()
        try:
            self._process = self._start(theirs)
        except BaseException:
            self._around.close()
            os.close(channel)
            raise
        finally:
            os.close(theirs)
        assert self._process.stdout is not None
        self._channel_fd = channel
        for descriptor in (self._process.stdout.fileno(), channel):
            os.set_blocking(descriptor, False)
            self._selector.register(descriptor, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        self._around.close()
        self._selector.close()
        os.close(self._channel_fd)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if error is None:  # The host reads the folders afterwards, whatever modes the program set.
            make_readable(self._plan.folder)

    def send(self, line: bytes) -> None:
        """Write a line to the program's standard input; the program may have ended."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()

    def lines(self) -> Iterator[bytes | None]:
        """Yield each line of the channel, and None at each tick, until the channel is closed."""
        while self._channel_fd in self._selector.get_map():
            for key, _ in self._selector.select(TICK):
                yield from self._read(key.fd)
            yield None

    def check_limits(self) -> None:
        """End the sandbox if it exceeds a limit; its channel then ends too."""
        over = self._over_use()
        if over is not None or self._printed > self._plan.limits.output:
            self._end()

    def last_words(self) -> str:
        """Return the end of what the program printed."""
        return self._text().strip()[-2000:]

    def finish(self, on_line: Callable[[bytes], None]) -> Outcome:
        """Read until the program ends or exceeds a limit; return how it ended."""
        began = time.monotonic()
        limits = self._plan.limits
        next_look = next_walk = began
        ending: Ending | None = None
        while ending is None:
            for key, _ in self._selector.select(TICK):
                self._pass_on(key.fd, on_line, began + limits.wall)
            now = time.monotonic()
            if self._process.poll() is not None:
                ending = Ending.EXITED
            elif now - began > limits.wall:
                ending = Ending.TIMED_OUT
            elif self._printed > limits.output:
                ending = Ending.TOO_MUCH_OUTPUT
            elif now >= next_look:
                ending = self._over_use()
                next_look = time.monotonic() + TICK
                if ending is None and now >= next_walk:
                    used = disk_use(self._plan.folder)
                    used += unlinked_use(self._process.pid, self._most)
                    ending = Ending.DISK_FULL if used > limits.disk else None
                    # Walking a large tree must take at most a twentieth of the time.
                    next_walk = time.monotonic() + max(0.5, 20 * (time.monotonic() - now))
        seconds = time.monotonic() - began
        self._end()
        self._drain(on_line)
        return self._outcome(ending, seconds)

    def _start(self, channel: int) -> subprocess.Popen[bytes]:
        plan, kind = self._plan, self._kind
        program = [str(plan.python), "-u", "-m", f"sandbox.guest.{plan.module}", *plan.arguments]
        scratch: list[int] = []
        if self._supervision is not None:
            self._around.callback(self._supervision.close)
            program = self._supervision.command(program)
            scratch.append(self._supervision.descriptor)
        if kind is SandboxKind.ISOLATED:
            user = own_user.choose()
            bubblewrap.prepare(plan, user)
            passwd, group = map(_file_of, bubblewrap.accounts(user))
            self._first = self._around.enter_context(bubblewrap.FirstProcess())
            scratch += [passwd, group, self._first.descriptor]
            program = bubblewrap.command(plan, program, scratch, user)
        else:
            basic.prepare(plan)
        name = f"{plan.folder.parent.name}-{plan.folder.name}"
        bound = self._around.enter_context(cgroup.bounded(plan.limits.processes, name))
        self._meter = self._around.enter_context(cgroup.metered(bound, name))
        if self._meter != bound:
            program = cgroup.within(self._meter, program)
        try:
            process = subprocess.Popen(
                cgroup.within(bound, program),
                stdin=subprocess.PIPE if plan.answers else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=plan.folder if kind is SandboxKind.ISOLATED else plan.folder / "practice",
                env=self._environ(channel),
                pass_fds=[channel, *scratch],
                start_new_session=True,
            )
        except BaseException:
            self._around.close()
            raise
        finally:
            for descriptor in scratch:
                os.close(descriptor)
        if self._supervision is not None:
            self._supervision.begin(process.pid)
        return process

    def _environ(self, channel: int) -> dict[str, str]:
        def path(place: str) -> str:
            return inside_path(self._kind, self._plan.folder, place)

        fence = basic.fence(self._plan) if self._kind is SandboxKind.BASIC else None
        return {
            "PATH": os.pathsep.join([str(self._plan.python.parent), "/usr/bin", "/bin"]),
            "HOME": path("home"),
            "KERAS_HOME": path("home/.keras"),
            "TMPDIR": path("tmp"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "MPLBACKEND": "Agg",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            CHANNEL_VARIABLE: str(channel),
            FENCE_VARIABLE: json.dumps(fence) if fence else "",
            WORK_VARIABLE: path("work"),
            **dict(self._plan.environ),
        }

    def _read(self, descriptor: int) -> Iterator[bytes]:
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(descriptor)
        elif descriptor == self._channel_fd:
            yield from self._split(data)
        else:
            self._printed += len(data)
            if self._on_output is not None:
                self._on_output(data)
            self._kept += data
            if len(self._kept) > HEAD + 2 * TAIL:
                del self._kept[HEAD:-TAIL]

    def _split(self, data: bytes) -> Iterator[bytes]:
        """Yield complete lines; bound each line and the sum of all."""
        self._received += len(data)
        if self._received > LONGEST_CHANNEL:
            return
        self._channel += data
        *whole, rest = self._channel.split(b"\n")
        self._channel = bytearray(rest[:LONGEST_LINE])
        yield from (bytes(line) for line in whole if len(line) <= LONGEST_LINE)

    def _pass_on(self, descriptor: int, on_line: Callable[[bytes], None], until: float) -> None:
        """Pass on the lines of one read; a flood of lines does not outlast the time limit."""
        for line in self._read(descriptor):
            on_line(line)
            if time.monotonic() > until:
                return

    def _drain(self, on_line: Callable[[bytes], None]) -> None:
        """Read what is left in the pipes of a sandbox that has ended."""
        until = time.monotonic() + DRAIN_SECONDS
        while self._selector.get_map() and time.monotonic() < until:
            ready = self._selector.select(0)
            if not ready:
                return
            for key, _mask in ready:
                self._pass_on(key.fd, on_line, until)

    def _over_use(self) -> Ending | None:
        limits = self._plan.limits
        use = measure(self._process.pid, limits.memory, limits.processes)
        metered = cgroup.cpu_seconds(self._meter) if self._meter is not None else None
        self._peak = max(self._peak, use.memory)
        self._cpu = max(self._cpu, use.cpu if metered is None else metered)
        if use.processes > limits.processes:
            return Ending.TOO_MANY_PROCESSES
        if use.memory > limits.memory:
            return Ending.OUT_OF_MEMORY
        if self._cpu > limits.seconds * self._cores:
            return Ending.OUT_OF_CPU_TIME
        return None

    def _end(self) -> None:
        """Kill all processes of the sandbox, and wait until they are gone."""
        if self._supervision is not None:
            self._kill_group()
            self._process.wait()
            self._left_behind = self._supervision.end(GONE_SECONDS)
            return
        # Under bubblewrap the first few are enough: all others end with the first process.
        members = family(self._process.pid, FIRST if self._is_closed else self._most)
        if self._process.poll() is not None and not self._is_closed:
            # A process that ended has no children: its survivors are known by their folder.
            members = basic.orphans(self._plan.folder)
            self._left_behind = max(self._left_behind, len(members))
        self._kill_group()
        for member in members:
            with contextlib.suppress(psutil.Error):
                member.kill()
        self._process.wait()
        if not self._is_closed:
            for member in basic.orphans(self._plan.folder):
                with contextlib.suppress(psutil.Error):
                    member.kill()
        until = time.monotonic() + GONE_SECONDS
        while any(still_runs(member) for member in members) and time.monotonic() < until:
            time.sleep(GONE_TICK)
        if self._first is not None:
            self._first.wait(until - time.monotonic())

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _outcome(self, ending: Ending, seconds: float) -> Outcome:
        code = self._process.returncode or 0
        ended_by = -code if code < 0 else code - SHELL if code > SHELL else 0
        if ending is Ending.EXITED and ended_by:
            ending = Ending.KILLED
        return Outcome(
            ending,
            exit_code=code,
            signal=ended_by,
            seconds=seconds,
            peak_memory=self._peak,
            output=self._text(),
            output_bytes=self._printed,
            left_behind=self._left_behind,
            cpu_seconds=self._cpu,
            cores=self._cores,
            limits=self._plan.limits,
        )

    def _text(self) -> str:
        kept = bytes(self._kept)
        if self._printed > len(kept):
            kept = kept[:HEAD] + b"\n[... cut ...]\n" + kept[-TAIL:]
        return kept.decode("utf-8", "replace")


def _file_of(text: str) -> int:
    """Return an open descriptor from which this text can be read."""
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    return reader
