"""`practice data` as a user runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets import registry

if TYPE_CHECKING:
    from tests.conftest import Practice


def test_status_lists_the_sample_and_the_official_data_of_each_set(new_practice: Practice) -> None:
    rows = [line.split() for line in new_practice("data", "status").stdout.splitlines()]
    for name, spec in registry.specs().items():
        assert spec.kinds == ("sample", "real")
        assert [row for row in rows if row[:1] == [name]] == [
            [name, "sample", "absent"],
            [name, "official", "absent"],
        ]


def test_an_unknown_name_is_one_line_that_lists_the_names(new_practice: Practice) -> None:
    for arguments in (("get", "x"), ("verify", "x"), ("remove", "x")):
        done = new_practice("data", *arguments)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert all(name in line for name in registry.specs())


def test_what_is_not_installed_is_not_removed(new_practice: Practice) -> None:
    done = new_practice("data", "remove", "rps", "--kind", "sample")
    assert (done.returncode, done.stderr) == (0, "rps (sample) was not installed\n")
