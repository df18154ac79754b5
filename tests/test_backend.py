"""The backend is checked for silence, for the types it keeps, and for slopes known by hand."""

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend
from ganbook.backend import keras, ops

ROOT = Path(__file__).parents[1]
OTHER = {"tensorflow": "jax", "jax": "tensorflow"}[backend.name]


def run(program, *, prefix="", env=None):
    """A fresh Python from the root of the sources; `prefix` is shell in front of it."""
    environment = {k: v for k, v in os.environ.items() if k != "TF_CPP_MIN_LOG_LEVEL"}
    environment |= {"PYTHONPATH": str(ROOT), **(env or {})}
    command = f'{prefix} "$@"' if prefix else '"$@"'
    return subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


COMPILED_CALL = """
from ganbook import backend, distances
doubled = backend.compiled(lambda x: 2 * x)(backend.ops.ones((3,)))
print(float(backend.ops.sum(doubled)), float(distances.euclidean([[0, 0]], [[3, 4]])[0, 0]))
"""


class TestQuietImport:
    def test_the_package_alone_loads_nothing_heavy(self):
        done = run("""
            import sys, time
            start = time.perf_counter()
            import ganbook
            seconds = time.perf_counter() - start
            heavy = {"tensorflow", "jax", "keras", "numpy", "matplotlib"} & set(sys.modules)
            print(heavy, seconds < 0.1, seconds)
        """)
        assert done.stdout.startswith("set() True"), done.stdout + done.stderr

    def test_neither_import_nor_first_compilation_is_heard(self):
        done = run(COMPILED_CALL)
        assert (done.stderr, done.stdout) == ("", "6.0 5.0\n")

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "first", ["import keras, tensorflow", "import tensorflow as tf; tf.ones(1)"]
    )
    def test_a_framework_imported_before_is_quiet_from_then_on(self, first):
        done = run(f"""
            {first}
            import sys
            sys.stderr.write("--- from here on ---\\n")
            {textwrap.indent(COMPILED_CALL, " " * 12).strip()}
        """)
        assert done.stderr.endswith("--- from here on ---\n")
        assert done.stdout == "6.0 5.0\n"

    @pytest.mark.slow
    def test_works_from_a_thread_and_leaves_stderr_open(self):
        done = run("""
            import sys, threading
            def work():
                from ganbook import backend
                print(backend.name)
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
            sys.stderr.write("still here")
        """)
        assert (done.stderr, done.stdout) == ("still here", f"{backend.name}\n")

    @pytest.mark.slow
    def test_works_where_stderr_is_closed(self):
        done = run(
            """
            import os
            from ganbook import backend
            try:
                os.fstat(2)
            except OSError:
                print("closed, as before")
            """,
            prefix="exec 2>&-;",
        )
        assert done.stdout == "closed, as before\n"

    @pytest.mark.slow
    def test_works_in_a_notebook_without_a_word(self):
        nbformat = pytest.importorskip("nbformat")
        client = pytest.importorskip("nbclient")
        cell = nbformat.v4.new_code_cell(COMPILED_CALL)
        notebook = nbformat.v4.new_notebook(cells=[cell])
        client.NotebookClient(notebook, resources={"metadata": {"path": ROOT}}).execute()
        assert [(o.name, o.text) for o in notebook.cells[0].outputs] == [("stdout", "6.0 5.0\n")]

    def test_a_broken_installation_is_reported_in_full(self, tmp_path):
        (tmp_path / "keras.py").write_text("raise ImportError('libsomething.so is missing')")
        done = run("import ganbook.backend", env={"PYTHONPATH": f"{tmp_path}:{ROOT}"})
        assert "ImportError: libsomething.so is missing" in done.stderr
        assert "keras.py" in done.stderr

    def test_another_framework_is_refused_in_a_sentence(self):
        done = run("import ganbook.backend", env={"KERAS_BACKEND": "torch"})
        *_, last = done.stderr.strip().splitlines()
        assert last.startswith(
            "ImportError: ganbook runs on TensorFlow or JAX, but Keras is set to"
        )
        assert "'torch'. Set the environment variable KERAS_BACKEND" in last


class TestVersions:
    def test_asks_the_modules_since_a_package_may_have_another_name(self, monkeypatch):
        monkeypatch.setattr("importlib.metadata.version", lambda name: 1 / 0)
        assert backend.versions()["numpy"] == np.__version__
        assert set(backend.versions()) == {"keras", "numpy", backend.name}


class TestTheOtherFramework:
    @pytest.mark.slow
    def test_passes_the_same_tests(self):
        pytest.importorskip(OTHER, reason=f"{OTHER} is not installed: nothing was checked on it")
        files = ["tests/test_backend.py", "tests/test_distances.py"]
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-m",
                "not slow",
                "-p",
                "no:cacheprovider",
                *files,
            ],
            cwd=ROOT,
            env={**os.environ, "KERAS_BACKEND": OTHER},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-5000:]


