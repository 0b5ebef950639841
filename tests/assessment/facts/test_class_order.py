"""A model whose classes are in another order than the one asked for, by loaders and by answers."""

from __future__ import annotations

import numpy as np
import pytest

from grader.assessment.checks.outcomes import CheckFailed
from grader.assessment.evidence import Scored
from grader.assessment.facts.class_order import refuse_order
from grader.training.record import Loader

ALPHABET = ("paper", "rock", "scissors")
ASKED = ("rock", "paper", "scissors")
TRUTH = ("paper", "rock", "scissors", "scissors") * 5


def loader(*names: str, kind: str = "flow_from_directory", line: int = 7) -> Loader:
    return Loader(
        id=1,
        kind=kind,
        line=line,
        directory="/box/inside/data/rps",
        classes={name: number for number, name in enumerate(names)},
        count=2016,
        size=(150, 150),
        class_mode="categorical",
        subset="training",
        rescale=1 / 255,
        augmentation=(),
    )


def answers(order: tuple[str, ...], truth: tuple[str, ...] = TRUTH) -> Scored:
    """Answers that are all right where the outputs are read in this order."""
    right = np.array([order.index(name) for name in truth])
    asked = np.array([ASKED.index(name) for name in truth])
    return Scored("held-out", np.eye(3, dtype=np.float32)[right], float((right == asked).mean()))


def judge(*loaders: Loader, held_out: Scored) -> None:
    refuse_order(ASKED, loaders, held_out, TRUTH, 0.83)


def refusal(*loaders: Loader, held_out: Scored) -> str:
    with pytest.raises(CheckFailed) as refused:
        judge(*loaders, held_out=held_out)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "argument"),
    [("flow_from_directory", "classes"), ("image_dataset_from_directory", "class_names")],
)
def test_a_loader_in_another_order_is_named_with_its_order_and_the_one_asked_for(
    kind: str, argument: str
) -> None:
    message = refusal(loader(*ALPHABET, kind=kind), held_out=answers(ALPHABET))
    assert "the outputs in the order rock, paper, scissors" in message
    assert "the loader at line 7 has them in the order paper, rock, scissors" in message
    assert "accuracy 0.500 on 20 held-out images" in message
    assert f"write {argument}=['rock', 'paper', 'scissors'] in each loader" in message


def test_of_two_loaders_the_one_in_another_order_is_named() -> None:
    message = refusal(loader(*ASKED), loader(*ALPHABET, line=15), held_out=answers(ALPHABET))
    assert "the loader at line 15" in message


def test_without_loaders_the_answers_tell_their_order() -> None:
    message = refusal(held_out=answers(ALPHABET))
    assert "predictions that are right in the order paper, rock, scissors" in message


def test_a_model_that_knows_nothing_in_any_order_is_not_blamed_for_its_order() -> None:
    judge(loader(*ASKED), held_out=answers(ASKED, ("rock",) * len(TRUTH)))


def test_a_loader_of_other_classes_tells_no_order() -> None:
    judge(loader("rps"), held_out=answers(ASKED, ("rock",) * len(TRUTH)))


def test_two_outputs_have_no_order_of_three_classes() -> None:
    judge(held_out=Scored("held-out", np.ones((len(TRUTH), 2), np.float32), 0.3))
