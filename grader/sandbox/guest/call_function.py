"""Call one function of a submission; of the rest only the statements that it needs run."""

from __future__ import annotations

import ast
import contextlib
import difflib
import json
import os
import pathlib
import shutil
import sys
import traceback
import types
from typing import TYPE_CHECKING, Any

from ..conventions import WORK_VARIABLE
from ..protocol import Call, Called, CallTask, FunctionFound
from . import channel as channels
from . import dependencies, limits, notebook_shell, process_exit, seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .channel import Channel


def main() -> None:
    """Read the task from the file that is the argument, find the function, and make the calls."""
    limits.close_off()
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123
        task = CallTask(**json.load(file))
    channel = channels.from_environment()
    limits.apply(**task.limits)
    work = os.environ[WORK_VARIABLE]
    os.chdir(work)
    path = os.path.join(work, task.file)  # noqa: PTH118
    sys.path[0] = work
    sys.argv = [path]
    with open(path, "rb") as source:  # noqa: PTH123
        tree = ast.parse(source.read(), path)
    name = task.function
    body = dependencies.statements(tree, name)
    near = difflib.get_close_matches(name, [f.name for f in dependencies.functions(tree)], 1, 0.6)
    seeds.ignore_seeds_of_the_file()
    function = _define(body or [], path, has_shell=task.has_shell).get(name)
    channel.send(FunctionFound(callable(function), near[0] if near else ""))
    if not callable(function):
        return
    for number, values in enumerate(task.calls):
        call = Call(**values)
        seeds.set_all(call.seed)
        _answer(channel, number, function, call, path)
        os.chdir(work)


def _define(body: list[ast.stmt], path: str, *, has_shell: bool) -> dict[str, Any]:
    """Run the statements one by one; one that fails matters only if the function uses it."""
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    if has_shell:
        notebook_shell.install(module.__dict__)
    for statement in body:
        one = ast.Module([statement], type_ignores=[])
        # A missing package or file: whatever the submission's code raises.
        with contextlib.suppress(Exception, SystemExit):
            exec(compile(one, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    return module.__dict__


def _answer(
    channel: Channel,
    number: int,
    function: Any,  # noqa: ANN401
    call: Call,
    path: str,
) -> None:
    """Make a call: with folders as strings, then without them, then as paths, until it returns."""
    given = call.arguments
    error = _try(function, given)
    if isinstance(error, FileExistsError) and call.clears:
        for folder in call.clears:
            shutil.rmtree(folder)
        error = _try(function, given)
    if isinstance(error, (AttributeError, TypeError)):
        paths = [pathlib.Path(item) if isinstance(item, str) else item for item in given]
        error = error if _try(function, paths) is not None else None
    if error is None:
        channel.send(Called(number))
        return
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno or 0 for frame in frames if frame.filename == path]
    text = f"{type(error).__name__}: {error}"
    channel.send(Called(number, text, own[-1] if own else 0))


def _try(function: Any, arguments: Sequence[Any]) -> BaseException | None:  # noqa: ANN401
    try:
        function(*arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001  (it is the learner's code)
        return error
    return None


if __name__ == "__main__":
    process_exit.run(main)