class TestFloats:
    @pytest.mark.parametrize(
        ("given", "dtype"),
        [
            ([np.float32([1]), np.float32([2])], "float32"),
            ([np.float64([1]), np.float32([2])], "float64"),
            ([np.longdouble([1])], "float64"),
            ([np.float16([1])], "float32"),
            ([[1, 2], [0.5]], "float32"),
            ([np.arange(3), [1]], "float32"),
            ([np.arange(3), np.float64([1])], "float64"),
        ],
    )
    def test_one_type_for_all(self, given, dtype):
        for values in backend.floats(*given):
            assert isinstance(values, np.ndarray)
            assert values.dtype == dtype

    def test_float64_loses_no_digit_as_a_tensor(self):
        third = np.array([1 / 3])
        tensor, array = backend.floats(ops.convert_to_tensor(third), third)
        assert_array_equal(ops.convert_to_numpy(tensor), third)
        assert_array_equal(ops.convert_to_numpy(array), third)

    @pytest.mark.parametrize("kind", ["int32", "uint32", "int64", "uint64"])
    def test_whole_numbers_keep_all_their_digits(self, kind):
        near, far = np.array([2**24], kind), np.array([2**24 + 1], kind)
        assert backend.floats(near)[0].dtype == "float32"
        assert backend.floats(far, near)[1].dtype == "float64"
        assert backend.floats(far)[0] == 2**24 + 1

    def test_the_least_whole_number_has_many_digits_too(self):
        assert backend.floats(np.array([-(2**31)], "int32"))[0].dtype == "float64"
        assert backend.floats(np.array([-128], "int8"))[0].dtype == "float32"

    def test_bfloat16_is_widened(self):
        (wide,) = backend.floats(ops.cast([1.0], "bfloat16"))
        assert backend.keras.backend.standardize_dtype(wide.dtype) == "float32"

    def test_one_tensor_makes_all_tensors(self):
        assert all(map(backend.is_tensor, backend.floats([1.0], ops.ones((1,)))))

    def test_lists_follow_keras(self):
        backend.keras.config.set_floatx("float64")
        try:
            assert backend.floats([1])[0].dtype == "float64"
        finally:
            backend.keras.config.set_floatx("float32")


class TestAsGiven:
    def test_what_comes_in_goes_out(self):
        result = ops.ones((2,))
        assert isinstance(backend.as_given(result, [1]), np.ndarray)
        assert isinstance(backend.as_given(ops.ones(()), np.ones(2)), np.float32)
        assert backend.is_tensor(backend.as_given(result, [1], ops.ones(())))
        assert backend.is_tensor(backend.as_given(np.ones(2), keras.Variable([1.0])))


class TestIsSymbolic:
    def test_only_while_a_function_is_traced(self):
        seen = []

        @backend.compiled
        def watched(x):
            seen.append(backend.is_symbolic(x))
            return x

        watched(ops.ones((2,)))
        assert seen == [True]
        for values in (np.ones(2), [1.0], ops.ones((2,)), keras.Variable([1.0])):
            assert not backend.is_symbolic(values)


