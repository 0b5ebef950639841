"""A sandbox has no screen: a program that asks for a window gets none, and continues.

matplotlib's `show()` does nothing, and `savefig` writes its file, whatever backend is asked for;
its old styles go by their old names; tqdm's bars for notebooks are bars of text.
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
        "matplotlib.style": _take_old_styles,
        "tqdm.notebook": _print_bars,
    }


def _keep_backend(module: Any) -> None:  # noqa: ANN401
    module.use = lambda *_given, **_options: None


def _keep_canvas(module: Any) -> None:  # noqa: ANN401
    switch = module.switch_backend
    module.switch_backend = lambda _backend: switch(PLAIN)


def _take_old_styles(module: Any) -> None:  # noqa: ANN401
    """Since matplotlib 3.8 there is no `seaborn-whitegrid`, but `seaborn-v0_8-whitegrid`."""
    use = module.use

    def today(style: Any) -> Any:  # noqa: ANN401
        if isinstance(style, list):
            return [today(each) for each in style]
        known = not isinstance(style, str) or style in module.library
        new = style if known else style.replace("seaborn", "seaborn-v0_8", 1)
        return new if new in module.library else style

    module.use = lambda style: use(today(style))


def _print_bars(module: Any) -> None:  # noqa: ANN401
    module.tqdm = module.tqdm_notebook = module.std_tqdm
    module.trange = module.tnrange = lambda *given, **options: module.std_tqdm(
        range(*given), **options
    )
