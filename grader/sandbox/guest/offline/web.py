"""Redirect downloads of Python programs to the server of the sandbox."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .file_server import NotServed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from .file_server import Server

# Modules in which versions of Keras compare the hash of a download; served files differ.
HASHING = (
    "keras.src.utils.file_utils",
    "keras.src.utils.data_utils",
    "keras.utils.data_utils",
    "tf_keras.src.utils.data_utils",
)


def changes(server: Server) -> Mapping[str, Callable[[ModuleType], None]]:
    """Return the changes to modules right after their import."""
    return {
        # Below urlopen, urlretrieve, openers of a program's own, and keras.utils.get_file.
        "urllib.request": partial(_urllib, server),
        "requests.adapters": partial(_requests, server),
        **dict.fromkeys(HASHING, _believe),
        "tensorflow_datasets.core.download.checksums": _expect_no_hash,
    }


def _urllib(server: Server, module: Any) -> None:  # noqa: ANN401
    def do_open(_self: object, _class: object, request: Any, **_options: object) -> Any:  # noqa: ANN401
        from email.message import Message  # noqa: PLC0415  (only where something is fetched)

        try:
            served = server.open(request.full_url)
        except NotServed as error:
            raise module.URLError(str(error)) from None
        headers = Message()
        headers["Content-Type"] = "application/octet-stream"
        headers["Content-Length"] = str(served.size)
        response = module.addinfourl(served.file, headers, request.full_url, 200)
        response.msg = "OK"
        return response

    module.AbstractHTTPHandler.do_open = do_open


def _requests(server: Server, module: Any) -> None:  # noqa: ANN401
    def send(adapter: Any, request: Any, *_given: object, **_options: object) -> Any:  # noqa: ANN401
        from urllib3.response import HTTPResponse  # noqa: PLC0415  (comes with requests)

        try:
            served = server.open(request.url)
        except NotServed as error:
            raise module.ConnectionError(str(error), request=request) from None
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(served.size),
        }
        raw = HTTPResponse(served.file, headers, 200, reason="OK", preload_content=False)
        return adapter.build_response(request, raw)

    module.HTTPAdapter.send = send


def _believe(module: Any) -> None:  # noqa: ANN401
    module.validate_file = lambda *_given, **_options: True


def _expect_no_hash(module: Any) -> None:  # noqa: ANN401
    module.get_all_url_infos = dict  # Of all data sets,
    module.load_url_infos = lambda *_given: {}  # and of the one that is asked for.
