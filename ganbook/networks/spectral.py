"""Layers whose kernel is divided by its largest singular value, so that they stretch nothing."""

from typing import Any

from ganbook import checks
from ganbook.backend import keras, ops

FIRST_ROUNDS = 5  # Of the power iteration, when the layer is made; later one for each step.
TINY = 1e-30  # Instead of 0 below a fraction: a kernel of zeros stays one.


class _Spectral:
    """What both layers share: the vector u, one power iteration a call, the divided kernel.

    As in the paper u is no trained weight, moves only in training, and no gradient flows through
    it; the kernel's own gradient flows through the division. A convolution's kernel is taken as a
    matrix of taps by filters, which bounds the layer's slope up to a factor, not by 1.
    """

    def __init__(self, *args: Any, seed: int = 0, **options: Any) -> None:
        # The singular value of a kernel rounded to half precision has two digits.
        super().__init__(*args, autocast=False, **options)
        self.seed = checks.seed(seed)

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        self.u = self.add_weight(
            name="u",
            shape=(self._kernel.shape[-1],),
            initializer=keras.initializers.RandomNormal(stddev=1.0, seed=self.seed),
            trainable=False,
            dtype=full_precision(self),
            aggregation="only_first_replica",  # Every replica's is the same, made of the kernel.
        )
        # A fresh u underestimates the singular value, and the layer would stretch for many steps.
        for _ in range(FIRST_ROUNDS):
            self.u.assign(_iterated(self._matrix(), self.u)[1])

    def normalised_kernel(self, training: bool | None = None) -> Any:
        """The kernel divided by the present estimate of its largest singular value."""
        matrix = self._matrix()
        v, u = map(ops.stop_gradient, _iterated(matrix, ops.convert_to_tensor(self.u)))
        if training:
            self.u.assign(u)
        sigma = ops.sum(v * ops.matmul(matrix, u[:, None])[:, 0])
        kernel = ops.cast(self._kernel, matrix.dtype) / ops.maximum(sigma, TINY)
        return ops.cast(kernel, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "seed": self.seed}

    def _matrix(self) -> Any:
        kernel = ops.cast(self._kernel, full_precision(self))
        return ops.reshape(kernel, (-1, kernel.shape[-1]))

    def _finished(self, outputs: Any) -> Any:
        if self.bias is not None:
            outputs = outputs + ops.cast(self.bias, self.compute_dtype)
        return outputs if self.activation is None else self.activation(outputs)


@keras.saving.register_keras_serializable(package="ganbook")
class SpectralDense(_Spectral, keras.layers.Dense):
    """A dense layer of slope at most 1 in every direction: spectral normalisation.

    Paper: Miyato et al. 2018. The trap: the bound is as good as the estimate, which lags behind a
    kernel that moves fast.
    """

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        inputs = ops.cast(inputs, self.compute_dtype)
        return self._finished(ops.matmul(inputs, self.normalised_kernel(training)))


@keras.saving.register_keras_serializable(package="ganbook")
class SpectralConv2D(_Spectral, keras.layers.Conv2D):
    """A convolution whose kernel, as a matrix of taps by filters, has the largest singular value 1.

    Paper: Miyato et al. 2018. The trap: with overlapping windows a pixel is read several times, so
    the layer's own slope can exceed 1, by the root of the number of windows that read it.
    """

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        inputs = ops.cast(inputs, self.compute_dtype)
        return self._finished(self.convolution_op(inputs, self.normalised_kernel(training)))


def full_precision(layer: Any) -> str:
    """The type in which sums and scores keep their digits, whatever the layer computes in."""
    return "float64" if layer.variable_dtype == "float64" else "float32"


def _iterated(matrix: Any, u: Any) -> tuple[Any, Any]:
    """One power iteration: the directions that this matrix stretches most, before and after."""
    v = _unit(ops.matmul(matrix, u[:, None])[:, 0])
    return v, _unit(ops.matmul(v[None, :], matrix)[0])


def _unit(vector: Any) -> Any:
    return vector / ops.sqrt(ops.maximum(ops.sum(ops.square(vector)), TINY))
