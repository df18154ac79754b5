"""Our Sphinx extensions, one repair at a time."""

import json

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from PIL import Image
from sphinx.errors import ExtensionError

from ganbook.exercises.catalogue import CHAPTERS
from tests.book.sphinx_parts import load
from tools.chapters import ROOT, Book

abilities = load("abilities")
readable_html = load("readable_html")
figure_images = load("figure_images")
chapter_numbers = load("chapter_numbers")
provenance = load("provenance")
published = load("published")
written_lists = load("written_lists")


def mended(repair, text):
    page = BeautifulSoup(text, "html.parser")
    getattr(readable_html, repair)(page)
    return str(page)


class TestAbilities:
    def test_a_promise_without_a_list_is_refused(self):
        page = nodes.document("", None, source="chapter.md")
        page += nodes.section("", nodes.paragraph(text=abilities.PROMISE))
        with pytest.raises(ExtensionError, match="a list must follow"):
            abilities.repeat(None, page)

    def test_a_page_that_promises_nothing_stays_as_it_is(self):
        page = nodes.document("", None, source="page.md")
        page += nodes.section("", nodes.paragraph(text="Words."))
        abilities.repeat(None, page)
        assert page.astext() == "Words."


class TestReadableHtml:
    def test_a_dropdown_becomes_details_with_its_title_first(self):
        box = (
            '<div class="admonition dropdown" id="s"><p class="admonition-title">Solution to'
            '<a href="#e"> Exercise 5.1</a></p><p>Text</p></div>'
        )
        assert mended("fold_natively", box) == (
            '<details class="admonition dropdown" id="s"><summary class="admonition-title">'
            "Solution to Exercise 5.1</summary><p>Text</p></details>"
        )

    def test_other_boxes_stay(self):
        box = '<div class="admonition note"><p class="admonition-title">Note</p></div>'
        assert mended("fold_natively", box) == box

    def test_a_folded_cell_loses_its_hidden_name(self):
        fold = '<details class="hide"><summary aria-label="Toggle"><p>Show</p></summary></details>'
        assert "aria-label" not in mended("name_code_folds", fold)

    def test_the_bibliography_claims_no_list(self):
        papers = '<div role="list"><div class="citation" role="doc-biblioentry">A</div></div>'
        assert "role" not in mended("list_references", papers)

    def test_repeated_names_become_classes(self):
        proofs = '<section id="proof-content"></section><section id="proof-content"></section>'
        expected = '<section class="is-proof-content"></section>'
        assert mended("free_names", proofs) == expected * 2

    def test_a_proof_opens_with_its_word(self):
        proof = '<div class="is-proof"><p>Proof. By <i>hand</i>.</p></div>'
        word = '<span class="proof-word">Proof.</span>'
        assert mended("mark_proofs", proof) == proof.replace("Proof.", word)

    @pytest.mark.parametrize("mark", [",", ".", ").", "”"])
    def test_a_formula_keeps_its_punctuation(self, mark):
        text = f'<p>for <span class="math">x</span>{mark} and</p>'
        kept = f'<p>for <span class="keep"><span class="math">x</span>{mark}</span> and</p>'
        assert mended("keep_punctuation", text) == kept

    def test_a_formula_before_a_word_is_left_alone(self):
        text = '<p><span class="math">x</span> and <span class="math">y</span></p>'
        assert mended("keep_punctuation", text) == text

    def test_every_repair_is_made(self):
        names = {f.__name__ for f in readable_html.REPAIRS}
        assert names == {
            name
            for name, value in vars(readable_html).items()
            if callable(value) and value.__module__ == "readable_html"
        } - {"setup", "repair"}


class TestChapterNumber:
    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("chapters/05_euclidean", 5),
            ("13_clinic", 13),
            ("chapters/notation", None),
            ("x5_y", None),
        ],
    )
    def test_is_the_number_the_file_starts_with(self, name, number):
        assert chapter_numbers.chapter_number(name) == number


class TestStill:
    def test_is_the_last_frame(self, tmp_path):
        frames = [Image.new("RGB", (4, 2), colour) for colour in ("red", "green", "blue")]
        moving = tmp_path / "moving.png"
        frames[0].save(moving, save_all=True, append_images=frames[1:], duration=100)
        page = BeautifulSoup('<p><img src="../_images/moving.png"/></p>', "html.parser")
        with Image.open(moving) as picture:
            figure_images._offer_still(page, page.img, picture, tmp_path)
        assert page.img["class"] == ["moves"]
        assert page.source["srcset"] == "../_images/moving-still.png"
        with Image.open(tmp_path / "moving-still.png") as still:
            assert still.getpixel((0, 0))[:3] == (0, 0, 255)


