/* Unit balls of the p-norms in the plane, from a star to the king's square. */

import { between, createPlot, say, squareWidth } from "./plot.mjs";

const WALK = [3, 4]; // blocks east and north, as in the chapter
const FAMOUS = [1, 2, Infinity];

/** The p-norm; the largest coordinate for p = ∞. */
export const norm = (vector, p) => {
  const sizes = vector.map(Math.abs);
  if (p === Infinity) return Math.max(...sizes);
  return sizes.reduce((sum, size) => sum + size ** p, 0) ** (1 / p);
};

/** The points at distance 1 from the centre. */
export const ball = (p, count = 241) =>
  between(0, 2 * Math.PI, count).map((angle) => {
    const direction = [Math.cos(angle), Math.sin(angle)];
    return direction.map((part) => part / norm(direction, p));
  });

/** The area inside, by the shoelace formula. */
export const area = (points) =>
  points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);

/* Even steps of 1/p: they reach infinity. p = 1 lies in the middle. */
const POWERS = between(2, 0, 81).map((share) => (share < 1e-9 ? Infinity : 1 / share));

function draw([p], size) {
  const side = squareWidth(size.height);
  const plot = createPlot(
    { width: side, height: size.height },
    { x: [-1.25, 1.25], y: [-1.25, 1.25], xTicks: [-1, 0, 1], yTicks: [-1, 0, 1] },
  );
  for (const famous of FAMOUS) plot.curve(ball(famous), "line", { width: 1 });
  plot.curve(ball(p), "real", { width: 3 });
  const tip = WALK.map((part) => part / norm(WALK, p));
  plot.curve([[0, 0], tip], "fake", { width: 2 });
  plot.dot(tip, "fake");
  return `<g transform="translate(${(size.width - side) / 2} 0)">${plot.text()}</g>`;
}

const named = (p) => (p === Infinity ? "∞" : say(p));

function tell([p]) {
  const length = say(norm(WALK, p), 3);
  const inside = say(area(ball(p, 3601)), 3);
  const dent = p < 1 ? " It is dented: the straight way from tip to tip leaves it." : "";
  return `p = ${named(p)}: (3, 4) is ${length} away, and the ball has an area of ${inside}.${dent}`;
}

export const BALLS = {
  title: "All points at distance 1 from the centre, and the direction three east, four north",
  legend: { real: "distance 1", line: "p = 1, 2, ∞", fake: "towards (3, 4)" },
  sliders: [{ label: "Power p", values: POWERS, start: 2, say: named }],
  stills: [[0.5], [1], [2], [Infinity]],
  height: (width) => Math.min(300, 0.9 * width),
  draw,
  tell,
};
