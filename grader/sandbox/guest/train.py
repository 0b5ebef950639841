"""The program of box 1: runs a submission as `__main__` and records what its training does."""

from __future__ import annotations

import json
import os
import random
import sys
import traceback
import types
from functools import partial
from typing import TYPE_CHECKING, Any

from ..protocol import WORK_VARIABLE
from . import channel as channels
from . import library_output, limits, notebook_shell, offline, patching, process_exit, stub_modules
from . import notebook_cells as notebooks
from .keras2 import tf_keras_names
from .recorder import Recorder

if TYPE_CHECKING:
    from types import ModuleType, TracebackType

    from .channel import Channel


def main() -> None:
    """Read the task from the command line, set limits and seeds, and run the file."""
    limits.close_off()
    library_output.mark_libraries()
    task: dict[str, Any] = json.loads(sys.argv[1])
    channel = channels.from_environment()
    limits.apply(**task["limits"])
    work = os.environ[WORK_VARIABLE]
    os.chdir(work)
    path = os.path.join(work, task["file"])  # noqa: PTH118
    sys.path[0] = work
    sys.argv = [path]
    seed = int(task["seed"])
    random.seed(seed)
    tell_served, home = partial(channel.send, "served"), os.environ["HOME"]
    # What comes after a training may end the process as it likes: no later time is sure.
    pass_on = partial(offline.finish, home, tell_served)
    hashes = bool(task.get("hash_weights"))
    recorder = Recorder(channel, path, task.get("probe"), pass_on, hash_weights=hashes)
    begin = partial(_begin_keras, seed, recorder)
    names = (tf_keras_names.NAME,) if tf_keras_names.is_wanted() else ("keras", tf_keras_names.NAME)
    patching.after_import({"numpy": partial(_seed_numpy, seed), **dict.fromkeys(names, begin)})
    if tf_keras_names.is_wanted():
        tf_keras_names.take_over()
    channel.send("started", python=sys.version.split()[0])
    with open(path, "rb") as file:  # noqa: PTH123
        source = file.read()
    stub_modules.install(source)
    patching.after_import(offline.prepare(source, tell_served))
    try:
        _run(source, path, channel, task.get("cells") or [], has_shell=bool(task.get("has_shell")))
    finally:
        pass_on()


def _seed_numpy(seed: int, numpy: ModuleType) -> None:
    numpy.random.seed(seed)


def _begin_keras(seed: int, recorder: Recorder, keras: ModuleType) -> None:
    if tf_keras_names.is_wanted():
        tf_keras_names.furnish(keras)
    keras.utils.set_random_seed(seed)
    recorder.attach(keras)


def _run(source: bytes, path: str, channel: Channel, cells: list[Any], *, has_shell: bool) -> None:
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    if has_shell:
        notebook_shell.furnish(module.__dict__)

    def tell(event: str, error: BaseException) -> None:
        channel.send(event, **describe(error, path))
        trace = _skip_ours(error.__traceback__)
        print(notebooks.traced(error, trace, path, cells), file=sys.stderr, end="")  # noqa: T201

    try:
        if cells:
            names = module.__dict__
            notebooks.run(source.decode(), path, cells, names, partial(tell, "passed_over"))
        else:
            exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    except SystemExit as error:
        channel.send("exited", code=str(error.code))
        raise
    except BaseException as error:  # noqa: BLE001  (whatever a submission raises)
        tell("raised", error)
        sys.exit(1)
    channel.send("finished")


def _skip_ours(trace: TracebackType | None) -> TracebackType | None:
    here = os.path.dirname(__file__)  # noqa: PTH120
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(here):
        trace = trace.tb_next
    return trace


def describe(error: BaseException, path: str) -> dict[str, object]:
    """Type, message and frames of an error; `own` tells the frames of the submission itself."""
    work = os.path.dirname(path)  # noqa: PTH120
    frames = [
        {
            "file": os.path.relpath(frame.filename, work)
            if frame.filename.startswith(work)
            else os.path.basename(frame.filename),  # noqa: PTH119
            "line": frame.lineno or 0,
            "function": frame.name,
            # A module that it wrote beside itself has lines of its own, and no cells.
            "own": frame.filename == path,
        }
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(os.path.dirname(__file__))  # noqa: PTH120
    ]
    names = [kind.__name__ for kind in type(error).__mro__]
    return {
        "type": names[0],
        "bases": names,
        "message": str(error),
        "errno": getattr(error, "errno", None),
        "frames": frames[-60:],
    }


if __name__ == "__main__":
    process_exit.run(main)
