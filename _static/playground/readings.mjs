/* The numbers beside the picture, each with its curve over the run. */

import { drawChart } from "./charts.mjs";
import { createHistory } from "./history.mjs";

const COLUMNS = ["covered", "distance", "discriminator", "generator"];

/** Readings on the given parts of the layout: `restart`, `take` a report, `show` the last one. */
export function createReadings(parts) {
  let history = createHistory(COLUMNS);
  let rateFrom = null;

  function restart() {
    history = createHistory(COLUMNS);
    parts.rate.textContent = "";
  }

  function take(report) {
    history.add(report.steps, { ...report, ...report.losses });
  }

  function show(report, colours) {
    parts.steps.textContent = `step ${report.steps.toLocaleString("en")}`;
    showCovered(report, colours);
    showDistance(report, colours);
    showLosses(report, colours);
    if (report.running) showRate(report.steps);
    else rateFrom = null;
  }

  function showCovered({ covered, places }, colours) {
    const { value, canvas } = parts.charts.covered;
    value.textContent = `${covered} of ${places.length}`;
    const line = { values: history.columns.covered, colour: colours.third };
    drawChart(canvas, history.columns.steps, [line], { range: [0, places.length], colours });
  }

  function showDistance({ distance, floor }, colours) {
    const { value, canvas } = parts.charts.distance;
    value.textContent = inWords(distance, 3);
    const line = { values: history.columns.distance, colour: colours.fake };
    const options = { logarithmic: true, floor, colours };
    drawChart(canvas, history.columns.steps, [line], options);
  }

  function showLosses({ losses }, colours) {
    const { value, canvas } = parts.charts.losses;
    value.innerHTML =
      `<span class="is-discriminator">discriminator ${inWords(losses.discriminator, 2)}</span> ` +
      `<span class="is-generator">generator ${inWords(losses.generator, 2)}</span>`;
    const lines = [
      { values: history.columns.discriminator, colour: colours.third },
      { values: history.columns.generator, colour: colours.fake, dashed: true },
    ];
    drawChart(canvas, history.columns.steps, lines, { colours });
  }

  /* Over a whole second at least: a rate that trembles cannot be read. */
  function showRate(steps) {
    const now = performance.now();
    rateFrom ??= { now, steps };
    const seconds = (now - rateFrom.now) / 1000;
    if (seconds < 1) return;
    const rate = Math.max(0, steps - rateFrom.steps) / seconds;
    parts.rate.textContent = `${Math.round(rate).toLocaleString("en")} steps/s`;
    rateFrom = { now, steps };
  }

  return { restart, take, show };
}

/** A number for people: nothing is "-0.00", and the very large get an exponent. */
export function inWords(value, digits) {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1000) return value.toExponential(1);
  return value.toFixed(digits).replace(/^-(?=[0.]+$)/, "");
}
