"""The allow-list: every class and function that a saved model may name, and how each is refused.

Names are those of Keras 3.15 and of Keras 2 (TensorFlow 2.6 to 2.15) as they stand in saved files.
What a name here may do is bounded: it makes a layer, an operation on tensors, or plain numbers.
"""

# ruff: noqa: SIM905  (words in lines are easier to read and to check than quoted ones)
from __future__ import annotations

import re

MODELS = frozenset({"Sequential", "Functional", "Model"})

AUGMENTATIONS = frozenset(
    """
    AugMix AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization
    MaxNumBoundingBoxes MixUp RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter
    RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur
    RandomGrayscale RandomHeight RandomHue RandomInvert RandomPerspective RandomPosterization
    RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomWidth
    RandomZoom Solarization
    """.split()
)

LAYERS = AUGMENTATIONS | frozenset(
    """
    Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
    AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add
    AdditiveAttention AlphaDropout Attention Average AveragePooling1D AveragePooling2D
    AveragePooling3D AvgPool1D AvgPool2D AvgPool3D BatchNormalization BatchNormalizationV1
    BatchNormalizationV2 Bidirectional CategoryEncoding Concatenate Conv1D Conv1DTranspose Conv2D
    Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D
    Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D Convolution3DTranspose
    Cropping1D Cropping2D Cropping3D CuDNNGRU CuDNNLSTM Dense DepthwiseConv1D DepthwiseConv2D
    Discretization Dot Dropout ELU EinsumDense Embedding Flatten GRU GRUCell GRUV1 GRUV2
    GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
    GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D
    GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
    GroupNormalization GroupQueryAttention HashedCrossing Hashing Identity InputLayer IntegerLookup
    LSTM LSTMCell LSTMV1 LSTMV2 LayerNormalization LeakyReLU Masking MaxPool1D MaxPool2D MaxPool3D
    MaxPooling1D MaxPooling2D MaxPooling3D Maximum MelSpectrogram Minimum MultiHeadAttention
    Multiply Normalization PReLU Permute Pipeline RMSNormalization RNN ReLU RepeatVector Rescaling
    Reshape Resizing ReversibleEmbedding STFTSpectrogram SeparableConv1D SeparableConv2D
    SeparableConvolution1D SeparableConvolution2D SimpleRNN SimpleRNNCell Softmax SpatialDropout1D
    SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells StringLookup Subtract
    SyncBatchNormalization TextVectorization ThresholdedReLU TimeDistributed UnitNormalization
    UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
    """.split()
)

# What arithmetic on tensors leaves in a functional model, by the module of Keras that holds it.
OPERATIONS_BY_MODULE = {
    "keras.src.ops.numpy": frozenset(
        """
        Abs Absolute Add Amax Amin Argmax Argmin Average BroadcastTo Ceil Clip Concatenate Cos
        Divide DivideNoNan Dot Einsum Equal Exp ExpandDims Expm1 Flip Floor FloorDivide GetItem
        Greater GreaterEqual Less LessEqual Log Log10 Log1p Log2 LogicalAnd LogicalNot LogicalOr
        Matmul Max Maximum Mean Min Minimum Mod Moveaxis Multiply NanToNum Negative NotEqual
        OnesLike Pad Power Prod Reciprocal Repeat Reshape Roll Round Sign Sin Split Sqrt Square
        Squeeze Stack Std Subtract Sum Swapaxes Take Tanh Tensordot Tile Transpose TrueDivide Var
        Where ZerosLike
        """.split()
    ),
    "keras.src.ops.nn": frozenset(
        """
        AveragePool Celu DepthToSpace Elu Gelu Glu HardShrink HardSigmoid HardSilu HardTanh
        LeakyRelu LogSigmoid LogSoftmax MaxPool Moments Normalize OneHot Relu Relu6 Selu Sigmoid
        Silu SoftShrink Softmax Softplus Softsign SpaceToDepth Sparsemax Squareplus TanhShrink
        Threshold
        """.split()
    ),
    "keras.src.ops.core": frozenset("Cast SaturateCast StopGradient Unstack".split()),
    "keras.src.ops.math": frozenset("Erf Logsumexp Rsqrt TopK".split()),
    "keras.src.ops.image": frozenset(
        "CropImages HSVToRGB PadImages RGBToGrayscale RGBToHSV Resize".split()
    ),
    "keras.src.ops.linalg": frozenset({"Norm"}),
}
OPERATIONS = frozenset().union(*OPERATIONS_BY_MODULE.values())

_HELPERS = frozenset(
    """
    DTypePolicy FloatDTypePolicy Policy PolicyV1 SeedGenerator
    Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer
    LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform
    STFTInitializer TruncatedNormal VarianceScaling Zeros
    L1 L1L2 L2 OrthogonalRegularizer MaxNorm MinMaxNorm NonNeg UnitNorm
    Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer Muon Nadam
    RMSprop SGD CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay
    PiecewiseConstantDecay PolynomialDecay
    BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy
    CategoricalHinge CosineSimilarity Dice Hinge Huber KLDivergence LogCosh MeanAbsoluteError
    MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson
    SparseCategoricalCrossentropy SquaredHinge Tversky
    AUC Accuracy BinaryAccuracy CategoricalAccuracy F1Score FBetaScore FalseNegatives
    FalsePositives Mean Precision R2Score Recall RootMeanSquaredError SparseCategoricalAccuracy
    SparseTopKCategoricalAccuracy Sum TopKCategoricalAccuracy TrueNegatives TruePositives
    """.split()
)