class TestCompiled:
    def test_computes_the_same(self, rng):
        x = ops.convert_to_tensor(rng.normal(size=(4, 3)))
        fused = backend.compiled(lambda t: ops.sum(ops.square(t), axis=1))
        assert_allclose(fused(x), np.sum(np.square(x), axis=1), rtol=1e-14)

    @pytest.mark.skipif(backend.name != "tensorflow", reason="only TensorFlow generalises traces")
    def test_many_shapes_are_traced_twice(self):
        traces = []
        fused = backend.compiled(lambda t: traces.append(t.shape) or t + 1)
        for count in range(1, 7):
            fused(ops.ones((count, 2)))
        assert len(traces) == 2

    def test_many_functions_of_one_line_raise_no_warning(self, capfd):
        for count in range(1, 8):
            backend.compiled(lambda t: t + 1)(ops.ones((count,)))
        assert capfd.readouterr().err == ""

    def test_works_from_several_threads(self):
        fused, results = backend.compiled(lambda t: ops.sum(t)), []
        threads = [
            threading.Thread(target=lambda: results.append(float(fused(ops.ones((5,))))))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [5.0] * 4


class TestInputGradient:
    def test_of_a_square_is_twice_the_input(self, rng):
        x = rng.normal(size=(4, 3))
        slope = backend.input_gradient(lambda t: ops.sum(ops.square(t), axis=1), x)
        assert_allclose(slope, 2 * x, rtol=1e-14)
        assert slope.dtype == "float64"

    def test_of_whole_numbers_is_that_of_floats(self):
        slope = backend.input_gradient(lambda t: ops.sum(ops.square(t)), np.arange(3))
        assert_array_equal(slope, [0.0, 2.0, 4.0])

    def test_of_a_linear_score_is_its_weights(self):
        weights = ops.convert_to_tensor([[3.0], [4.0]])
        slope = backend.input_gradient(lambda t: ops.matmul(t, weights), ops.ones((5, 2)))
        assert backend.is_tensor(slope)
        assert_array_equal(slope, np.tile([3.0, 4.0], (5, 1)))

    def test_is_zero_where_nothing_depends_on_the_input(self):
        constant = backend.input_gradient(lambda t: ops.ones((3,)), np.ones((3, 2)))
        assert_array_equal(constant, np.zeros((3, 2)))

    def test_has_a_gradient_itself(self):
        def steepness(x):
            return ops.square(backend.input_gradient(lambda t: t**3, x))

        assert_allclose(backend.input_gradient(steepness, np.array([2.0])), 36 * 2.0**3)

    def test_compiles(self):
        slope = backend.compiled(lambda x: backend.input_gradient(lambda t: t**2, x))
        assert_array_equal(slope(ops.convert_to_tensor([1.0, 3.0])), [2, 6])


class TestValueAndGrad:
    def test_gives_both_for_a_list(self):
        x, y = np.array([2.0, 3.0]), np.array([5.0, 7.0])
        value, (to_x, to_y) = backend.value_and_grad(lambda pair: pair[0] * pair[1], [x, y])
        assert_array_equal(value, [10, 21])
        assert_array_equal(to_x, y)
        assert_array_equal(to_y, x)


class TestWithSlopes:
    def test_uses_the_slopes_it_is_given(self):
        lied = backend.with_slopes(lambda x: x**2, lambda x, upstream: (upstream * 10 * x,))
        assert_array_equal(lied(ops.convert_to_tensor([3.0])), [9])
        assert_array_equal(backend.input_gradient(lied, np.array([3.0])), [30])

    def test_at_every_order(self):
        cube = backend.with_slopes(lambda x: x**3, lambda x, upstream: (upstream * 3 * x**2,))

        def steepness(x):
            return backend.input_gradient(cube, x) * cube(x)

        # (3x² x³)' = 15 x⁴: the value inside the slope must carry its own slope.
        assert_allclose(backend.input_gradient(steepness, np.array([2.0])), [240])


class TestMove:
    @pytest.mark.parametrize("settings", [{}, {"beta_1": 0.0, "beta_2": 0.99}, {"epsilon": 1e-3}])
    def test_by_one_operation_is_adam_as_keras_builds_it(self, rng, settings):
        start, slopes = rng.normal(size=(2, 5, 3)).astype("float32"), rng.normal(size=(6, 2, 5, 3))
        pair = []
        for apply in (backend.move, keras.optimizers.Adam.apply):
            weights = [keras.Variable(part) for part in start]
            optimizer = keras.optimizers.Adam(0.01, **settings)
            optimizer.build(weights)
            for index, given in enumerate(slopes.astype("float32")):
                optimizer.learning_rate = 0.01 / (1 + index)
                apply(optimizer, [ops.convert_to_tensor(slope) for slope in given], weights)
            assert int(backend.numbers(optimizer.iterations)) == 6
            pair.append([backend.numbers(v) for v in (*weights, *optimizer.variables)])
        for ours, theirs in zip(*pair, strict=True):
            assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7)

    @pytest.mark.parametrize(
        "added", [{"clipnorm": 1e-3}, {"weight_decay": 0.5}, {"use_ema": True}]
    )
    def test_does_not_forget_what_keras_adds(self, added):
        self.compare(added, keras.Variable)

    def test_keeps_the_constraint_of_a_weight(self):
        class Positive(keras.constraints.Constraint):
            def __call__(self, weight):
                return ops.relu(weight)

        def constrained(start):
            made = keras.Variable(start)
            made.constraint = Positive()
            return made

        self.compare({}, constrained)

    def compare(self, added, variable):
        pair = []
        for apply in (backend.move, keras.optimizers.Adam.apply):
            weight = variable([0.1, 2.0])
            optimizer = keras.optimizers.Adam(0.1, **added)
            optimizer.build([weight])
            for _ in range(3):
                apply(optimizer, [ops.convert_to_tensor([3.0, -4.0])], [weight])
            pair.append([backend.numbers(v) for v in (weight, *optimizer.variables)])
        for ours, theirs in zip(*pair, strict=True):
            assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7)


