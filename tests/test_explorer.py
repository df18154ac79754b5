"""The page's generator is the chapter's: by its recipe, by its weights, and by what it draws."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from ganbook import data, features, metrics, networks, training
from tools import explorer
from tools.chapters import Book
from tools.explorer_text import HALF, as_levels, as_weights, read_weights


@pytest.fixture(scope="module")
def stored():
    return json.loads(explorer.STORED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reference():
    return json.loads(explorer.REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def generator(stored):
    """Keras's own layers with the weights of the page."""
    *hidden, pixels = stored["sizes"][1:]
    side = int(pixels**0.5)
    size = stored["sizes"][0] - stored["labels"]
    model = networks.dense_image_generator(
        (side, side, 1), noise_size=size, widths=hidden, labels=stored["labels"]
    )
    values = read_weights(stored["weights"], stored["blocks"])
    shapes = [weight.shape for weight in model.get_weights()]
    model.set_weights([v.reshape(shape) for v, shape in zip(values, shapes, strict=True)])
    return model


class TestTexts:
    def test_weights_come_back_within_half_a_step(self, rng):
        values = rng.normal(size=(7, 5))
        values[:, 2] *= 100
        text, scales = as_weights(values)
        (found,) = read_weights(text, [{"count": values.size, "scales": scales}])
        gaps = np.abs(found.reshape(values.shape) - values)
        assert (gaps < 0.51 * np.array(scales) / HALF).all()

    def test_the_largest_weight_keeps_its_sign(self):
        text, scales = as_weights(np.array([-3.0, 3.0, 0.0]))
        (found,) = read_weights(text, [{"count": 3, "scales": scales}])
        np.testing.assert_allclose(found, [-3, 3, 0], atol=scales[0] / HALF)

    def test_levels_of_ink_are_letters(self):
        assert as_levels(np.array([-1.0, -0.875, 1.0])) == "ABQ"

    def test_pixels_between_levels_are_refused(self):
        with pytest.raises(ValueError, match="between them"):
            as_levels(np.array([0.01]))


class TestStored:
    def test_is_small(self):
        assert explorer.STORED.stat().st_size < explorer.LARGEST

    def test_comes_from_the_recipe_that_the_chapter_has_now(self, stored):
        """Where this fails, the chapter has changed: `python -m tools.explorer` trains anew."""
        found = explorer.run_chapter(train=False)
        assert stored["plan"] == explorer.plan(found)

    def test_keras_draws_with_it_what_it_drew_with_the_exact_weights(self, generator, reference):
        labels = np.array(reference["labels"])
        latents = np.array(reference["latents"]).reshape(len(labels), -1)
        pictures = np.array(reference["pictures"]).reshape(len(labels), -1)
        found = explorer.drawn(generator, latents, labels)
        np.testing.assert_allclose(found, pictures, atol=explorer.CLOSE)

    def test_has_the_chapter_s_training_digits(self, stored):
        train = data.load("digits", "train")
        assert stored["pictures"] == as_levels(explorer.flat(train.images))
        assert stored["answers"] == "".join(map(str, train.labels))

    def test_knows_how_near_real_digits_come(self, stored):
        train = data.load("digits", "train")
        assert stored["honest"] == explorer.learned(train)["honest"]

    def test_answers_as_often_as_the_chapter_says(self, generator):
        low, _ = Book().profiles()[explorer.CHAPTER.stem]["bands"]["fakes read as what was asked"][
            "book"
        ]
        latents, labels = explorer.questions(1000, generator)
        pictures = explorer.drawn(generator, latents, labels).reshape(-1, 8, 8, 1)
        read = np.asarray(features.digit_probabilities(pictures)).argmax(axis=1)
        assert np.mean(read == labels) > low


class TestRunChapter:
    def test_stops_before_the_training_if_asked(self):
        found = explorer.run_chapter(train=False)
        assert found["gan"].step == 0
        assert found["steps"] > 0


class TestPlan:
    def test_changes_with_the_recipe_the_seed_and_the_networks(self):
        def found(**changes):
            recipe = training.Recipe(**changes.pop("recipe", {}))
            sized = SimpleNamespace(count_params=lambda: changes.get("count", 5))
            gan = SimpleNamespace(generator=sized, discriminator=sized, recipe=recipe)
            return {
                "dataset": "digits",
                "seed": 0,
                "steps": 9,
                "batch_size": 2,
                "gan": gan,
                **changes,
            }

        plans = [found(), found(seed=1), found(count=6), found(recipe={"objective": "hinge"})]
        assert len({explorer.plan(one) for one in plans}) == len(plans)


@pytest.mark.slow
def test_the_tool_makes_a_generator_as_good_again(generator):
    """Trained anew, its crowd is that of the committed one; on one machine, to the bit."""
    again = explorer.run_chapter(train=True)["gan"].averaged()
    latents, labels = explorer.questions(1000, generator)
    crowds = [explorer.drawn(model, latents, labels) for model in (generator, again)]
    seen = [features.digits(crowd.reshape(-1, 8, 8, 1)) for crowd in crowds]
    real = features.digits(data.load("digits", "train").images)
    between = metrics.frechet_distance(*seen).value
    assert between < 2 * max(metrics.frechet_distance(real, crowd).value for crowd in seen)