KNOWN = MODELS | LAYERS | OPERATIONS | _HELPERS

# Forms of plain data that Keras writes as objects; the configuration is judged inside them as well.
PLAIN_DATA = frozenset(
    """
    __bytes__ __ellipsis__ __keras_tensor__ __numpy__ __slice__ __tensor__ __tuple__ TensorShape
    """.split()
)

# Names under which TensorFlow's own functions are saved, and what Keras calls the same thing.
SAME_FUNCTION = {
    "crelu_v2": "crelu",
    "identity": "linear",
    "log_softmax_v2": "log_softmax",
    "softmax_v2": "softmax",
    "swish": "silu",
}

ACTIVATIONS = frozenset(
    """
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
    linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus
    softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
    """.split()
) | frozenset(SAME_FUNCTION)

FUNCTIONS = ACTIVATIONS | frozenset(
    """
    binary_accuracy binary_crossentropy categorical_accuracy categorical_crossentropy
    categorical_hinge cosine_similarity hinge huber kl_divergence log_cosh mean_absolute_error
    mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson
    sparse_categorical_accuracy sparse_categorical_crossentropy squared_hinge
    constant glorot_normal glorot_uniform he_normal he_uniform identity lecun_normal lecun_uniform
    ones orthogonal random_normal random_uniform truncated_normal variance_scaling zeros
    l1 l1_l2 l2 max_norm min_max_norm non_neg unit_norm
    """.split()
)

# Functions that Keras 2 wrote for arithmetic on tensors (classes TFOpLambda, SlicingOpLambda).
TENSORFLOW_OPERATIONS = frozenset({"TFOpLambda", "SlicingOpLambda"})
TENSORFLOW_FUNCTIONS = frozenset(
    """
    __operators__.add __operators__.getitem cast clip_by_value concat expand_dims image.resize
    math.abs math.add math.divide math.exp math.log math.maximum math.minimum math.multiply
    math.negative math.pow math.reduce_max math.reduce_mean math.reduce_sum math.sigmoid math.sqrt
    math.square math.subtract math.tanh math.truediv nn.bias_add nn.relu nn.relu6 nn.sigmoid
    nn.softmax nn.tanh reshape squeeze stack strided_slice tile transpose
    """.split()
)

DTYPES = frozenset(
    """
    bfloat16 bool float16 float32 float64 int8 int16 int32 int64 mixed_bfloat16 mixed_float16 string
    uint8 uint16 uint32 uint64
    """.split()
)

_MODULE = re.compile(
    r"(tf_|tensorflow\.)?keras(\.src)?"
    r"(\.(activations|constraints|dtype_policies|engine|initializers|layers|losses|metrics"
    r"|mixed_precision|models|ops|optimizers|random|regularizers)(\.[a-z0-9_]+)*)?"
)


def module_is_known(module: str) -> bool:
    """Whether a configuration may name this module beside an allowed class."""
    return _MODULE.fullmatch(module) is not None


_CODE_ADVICE = (
    "Use a layer that Keras already has: Rescaling(1./255) to scale pixels, Resizing, Reshape or "
    "Activation, or plain arithmetic in a functional model (x = inputs / 255.0); or "
    "do that step to the data before fit. Then train and save again."
)
_RUNS_CODE = {
    "Lambda": "keeps a Python function inside the file, so loading the file would run its code",
    "TFSMLayer": "loads a second model with code of its own from a path outside the file",
    "JaxLayer": "calls functions that are not part of Keras",
    "FlaxLayer": "calls functions that are not part of Keras",
    "TorchModuleWrapper": "unpacks a PyTorch object, which can run any code",
    "FeatureSpace": "builds other objects while it loads",
    "__lambda__": "is a Python function kept inside the file: loading the file would run its code",
    "__typespec__": "builds other objects while it loads",
    "TypeSpec": "builds other objects while it loads",
    "CompositeTensor": "builds other objects while it loads",
    "TensorFlowOpLayer": "keeps a piece of a TensorFlow graph inside the file",
}


def refusal(class_name: str, where: str, *, is_model: bool) -> tuple[str, str]:
    """Reason and advice for a class that is not on the list; `where` names it in the model."""
    if class_name in _RUNS_CODE:
        named = "" if class_name.startswith("__") else f"of class {class_name}, which "
        verb = "" if class_name.startswith("__") else "is "
        reason = f"{where} {verb}{named}{_RUNS_CODE[class_name]}."
        return f"{reason} The grader does not load such files.", _CODE_ADVICE
    if is_model:
        reason = (
            f"The saved model is of class {class_name}, a class of your own. Its code is not in "
            "the file, so the grader (and the exam) cannot rebuild the model from it."
        )
        advice = (
            "Build it with keras.Sequential([...]) or keras.Model(inputs, outputs) instead of a "
            "subclass of keras.Model. Then train and save again."
        )
        return reason, advice
    reason = (
        f"{where} is of class {class_name}, which is not a class of Keras that the grader loads. "
        "The code of a custom layer is not in the file, so the model cannot be rebuilt from it."
    )
    advice = (
        "Write this part with layers that Keras already has (Dense, Conv2D, Rescaling, ...), "
        "without a class or a registered object of your own. Then train and save again."
    )
    return reason, advice
