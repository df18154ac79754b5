"""Predict which comparisons with few labels are fair."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="who-has-seen-it",
    title="Who has seen the labels?",
    stars=1,
    task="""\
You report what a classifier achieves with *ten labelled pictures of each class*; a thousand more
pictures have labels that you promise not to use, and a test set stands aside. Which of these
helpings keep the promise (`"fair"`), and which bring in labels by the back door (`"leaks"`)?

- *few*: samples of a conditional GAN trained on the ten of each class, and on nothing else;
- *every*: samples of a conditional GAN trained on all labelled pictures;
- *unnamed*: samples of a GAN without labels, trained on all pictures; of these samples you show
  the classifier only those that *it* names with certainty;
- *eyes*: instead of pixels, the features of a network that was trained to name all those pictures;
- *tuned*: the pictures moved by one, two or three pixels, whichever scores best *on the test set*;
- *moved*: the pictures moved by one pixel, as was decided beforehand.""",
    variables=("few", "every", "unnamed", "eyes", "tuned", "moved"),
    choices=("fair", "leaks"),
    answer=["fair", "leaks", "fair", "leaks", "leaks", "fair"],
    alternatives=(
        ("Fair", "Leaks", "Fair", "Leaks", "Leaks", "Fair"),
        [" fair", "leaks ", "FAIR", "leaks", "leaks", "fair"],
    ),
    mistakes=(
        Mistake(
            ["fair", "fair", "fair", "leaks", "leaks", "fair"],
            "Five are right. What a conditional GAN draws under the label 7 it has learned from"
            " all the pictures that somebody had labelled 7.",
        ),
        Mistake(
            ["fair", "leaks", "leaks", "leaks", "leaks", "fair"],
            "Five are right. You promised not to use the *labels*. The pictures are free,"
            " and the names come from the classifier, which knows the ten of each class only.",
        ),
        Mistake(
            ["fair", "leaks", "fair", "fair", "leaks", "fair"],
            "Five are right. Features are learned, too. A network that can name all pictures has"
            " put their labels into its features.",
        ),
        Mistake(
            ["fair", "leaks", "fair", "leaks", "fair", "fair"],
            "Five are right. A choice made on the test set has learned from the test set's labels."
            " One bit of them, and one bit is how such things begin.",
        ),
        Mistake(
            ["leaks", "leaks", "leaks", "leaks", "leaks", "leaks"],
            "Too strict. Ask of each helping what its maker was shown: of labels, the first and the"
            " last have seen the ten of each class, which are yours to use.",
        ),
        Mistake(
            ["fair", "leaks", "fair", "leaks", "leaks", "leaks"],
            "Five are right. You know without any label that a 7 moved by one pixel is still a 7:"
            " that is knowledge of pictures, and it was put in before anything was scored.",
        ),
    ),
    hints=(
        "For each helping, list all labels that were looked at by anybody on the way.",
        "Pictures without their labels were not part of the promise.",
        "A test set that decides between candidates has been trained on.",
    ),
    explanation="""\
What counts is which labels somebody looked at on the way to the number: a generator, a network that
makes features, or you, choosing by the test set. Pictures without labels, and labels that the
classifier gives itself from the ten, break no promise.""",
    notice="Fair does not mean useful. The GAN of the few is fair, and the chapter measures what it"
    " is worth.",
    next_step="Take a paper that sells samples as data, and look for the sentence that says what"
    " the generator was trained on.",
)
