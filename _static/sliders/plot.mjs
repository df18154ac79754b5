/* A small plot as SVG text: the page and the stills for paper are drawn by the same lines. */

/* Mid-tones, read on light and dark; in the page the style sheet's own values come first. */
export const COLOURS = {
  real: "var(--ganbook-real, #1a83c6)",
  fake: "var(--ganbook-fake, #e0592a)",
  third: "var(--ganbook-third, #2f9a6f)",
  line: "var(--ganbook-line, #7f8793)",
  text: "var(--ganbook-quiet, #737b87)",
  ink: "var(--ganbook-ink, #737b87)",
};
const MARGIN = { left: 34, right: 8, top: 8, bottom: 36 };

/** How wide a plot must be for a square plane to look square. */
export const squareWidth = (height) =>
  height - MARGIN.top - MARGIN.bottom + MARGIN.left + MARGIN.right;

/** Axes over [low, high] both ways with ticks where asked; add to it, then take its text. */
export function createPlot({ width, height }, { x, y, xTicks = [], yTicks = [], xLabel = "" }) {
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const across = (value) => MARGIN.left + ((value - x[0]) / (x[1] - x[0])) * (right - MARGIN.left);
  const up = (value) => bottom - ((value - y[0]) / (y[1] - y[0])) * (bottom - MARGIN.top);
  const parts = [];
  const at = ([a, b]) => `${across(a).toFixed(1)} ${up(clamp(b, y)).toFixed(1)}`;
  const plot = { across, up, curve, area, dot, words, text: () => parts.join("") };

  parts.push(stroke(`M${MARGIN.left} ${bottom}H${right}`, "line", { width: 1 }));
  for (const tick of xTicks) label(String(tick), across(tick), bottom + 16, "middle");
  for (const tick of yTicks) label(String(tick), MARGIN.left - 6, up(tick) + 4, "end");
  if (xLabel) label(xLabel, (MARGIN.left + right) / 2, height - 4, "middle");
  return plot;

  function label(content, left, top, anchor, role = "text") {
    parts.push(
      `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}" ` +
        `fill="${COLOURS[role]}" font-size="13">${content}</text>`,
    );
  }

  /** A line through points of the plane. */
  function curve(points, role, look) {
    parts.push(stroke(`M${points.map(at).join("L")}`, role, look));
  }

  /** The ground between a curve and the level 0. */
  function area(points, role) {
    const ends = [points[points.length - 1], points[0]].map(([a]) => at([a, 0]));
    const outline = `M${points.map(at).join("L")}L${ends.join("L")}Z`;
    parts.push(`<path d="${outline}" fill="${COLOURS[role]}" fill-opacity="0.3"/>`);
  }

  function dot(point, role) {
    const [left, top] = at(point).split(" ");
    parts.push(`<circle cx="${left}" cy="${top}" r="5" fill="${COLOURS[role]}"/>`);
  }

  function words(content, [a, b], role, anchor = "start") {
    label(content, across(a), up(b), anchor, role);
  }
}

function stroke(path, role, { width = 2, dash = "", fill = "none" } = {}) {
  const broken = dash && ` stroke-dasharray="${dash}"`;
  return (
    `<path d="${path}" fill="${fill}" stroke="${COLOURS[role]}" stroke-width="${width}"` +
    `${broken} stroke-linejoin="round"/>`
  );
}

const clamp = (value, [low, high]) => Math.min(Math.max(value, low), high);

/** `count` numbers from low to high, evenly spaced. */
export const between = (low, high, count) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** The same in equal ratios; the ends are kept to the last digit. */
export const inRatio = (low, high, count) =>
  between(Math.log(low), Math.log(high), count).map((value, i) =>
    i === 0 ? low : i === count - 1 ? high : Math.exp(value),
  );

/** The same, each in two digits: what a slider says is what it sets. */
export const inTwoDigits = (low, high, count) => [
  ...new Set(inRatio(low, high, count).map((value) => Number(value.toPrecision(2)))),
];

/** Two or three digits, as a reader says a number. */
export const say = (value, digits = 2) =>
  Math.abs(value) < 0.0005
    ? "0"
    : value.toLocaleString("en", { maximumSignificantDigits: digits, useGrouping: true });
