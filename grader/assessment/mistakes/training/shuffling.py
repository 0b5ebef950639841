"""How split_data shuffles and cuts: whether at random, and whether its parts overlap."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import (
    assigned,
    calls,
    constant,
    functions,
    name_of,
    names_in,
)
from grader.assessment.mistakes.registry import Aspect, Found, mistake
from grader.assessment.mistakes.training import split_on_disk
from grader.assessment.mistakes.training.split_on_disk import PARTS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence

FUNCTION = "split_data"
DRAWING = ("sample", "permutation", "choices", "choice")
# Names of random functions; the order of a set is arbitrary too.
RANDOM = frozenset(
    {*DRAWING, "shuffle", "shuffled", "random", "randint", "randrange", "permuted", "rand"}
    | {"urandom", "uniform", "set", "frozenset", "integers", "uuid4", "train_test_split", "hash"}
    | {"pop", "system", "getoutput", "run_line_magic"}
)


def split_data(evidence: Evidence) -> ast.FunctionDef | None:
    """Return the split_data of the file; None unless there is exactly one."""
    found = list(functions(evidence.tree, FUNCTION))
    return found[0] if len(found) == 1 else None


@mistake(Aspect.SHUFFLING)
def throws_the_shuffle_away(evidence: Evidence) -> Iterator[Found]:
    """The new list of random.sample is not used, or random.shuffle gets a copy."""
    for own in [node for node in ast.walk(evidence.tree) if isinstance(node, ast.FunctionDef)]:
        thrown = [
            part for part in ast.walk(own) if isinstance(part, ast.Expr) and _lost(own, part.value)
        ]
        drawn = [c for c in calls(own, "shuffle", *DRAWING) if c not in [t.value for t in thrown]]
        if len(thrown) == 1 and not drawn:
            call = thrown[0].value
            assert isinstance(call, ast.Call)
            made = name_of(call.func)
            name = _source_of(call.args[0])
            yield Found(
                call.lineno,
                expected=f"{name} in a random order from here on",
                actual=f"random.shuffle shuffles a copy, and {name} is unchanged"
                if made == "shuffle"
                else f"{made} returns a new list, which is not used: {name} is unchanged",
                fix=f"write {name} = random.sample({name}, len({name}))",
            )


def _lost(own: ast.FunctionDef, value: ast.expr) -> bool:
    """Return whether the result of a call is a list in random order that is not used."""
    if not isinstance(value, ast.Call) or not value.args:
        return False
    name, first = name_of(value.func), value.args[0]
    if name == "shuffle":
        return not isinstance(first, ast.Name) and bool(_source_of(first))
    whole = name == "permutation" or (name == "sample" and _is_length(own, value, first))
    return whole and isinstance(first, ast.Name)


def _source_of(node: ast.expr) -> str:
    """Return the name of a list, or of the list that is copied: files, list(files), files[:]."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Call) and name_of(node.func) in {"list", "sorted"} and node.args:
        return _source_of(node.args[0])
    if isinstance(node, ast.Call) and name_of(node.func) == "copy":
        return _source_of(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return _source_of(node.value)
    return ""


def _is_length(own: ast.FunctionDef, call: ast.Call, first: ast.expr) -> bool:
    """Return whether the second argument of a call is the length of the first."""
    if len(call.args) < 2:  # noqa: PLR2004
        return False
    count = call.args[1]
    known = assigned(own, count.id) if isinstance(count, ast.Name) else [count]
    return [ast.unparse(each) for each in known] == [f"len({ast.unparse(first)})"]


@mistake(Aspect.SHUFFLING)
def does_not_shuffle(evidence: Evidence) -> Iterator[Found]:
    """Nothing in the file is random, and testing is the end of the folder's list."""
    split, own = split_on_disk.find(evidence), split_data(evidence)
    if split is None or own is None or _names_reached(evidence.tree, own) & RANDOM:
        return
    cut = next(_cuts(own), None)
    rows = [
        split_on_disk.in_a_row(
            [[f for f in order if f in known] for order in (split.listed[name], sorted(known))],
            split.files["testing"][name],
        )
        for name in SOURCES
        for known in [split.files["training"][name] | split.files["testing"][name]]
    ]
    if cut is not None and all(rows):
        yield Found(
            cut.lineno,
            expected="a random choice of the images",
            actual="nothing shuffles the list: it is cut in the order in which the folder lists "
            "the files",
            fix="write files = random.sample(files, len(files)) before you cut",
        )


def _names_reached(tree: ast.AST, own: ast.FunctionDef) -> set[str]:
    """Return all names that a function reads, directly or through functions of the file."""
    found, waiting = set[str](), [own]
    while waiting:
        new = names_in(waiting.pop()) - found
        found |= new
        waiting += [each for name in new for each in functions(tree, name)]
    return found


def _cuts(own: ast.AST) -> Iterator[ast.Subscript]:
    """Return the slices of lists, sorted by line."""
    found = [
        node
        for node in ast.walk(own)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Slice)
        and not isinstance(_bound(node.slice), (int, str))
    ]
    yield from sorted(found, key=lambda node: node.lineno)


