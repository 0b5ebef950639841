"""What is told of a tf.data pipeline: its batches, and whether what is mapped over it is random."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

# Each pipeline by name, with what must be told of it: varies, opaque.
PIPELINES = {
    "scaled": ("pictures.map(lambda x, y: (x / 255.0, y)).batch(4)", False, False),
    "shuffled and kept": ("pictures.cache().shuffle(20).batch(4).prefetch(2)", False, False),
    "random light": ("pictures.map(lambda x, y: (light(x, 0.2), y)).batch(4)", True, False),
    "in parallel": ("pictures.map(lambda x, y: (light(x, 0.2), y), 2).prefetch(1)", True, False),
    "within a function": ("pictures.map(lambda x, y: (within(x), y))", True, False),
    "half of them negatives": ("pictures.map(lambda x, y: (negative(x), y))", True, False),
    "by layers": ("pictures.batch(4).map(lambda x, y: (layer(x, training=True), y))", True, False),
    "by layers at rest": (
        "pictures.batch(4).map(lambda x, y: (layer(x, training=False), y))",
        False,
        False,
    ),
    "by Python": (
        "pictures.map(lambda x, y: (tf.py_function(lambda a: a, [x], tf.float32), y))",
        False,
        True,
    ),
    "from a generator": (
        "tf.data.Dataset.from_generator(lambda: iter([1.0]), output_types=tf.float32)",
        False,
        True,
    ),
}
# What is trained and validated on, and whether pictures change sides from epoch to epoch.
CUT = {
    "pictures.shuffle(20)|whole.skip(4)|whole.take(4)": True,
    "pictures.shuffle(20).batch(4)|whole.skip(2).prefetch(1)|whole.map(same).take(2)": True,
    "pictures.shuffle(20)|whole.shard(2, 0)|whole.shard(2, 1)": True,
    "pictures.shuffle(20, reshuffle_each_iteration=False)|whole.skip(4)|whole.take(4)": False,
    "pictures.shuffle(20).cache()|whole.skip(4)|whole.take(4)": False,
    "pictures|whole.skip(4).shuffle(20).take(9)|whole.take(4).shuffle(4).take(3)": False,
    "pictures.shuffle(20)|whole.batch(4)|whole.take(4)": False,
}
PROGRAM = """
import json, sys
import tensorflow as tf
from grader.sandbox.guest import feeds
pictures = tf.data.Dataset.from_tensors((tf.zeros((8, 8, 3)), 0)).repeat(20)
light = tf.image.random_brightness
within = tf.function(tf.image.random_flip_left_right)
layer = tf.keras.layers.RandomFlip()
negative = lambda x: tf.where(tf.random.uniform(()) < 0.5, 1 - x, x)
told = {name: vars(feeds.describe_feed(eval(text), None)) for name, text in json.loads(sys.argv[1])}
keys = ("varies", "opaque", "batch", "batches")
same = lambda x, y: (x, y)


def cut_anew(text):
    made, first, second = text.split("|")
    whole = eval(made)
    here = {**globals(), "whole": whole}
    return feeds.cut_anew(eval(first, here), eval(second, here))


one, two = tf.one_hot(tf.range(60) // 20, 3), tf.range(60) // 20
labels = [one, two, [one], (two,), [one, two], tf.strings.as_string(two), None]
told["labels"] = {"varies": [feeds.kept_classes(given, 0.5) for given in labels]}
distributed = tf.distribute.get_strategy().experimental_distribute_dataset(pictures.batch(4))
told["distributed"] = vars(feeds.describe_feed(distributed, None))
told = {**told, **{text: {"varies": cut_anew(text)} for text in json.loads(sys.argv[2])}}
print(json.dumps({name: [feed.get(key) for key in keys] for name, feed in told.items()}))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, list[object]]:
    """What is told of each pipeline, by a process that may import TensorFlow."""
    texts = [(name, text) for name, (text, _, _) in PIPELINES.items()]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(texts), json.dumps([*CUT])],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[object]] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("name", PIPELINES)
def test_what_is_random_in_a_pipeline_is_told(told: dict[str, list[object]], name: str) -> None:
    _, varies, opaque = PIPELINES[name]
    assert told[name][:2] == [varies, opaque]


@pytest.mark.parametrize(
    ("name", "size"), [("scaled", 4), ("shuffled and kept", 4), ("from a generator", None)]
)
def test_how_many_images_a_batch_holds_is_told(
    told: dict[str, list[object]], name: str, size: int | None
) -> None:
    assert told[name][2] == size


@pytest.mark.parametrize("text", CUT)
def test_parts_of_one_set_that_is_shuffled_anew_are_told(
    told: dict[str, list[object]], text: str
) -> None:
    assert told[text][0] == CUT[text]


def test_how_many_batches_there_are_is_told_where_it_is_known(
    told: dict[str, list[object]],
) -> None:
    assert told["scaled"][3] == 5
    assert told["from a generator"][3] is None


def test_how_many_classes_fit_keeps_of_its_arrays_is_told(told: dict[str, list[object]]) -> None:
    assert told["labels"][0] == [2, 2, 2, 2, None, None, None]


def test_a_set_that_is_distributed_is_told_too(told: dict[str, list[object]]) -> None:
    assert told["distributed"][3] == 5