class TestMean:
    def test_keeps_double_precision(self, rng):
        values = rng.normal(size=(50, 3))
        tensor = ops.convert_to_tensor(values)
        assert_allclose(backend.mean(tensor), values.mean(), rtol=1e-12)
        assert_allclose(backend.mean(tensor, axis=0), values.mean(axis=0), rtol=1e-12)


@pytest.mark.skipif(backend.name != "tensorflow", reason="JAX has no such setting")
class TestKeepOperationsWhole:
    LOOK = """
        from ganbook import backend
        threads = backend.framework.framework.config.threading
        {before}
        backend.keep_operations_whole()
        total = backend.ops.sum(backend.ops.ones(3))
        print(threads.get_intra_op_parallelism_threads(), float(total))
    """

    def test_no_operation_is_cut_up(self):
        done = run(self.LOOK.format(before=""))
        assert (done.stderr, done.stdout) == ("", "1 3.0\n")

    def test_twice_is_as_good_as_once(self):
        once = "backend.keep_operations_whole(); backend.ops.ones(2)"
        assert run(self.LOOK.format(before=once)).stdout == "1 3.0\n"

    def test_too_late_it_changes_nothing(self):
        done = run(self.LOOK.format(before="backend.ops.ones(2)"))
        assert (done.stderr, done.stdout) == ("", "0 3.0\n")


class TestMakeDeterministic:
    @pytest.mark.slow
    def test_two_runs_agree_to_the_last_bit(self):
        program = """
            from ganbook import backend
            backend.make_deterministic()
            backend.keras.utils.set_random_seed(0)
            layer = backend.keras.layers.Dense(64)
            x = backend.keras.random.normal((64, 512))
            print(float(backend.ops.sum(layer(x))).hex())
        """
        first, second = run(program), run(program)
        assert first.stdout == second.stdout != ""


class TestRandomNumbers:
    @pytest.mark.skipif(backend.name != "tensorflow", reason="TensorFlow's own draws are the peer")
    @pytest.mark.parametrize("compiled", [False, True])
    @pytest.mark.parametrize(("seed", "step"), [(0, 0), (3, 7), (2**54, 2**40), (5, -1)])
    def test_are_those_of_the_framework(self, seed, step, compiled):
        tf = backend.framework.framework
        pair = [backend.seeded(seed) + 9, step]
        whole = {"alg": "philox"}
        for own, theirs in (
            (backend.normals, tf.random.stateless_normal),
            (backend.uniforms, tf.random.stateless_uniform),
        ):
            draw = lambda step: own((7, 3), seed=seed, stream=9, step=step)  # noqa: B023, E731
            made = tf.function(draw) if compiled else draw
            assert_array_equal(made(tf.constant(step, "int64")), theirs((7, 3), pair, **whole))

    @pytest.mark.parametrize("fused", [False, True])
    def test_follow_their_laws(self, fused):
        made, seed = [], backend.seeded(1)
        for draw in (backend.normals, backend.uniforms):
            drawn = lambda: draw((20_000,), seed=seed, stream=2, step=3)  # noqa: B023, E731
            made.append(ops.convert_to_numpy(backend.compiled(drawn)() if fused else drawn()))
        normal, even = made
        assert scipy.stats.kstest(normal, "norm").pvalue > 0.01
        assert scipy.stats.kstest(even, "uniform").pvalue > 0.01
        assert normal.dtype == even.dtype == "float32"
        assert even.min() >= 0
        assert even.max() < 1

    def test_depend_on_the_seed_the_stream_and_the_step(self):
        first = {"seed": 1, "stream": 2, "step": 3}
        for draw in (backend.normals, backend.uniforms):
            found = [first] + [first | {name: 4} for name in first]
            told = {ops.convert_to_numpy(draw((5,), **one)).tobytes() for one in found}
            assert len(told) == 4


class TestRepeated:
    """Many steps in one call tell whether all that they moved is finite."""

    SHAPES = ((2,), (2,), (2,), (3, 1))

    def run(self, spoilt, value):
        variables = [keras.Variable(np.ones(shape, "float32")) for shape in self.SHAPES]
        variables.append(keras.Variable(1, dtype="int32"))  # always finite

        def step(_):
            for place in spoilt:
                moved = variables[place]
                moved.assign(moved.value * value)
            return ops.ones(1)

        program = backend.repeated(step, variables, 1)
        rows = ops.zeros((5, 1), "int32")
        total, finite = program(ops.convert_to_tensor(3, "int32"), rows, ops.zeros((1, 1)))
        assert_allclose(ops.convert_to_numpy(total), [3.0])
        return bool(finite)

    def test_says_that_all_is_finite(self):
        assert self.run(range(4), 2.0)

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("spoilt", range(4))
    def test_sees_any_variable_that_is_not(self, spoilt, value):
        assert not self.run([spoilt], value)