def _bound(cut: ast.Slice) -> object:
    """Return a literal bound of a slice, as in name[-4:]: this does not cut a list of files."""
    ends = [cut.lower, cut.upper]
    inner = [end.operand if isinstance(end, ast.UnaryOp) else end for end in ends if end]
    values = [constant(end) for end in inner]
    return next((v for v in values if v is not None and v != 0), None)


@mistake(Aspect.SPLIT_PARTS)
def draws_twice(evidence: Evidence) -> Iterator[Found]:
    """Training and testing are sampled separately from the same list."""
    split, own = split_on_disk.find(evidence), split_data(evidence)
    drawn = list(calls(own, "sample", "choices", "choice")) if own else []
    drawn = [call for call in drawn if call.args and isinstance(call.args[0], ast.Name)]
    if split is None or len(drawn) != len(PARTS) or own is None:
        return
    name = _source_of(drawn[0].args[0])
    both = {c: split.files["training"][c] & split.files["testing"][c] for c in SOURCES}
    same = _source_of(drawn[1].args[0]) == name and len(assigned(own, name)) <= 1
    for animal, shared in both.items():
        if shared and same:
            part = split.place("testing", animal)
            yield Found(
                drawn[1].lineno,
                expected="testing files that are not in training",
                actual=f"testing is sampled from all of {name} again: {len(shared):,} images "
                f"of {part} are in {split.place('training', animal)} too, such as {min(shared)}",
                fix=f"shuffle {name} once, then cut: {name}[:n] and {name}[n:]",
            )
            return


@mistake(Aspect.SPLIT_PARTS)
def cuts_overlap(evidence: Evidence) -> Iterator[Found]:
    """The list is cut at two different places for training and testing."""
    split, own = split_on_disk.find(evidence), split_data(evidence)
    cuts = list(_cuts(own)) if own else []
    ends = [(ast.unparse(c.value), c.slice) for c in cuts if isinstance(c.slice, ast.Slice)]
    if split is None or len(cuts) != len(PARTS) or ends[0][0] != ends[1][0]:
        return
    (name, first), (_, second) = ends
    borders = [{ast.unparse(end) for end in (c.lower, c.upper) if end} for c in (first, second)]
    for animal in SOURCES:
        shared = split.files["training"][animal] & split.files["testing"][animal]
        if shared and not borders[0] & borders[1]:
            yield Found(
                cuts[1].lineno,
                expected=f"{name} cut in two at one place",
                actual=f"{len(shared):,} images of {split.place('testing', animal)} are in "
                f"{split.place('training', animal)} too, such as {min(shared)}",
                fix=f"write {name}[:n] for training and {name}[n:] for testing",
            )
            return


RULES = (throws_the_shuffle_away, does_not_shuffle, draws_twice, cuts_overlap)