@pytest.fixture
def small_book(tmp_path):
    """A table of contents with one chapter, which checked two things."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_toc.yml").write_text("parts: [{chapters: [{file: chapters/05_far}]}]")
    cells = [
        {"source": ["# How far?"], "metadata": {}},
        {"source": ["seed = 7  # why"], "metadata": {"tags": ["parameters"]}},
        {
            "source": ["..."],
            "metadata": {},
            "outputs": [{"text": ["✓ four: 4\n", "a word\n", "✓ about ≈ 2 (band 1 to 3)\n"]}],
        },
    ]
    chapter = tmp_path / "chapters" / "05_far.ipynb"
    chapter.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return tmp_path


class TestListOfClaims:
    def test_shows_what_was_checked_and_nothing_else(self, small_book):
        text = written_lists.claims(small_book)
        assert "**1 exact claims** and check **1 measured numbers**" in text
        assert "## [Chapter 5: How far?](05_far.ipynb)" in text
        assert "✓ four: 4\n✓ about ≈ 2 (band 1 to 3)\n" in text
        assert "a word" not in text

    def test_the_book_makes_at_least_a_hundred(self):
        lines = [line for path in Book().chapters() for line in written_lists._printed(path)]
        assert sum("≈" not in line for line in lines) >= 100


class TestListOfExercises:
    def test_names_every_exercise_of_every_chapter_of_the_book(self):
        text = written_lists.exercises(ROOT)
        stems = {path.stem for path in Book().chapters()}
        chosen = [e for stem, group in CHAPTERS.items() if stem in stems for e in group]
        assert f"**{len(chosen)} exercises**" in text
        assert all(f"{{ref}}`ex-{exercise.name}`" in text for exercise in chosen)


class TestListOfFunctions:
    def test_names_the_public_names_and_their_words(self):
        text = written_lists.functions(ROOT)
        for name in ("data.ring", "metrics.frechet_distance", "noise.slerp", "training.GAN"):
            assert f"### {name}\n" in text
        assert text.count("\n### ") > 100

    def test_every_public_name_says_what_it_is(self):
        entries = written_lists.functions(ROOT).split("\n### ")[1:]
        silent = [entry.splitlines()[0] for entry in entries if len(entry.split()) < 6]
        assert silent == []


class TestProvenance:
    def test_tells_seed_and_versions(self, small_book):
        line = provenance.made(small_book / "chapters" / "05_far.ipynb")
        assert "from seed 7, with TensorFlow" in line

    def test_tells_times_of_chapters_that_were_measured(self):
        run = {"date": "2026-01-02", "cores": 2, "processor": "a slow one"}
        colab = {"python": "3.13.5", "versions": {"TensorFlow": "2.20.0", "Keras": "3.13.2"}}
        times = {
            "book": run | {"seconds": {"05_far": 31.4}},
            "quick": run | colab | {"seconds": {"05_far": 9.6}},
        }
        assert provenance.timed("05_far", times) == [
            "It was verified in 31 s on 2 cores (a slow one) on 2026-01-02.",
            "Last rehearsed as in Colab on 2026-01-02, with Python 3.13.5, TensorFlow 2.20.0,"
            " Keras 3.13.2: its quick profile took 10 s, after installing.",
        ]
        assert provenance.timed("06_near", times) == []

    def test_a_page_outside_of_a_clone_tells_no_commit(self, small_book):
        assert provenance.committed(small_book / "chapters" / "05_far.ipynb") == ""


class TestPublished:
    def test_describes_a_page_by_its_first_sentences(self):
        body = "<h1>T</h1><nav><p>Run</p></nav><p>Is it\n<b>far</b>? Yes.</p><p>No more.</p>"
        assert published.description(body) == "Is it far? Yes."

    def test_a_description_ends_where_a_sentence_ends(self):
        body = f"<p>{'Short. ' * 60}</p>"
        assert published.description(body).endswith("Short.")
        assert len(published.description(body)) <= published.LONGEST

    def test_lists_all_pages(self):
        listed = published.sitemap("https://a.github.io/b/", ["chapters/index", "chapters/x"])
        assert "<loc>https://a.github.io/b/chapters/x.html</loc>" in listed
        assert listed.count("<url>") == 2
