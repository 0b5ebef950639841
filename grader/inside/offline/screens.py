"""There is no screen in a box: a program that asks for a window gets none, and goes on.

matplotlib's `show()` does nothing, and `savefig` writes its file, whatever backend is asked for;
tqdm's bars for notebooks are bars of text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

PLAIN = "agg"


def changes() -> Mapping[str, Callable[[ModuleType], None]]:
    """What is changed in which module right after its import."""
    return {
        "matplotlib": _keep_backend,
        "matplotlib.pyplot": _keep_canvas,
        "tqdm.notebook": _print_bars,
    }


def _keep_backend(module: Any) -> None:  # noqa: ANN401
    module.use = lambda *_given, **_options: None


def _keep_canvas(module: Any) -> None:  # noqa: ANN401
    switch = module.switch_backend
    module.switch_backend = lambda _backend: switch(PLAIN)


def _print_bars(module: Any) -> None:  # noqa: ANN401
    module.tqdm = module.tqdm_notebook = module.std_tqdm
    module.trange = module.tnrange = lambda *given, **options: module.std_tqdm(
        range(*given), **options
    )
