"""Program of the training sandbox: run a submission as `__main__` and report its training."""

from __future__ import annotations

import json
import os
import random
import sys
import traceback
import types
from functools import partial
from typing import TYPE_CHECKING, Any

from ..conventions import WORK_VARIABLE
from ..observations import Frame, Raised
from ..protocol import Exited, Finished, PassedOver, Started, TrainTask
from . import channel as channels
from . import library_output, limits, notebook_shell, offline, patching, process_exit, stub_modules
from . import notebook_cells as notebooks
from .keras2 import tf_keras_names
from .recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType, TracebackType

    from .channel import Channel

MOST_FRAMES = 60


def main() -> None:
    """Read the task from the command line, set limits and seeds, and run the file."""
    limits.close_off()
    library_output.mark_libraries()
    task = TrainTask(**json.loads(sys.argv[1]))
    channel = channels.from_environment()
    limits.apply(**task.limits)
    work = os.environ[WORK_VARIABLE]
    os.chdir(work)
    path = os.path.join(work, task.file)  # noqa: PTH118
    sys.path[0] = work
    sys.argv = [path]
    random.seed(task.seed)
    home = os.environ["HOME"]
    # After a training the program may end its process in any way: report before each fit too.
    pass_on = partial(offline.finish, home, channel.send)
    recorder = Recorder(channel, path, task.probe, pass_on, hash_weights=task.hash_weights)
    begin = partial(_begin_keras, task.seed, recorder)
    names = (tf_keras_names.NAME,) if tf_keras_names.is_wanted() else ("keras", tf_keras_names.NAME)
    patching.after_import({"numpy": partial(_seed_numpy, task.seed), **dict.fromkeys(names, begin)})
    if tf_keras_names.is_wanted():
        tf_keras_names.take_over()
    channel.send(Started(sys.version.split()[0]))
    with open(path, "rb") as file:  # noqa: PTH123
        source = file.read()
    stub_modules.install(source)
    patching.after_import(offline.prepare(source, channel.send))
    try:
        _run(source, path, channel, task.cells, has_shell=task.has_shell)
    finally:
        pass_on()


def _seed_numpy(seed: int, numpy: ModuleType) -> None:
    numpy.random.seed(seed)


def _begin_keras(seed: int, recorder: Recorder, keras: ModuleType) -> None:
    if tf_keras_names.is_wanted():
        tf_keras_names.add_old_names(keras)
    keras.utils.set_random_seed(seed)
    recorder.attach(keras)


def _run(
    source: bytes, path: str, channel: Channel, cells: Sequence[Sequence[Any]], *, has_shell: bool
) -> None:
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    if has_shell:
        notebook_shell.install(module.__dict__)

    def report(error: BaseException, *, is_passed_over: bool) -> None:
        raised = describe(error, path)
        channel.send(PassedOver(raised) if is_passed_over else raised)
        trace = _skip_ours(error.__traceback__)
        print(notebooks.traced(error, trace, path, cells), file=sys.stderr, end="")  # noqa: T201

    try:
        if cells:
            names = module.__dict__
            passed_over = partial(report, is_passed_over=True)
            notebooks.run(source.decode(), path, cells, names, passed_over)
        else:
            exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    except SystemExit as error:
        channel.send(Exited(str(error.code)))
        raise
    except BaseException as error:  # noqa: BLE001  (whatever a submission raises)
        report(error, is_passed_over=False)
        sys.exit(1)
    channel.send(Finished())


def _skip_ours(trace: TracebackType | None) -> TracebackType | None:
    here = os.path.dirname(__file__)  # noqa: PTH120
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(here):
        trace = trace.tb_next
    return trace


def describe(error: BaseException, path: str) -> Raised:
    """Describe an error that the submission raised; its file is at `path`."""
    work = os.path.dirname(path)  # noqa: PTH120
    frames = [
        Frame(
            os.path.relpath(frame.filename, work)
            if frame.filename.startswith(work)
            else os.path.basename(frame.filename),  # noqa: PTH119
            frame.lineno or 0,
            frame.name,
            # A module that the submission wrote has its own lines, and no cells.
            own=frame.filename == path,
        )
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(os.path.dirname(__file__))  # noqa: PTH120
    ]
    names = [kind.__name__ for kind in type(error).__mro__]
    errno = getattr(error, "errno", None)
    return Raised(names[0], tuple(names), str(error), tuple(frames[-MOST_FRAMES:]), errno)


if __name__ == "__main__":
    process_exit.run(main)
