/* The figures by name, as a page asks for them: <div class="slider-figure" data-figure="balls">. */

import { BALLS } from "./balls.mjs";
import { CONCENTRATION } from "./concentration.mjs";
import { SMOOTHING } from "./smoothing.mjs";
import { WITNESS } from "./witness.mjs";

export const FIGURES = {
  balls: BALLS,
  concentration: CONCENTRATION,
  smoothing: SMOOTHING,
  witness: WITNESS,
};
