/* The row of lessons, what there is to see in the one that runs, and its other half. */

import PRESETS from "./presets.json";
import { addButton } from "./layout.mjs";

const OWN = "Your own game. Change anything below; the address keeps it.";
const DRAW = "Draw the data: on the picture, with a finger, a mouse, or the arrow keys and the space bar.";

/** Lessons on the given parts; `open(name)` is called with the one a reader chooses. */
export function createLessons(parts, open) {
  let current = null;

  for (const [name, { title, repairs }] of Object.entries(PRESETS)) {
    if (repairs) continue; // reached by the button beside the failure
    const button = addButton(parts.lessons, "lesson", title);
    button.dataset.name = name;
    button.addEventListener("click", () => open(name));
  }
  parts.repair.addEventListener("click", () => open(otherHalf(PRESETS[current])));

  /** Mark a lesson as the one that runs; null is a game of the reader's own. */
  function show(name, { data }) {
    current = name;
    const lesson = name === null ? {} : PRESETS[name];
    for (const button of parts.lessons.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.name === (lesson.repairs ?? name)));
    parts.noteText.textContent = lesson.see ?? (data === "drawing" ? DRAW : OWN);
    parts.repair.hidden = otherHalf(lesson) === undefined;
    parts.repair.textContent = lesson.repair ? "Repair it" : "Break it again";
    parts.repair.classList.toggle("playground__button--main", lesson.repair !== undefined);
  }

  return { show };
}

const otherHalf = ({ repair, repairs }) => repair ?? repairs;
