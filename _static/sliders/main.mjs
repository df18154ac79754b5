/* Where the program begins: every figure with sliders on the page comes to life. */

import { createFigure } from "./figure.mjs";
import { FIGURES } from "./figures.mjs";

export function start() {
  const begin = () => {
    for (const root of document.querySelectorAll("div.slider-figure"))
      createFigure(root, FIGURES[root.dataset.figure]);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}
