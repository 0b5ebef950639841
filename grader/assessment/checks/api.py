"""Public API for `problems/*/checks.py`, which may import only this module and pytest."""

from __future__ import annotations

from collections.abc import Callable

from grader.assessment.checks.outcomes import (
    HANDMADE,
    CheckFailed,
    NotJudged,
    NotRun,
    fail,
    fix_first,
    title,
)
from grader.assessment.checks.requirements import (
    CONVOLUTIONS,
    main_fit,
    require_accuracy,
    require_convolutions,
    require_image_shape,
    require_one_scale,
    require_one_sigmoid,
    require_probabilities,
    require_scaled_pixels,
    require_size,
    stopped_before_fit,
)
from grader.assessment.checks.split_requirements import (
    is_all_or_nothing,
    refuse_empty,
    require_folders,
    require_function,
    require_images,
    require_parts,
    require_random,
    require_shuffled,
    require_some,
    require_untouched,
    require_whole,
)
from grader.assessment.checks.weak_model import advice as weak_model_advice
from grader.assessment.evidence import SavedModel, Scored
from grader.assessment.facts import split_folders, split_trials
from grader.assessment.facts.array_split import require_own_share, splits_its_arrays
from grader.assessment.facts.checkpoints import files as checkpoint_files
from grader.assessment.facts.checkpoints import (
    require_best_weights,
    require_checkpoint,
    trained_by,
)
from grader.assessment.facts.class_order import refuse_order
from grader.assessment.facts.loaders import (
    FolderTask,
    find_loader,
    fit_of,
    found_none,
    require_batch,
    require_counts,
    require_every_class,
    require_part,
    require_plain_validation,
    require_total,
)
from grader.assessment.facts.overlap import shared_images
from grader.assessment.facts.split_folders import PARTS, Contents, Names
from grader.assessment.facts.split_folders import Split as FoundSplit
from grader.assessment.facts.split_trials import Trials
from grader.assessment.facts.validation_split import (
    is_cut_by_hand,
    refuse_recut,
    refuse_shared,
    require_cut,
    require_kept_back,
)
from grader.assessment.mistakes.registry import Aspect
from grader.datasets.layout import DataSet
from grader.model_file.allowed_layers import AUGMENTATIONS
from grader.problem import MODEL_FILE, Problem
from grader.problem_format import Checkpoint, Images, Outputs, Split, Stopping, Validation
from grader.submission import Submission
from grader.training.function_call import Alone
from grader.training.record import Fit, Loader, Trial
from grader.training.run import Training

Observe = Callable[[str], None]

__all__ = [
    "AUGMENTATIONS",
    "CONVOLUTIONS",
    "HANDMADE",
    "MODEL_FILE",
    "PARTS",
    "Alone",
    "Aspect",
    "CheckFailed",
    "Checkpoint",
    "Contents",
    "DataSet",
    "Fit",
    "FolderTask",
    "FoundSplit",
    "Images",
    "Loader",
    "Names",
    "NotJudged",
    "NotRun",
    "Observe",
    "Outputs",
    "Problem",
    "SavedModel",
    "Scored",
    "Split",
    "Stopping",
    "Submission",
    "Training",
    "Trial",
    "Trials",
    "Validation",
    "checkpoint_files",
    "fail",
    "find_loader",
    "fit_of",
    "fix_first",
    "found_none",
    "is_all_or_nothing",
    "is_cut_by_hand",
    "main_fit",
    "refuse_empty",
    "refuse_order",
    "refuse_recut",
    "refuse_shared",
    "require_accuracy",
    "require_batch",
    "require_best_weights",
    "require_checkpoint",
    "require_convolutions",
    "require_counts",
    "require_cut",
    "require_every_class",
    "require_folders",
    "require_function",
    "require_image_shape",
    "require_images",
    "require_kept_back",
    "require_one_scale",
    "require_one_sigmoid",
    "require_own_share",
    "require_part",
    "require_parts",
    "require_plain_validation",
    "require_probabilities",
    "require_random",
    "require_scaled_pixels",
    "require_shuffled",
    "require_size",
    "require_some",
    "require_total",
    "require_untouched",
    "require_whole",
    "shared_images",
    "split_folders",
    "split_trials",
    "splits_its_arrays",
    "stopped_before_fit",
    "title",
    "trained_by",
    "weak_model_advice",
]
