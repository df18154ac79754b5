"""No mistake that circulates is missing: each is shown, measured, and known to a checker."""

import json
from typing import NamedTuple

import pytest

from ganbook.exercises.catalogue import BY_NAME
from tools.chapters import Book

BOX = "The claim, the experiment, the repair: "


class Case(NamedTuple):
    """Where a mistake is treated, and the exercise that recognises it, by words of its text."""

    chapter: str
    words: str
    exercise: str | None = None
    says: str = ""


CASES = {
    "a pixel distance to strangers": Case(
        "06_distances_as_losses",
        f"{BOX}the Euclidean distance as the generator's loss",
        "what-each-wants",
        "not what every loss wants",
    ),
    "a distance for an accuracy": Case(
        "01_the_game",
        f"{BOX}a distance is no accuracy",
        "kernel-beside",
        "contains no weight of the discriminator",
    ),
    "a lost sign": Case(
        "01_the_game", f"{BOX}two slips in one line", "lost-sign", "you walk *down* V"
    ),
    "a slope around the discriminator": Case(
        "01_the_game",
        f"{BOX}a slope that avoids the examiner",
        "through-the-examiner",
        "prefers small numbers",
    ),
    "one minus a distance": Case(
        "05_euclidean_and_manhattan",
        f"{BOX}one minus the distance",
        "honest-loss",
        "depends on the scale of the pixels",
    ),
    "a similarity made small": Case(
        "06_distances_as_losses",
        f"{BOX}minimising a similarity",
        "honest-loss",
        "the generator runs away from the data",
    ),
    "a weighted mean for a loss": Case(
        "13_the_mistakes_clinic",
        "Patient 1: a weighted mean for a loss",
        "missing-logarithm",
        "there is no logarithm yet",
    ),
    "max and min exchanged": Case(
        "01_the_game",
        f"{BOX}who wants what",
        "value-from-scores",
        "this is the discriminator's *loss*, −V",
    ),
    "an answer compared with itself": Case(
        "01_the_game",
        f"{BOX}two slips in one line",
        "missing-logarithm",
        "compared with themselves",
    ),
    "a kernel called a distance": Case(
        "07_the_gaussian_kernel",
        f"{BOX}a kernel called a distance",
        "induced-distance",
        "That is the kernel itself",
    ),
    "the logarithm of k(x, x)": Case(
        "07_the_gaussian_kernel",
        f"{BOX}the diagonal that says nothing",
        "crowding",
        "that similarity is always 1",
    ),
    "σ where γ is meant": Case(
        "07_the_gaussian_kernel",
        f"{BOX}a function that does not exist",
        "gamma-for",
        "would take your σ without a warning",
    ),
    "the logarithm of 0 on a diagonal": Case(
        "13_the_mistakes_clinic",
        "Patient 5: the diagonal, and a mask that comes too late",
        "masked-too-late",
        "keeps the diagonal",
    ),
    "one vector of labels": Case(
        "02_the_first_gan",
        f"{BOX}one vector of labels",
        "one-label-vector",
        "one label for everything",
    ),
    "one vector of labels, beside a kernel": Case(
        "09_training_with_kernels",
        f"{BOX}a loop with one label vector",
        "kernel-beside",
        "asked to answer 0 to everybody",
    ),
    "crowds compared row by row": Case(
        "08_maximum_mean_discrepancy",
        f"{BOX}comparing crowds point by point",
        "jealous-loss",
        "still paired row by row",
    ),
    "Manhattan for Mahalanobis": Case(
        "05_euclidean_and_manhattan",
        f"{BOX}two names that begin alike",
        "mahalanobis",
        "The two names begin alike",
    ),
    "nothing said of dimension": Case(
        "05_euclidean_and_manhattan",
        "## In high dimension, everything is equally far",
        "ink-spread",
        "does not depend on d",
    ),
    "the mean for the median of pictures": Case(
        "05_euclidean_and_manhattan",
        "## The mean is a compromise, the median a vote",
        "best-vote",
        "the answer to *squares*",
    ),
    "noise drawn once": Case(
        "10_the_latent_gaussian",
        f"{BOX}noise outside the loop",
        "drawn-once",
        "`count` inputs in its whole life",
    ),
    "noise that must be Gaussian": Case(
        "10_the_latent_gaussian",
        f"{BOX}must the noise be Gaussian?",
        "enough-noise",
        "no difference that the noise is uniform",
    ),
    "fakes made Gaussian": Case(
        "10_the_latent_gaussian",
        f"{BOX}Gaussian fakes",
        "by-rank",
        "gives a bell whatever the data are",
    ),
    "scales that never meet": Case(
        "10_the_latent_gaussian", f"{BOX}an unspoken scale", "within-reach", "That is from 0 to 1"
    ),
    "reasons that are none": Case(
        "10_the_latent_gaussian",
        f"{BOX}reasons for the Gaussian",
        "only-the-bell",
        "reasons of the circulating texts",
    ),
    "layers made in a function": Case(
        "13_the_mistakes_clinic", "Patient 11: a discriminator that is no model"
    ),
    "two TensorFlows": Case("13_the_mistakes_clinic", "Patient 12: two TensorFlows in one program"),
    "the logarithm of a sigmoid": Case(
        "13_the_mistakes_clinic",
        "Patient 4: a bandage on a logarithm",
        "sure-and-wrong",
        "A tiny number in the logarithm",
    ),
    "one optimizer for both": Case(
        "13_the_mistakes_clinic",
        "Patient 13: one optimizer for two",
        "memories-apart",
        "still shared",
    ),
    "an array for a data set": Case(
        "13_the_mistakes_clinic",
        "Patient 14: an array is no data set",
        "rows-of-a-batch",
        "folded the wrong way",
    ),
    "images not flattened": Case(
        "13_the_mistakes_clinic",
        "Patient 15: images that were not flattened",
        "rows-of-a-batch",
        "not yet flattened",
    ),
    "the wrong culprit of a vanishing loss": Case(
        "03_why_training_fails",
        f"{BOX}the wrong culprit",
        "who-starves",
        "where D is nearly 0, so is the slope",
    ),
    "shares from a normal law": Case(
        "03_why_training_fails",
        f"{BOX}between, and beyond",
        "between-two",
        "The point lies between the two",
    ),
    "a root without a guard": Case("03_why_training_fails", f"{BOX}the root at zero"),
    "labels above one": Case(
        "13_the_mistakes_clinic", "Patient 6: labels above one", "labels-above-one", "still above 1"
    ),
    "spreads for variances": Case(
        "13_the_mistakes_clinic",
        "### The thermometer is broken",
        "broken-thermometer",
        "still spreads under the root",
    ),
    "a ring of eight with seven heaps": Case(
        "13_the_mistakes_clinic", "### The data are ill", "ring-of-eight", "the last is a full turn"
    ),
}
CHAPTERS = {path.stem: path for path in Book().chapters()}


def cells(chapter):
    return json.loads(CHAPTERS[chapter].read_text("utf-8"))["cells"]


def measured(cell):
    """Whether a cell's stored output says that something was checked."""
    return any("✓ " in "".join(output.get("text", [])) for output in cell.get("outputs", []))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
class TestCirculatingMistakes:
    def test_has_a_place_in_the_book_and_an_experiment_right_behind_it(self, case):
        found = cells(case.chapter)
        (place,) = [n for n, cell in enumerate(found) if case.words in "".join(cell["source"])]
        assert any(measured(cell) for cell in found[place + 1 : place + 8])

    def test_is_recognised_by_an_exercise_if_it_runs_in_numpy(self, case):
        if case.exercise:
            exercise = BY_NAME[case.exercise]
            said = [exercise.task, *(known.diagnosis for known in exercise.mistakes)]
            assert any(case.says in text for text in said)


def test_the_clinic_leads_to_every_chapter_that_treats_one():
    text = "".join("".join(cell["source"]) for cell in cells("13_the_mistakes_clinic"))
    elsewhere = {case.chapter for case in CASES.values()} - {"13_the_mistakes_clinic"}
    assert [chapter for chapter in elsewhere if f"({chapter}.ipynb)" not in text] == []
