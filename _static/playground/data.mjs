/* Real samples: laws in the plane whose truth is known. All lie within [-1.4, 1.4] squared.

   Each law has `places`, which a good generator visits all of, and `reach`: how near to a place a
   sample has to come to count as a visit. For separate modes that is three standard deviations. */

import { unpackDrawing } from "./drawing_code.mjs";

const MODE_WIDTH = 0.05;
const ISLAND_WIDTH = 0.08;
const LINE_WIDTH = 0.04;
const CURVE_PLACES = 12;

const range = (count) => Array.from({ length: count }, (_, i) => i);

/* Equal round spots. */
function spots(places, width) {
  return {
    places,
    reach: 3 * width,
    draw: (random) => {
      const [x, y] = places[random.integer(places.length)];
      return [x + width * random.normal(), y + width * random.normal()];
    },
  };
}

/* A blurred curve: `at` leads from [0, 1) to the plane. Its places divide it evenly. */
function curve(at, reach) {
  return {
    places: range(CURVE_PLACES).map((i) => at((i + 0.5) / CURVE_PLACES)),
    reach,
    draw: (random) => {
      const [x, y] = at(random.uniform());
      return [x + LINE_WIDTH * random.normal(), y + LINE_WIDTH * random.normal()];
    },
  };
}

const onRing = (angle) => [Math.cos(angle), Math.sin(angle)];

function moons(share) {
  const angle = Math.PI * ((share * 2) % 1);
  const [x, y] = [0.8 * Math.cos(angle), 0.8 * Math.sin(angle)];
  return share < 0.5 ? [x - 0.4, y - 0.2] : [x * -1 + 0.4, 0.2 - y];
}

/* The square root keeps the points evenly dense along the roll. */
function roll(share) {
  const turn = 1.5 * Math.PI * Math.sqrt(1 + 8 * share);
  const length = (1.3 * turn) / (4.5 * Math.PI);
  return [length * Math.cos(turn), length * Math.sin(turn)];
}

export const DATA = {
  ring: () => spots(range(8).map((i) => onRing((2 * Math.PI * i) / 8)), MODE_WIDTH),
  grid: () =>
    spots(range(25).map((i) => [((i % 5) - 2) * 0.55, (Math.floor(i / 5) - 2) * 0.55]), 0.04),
  line: () => curve((share) => [2.2 * share - 1.1, 0.9 * (2.2 * share - 1.1)], 0.2),
  moons: () => curve(moons, 0.25),
  roll: () => curve(roll, 0.3),
  islands: () => spots([[-1.1, -0.6], [1.1, 0.6]], ISLAND_WIDTH),
  spot: () => spots([[0.4, 0.3]], ISLAND_WIDTH),
  drawing: (settings) => drawn(unpackDrawing(settings.drawing)),
};

/* Your own: each inked cell is as likely as any other. */
function drawn({ cells, size }) {
  const inked = cells.length ? cells : [[0, 0]];
  return {
    places: spread(inked, CURVE_PLACES),
    reach: 0.3,
    draw: (random) => {
      const [x, y] = inked[random.integer(inked.length)];
      return [x + size * (random.uniform() - 0.5), y + size * (random.uniform() - 0.5)];
    },
  };
}

/* Points far from each other: always the one that is farthest from all chosen before. */
function spread(points, count) {
  const chosen = [points[0]];
  const gaps = points.map((point) => distance(point, points[0]));
  while (chosen.length < Math.min(count, points.length)) {
    const farthest = gaps.indexOf(Math.max(...gaps));
    if (gaps[farthest] === 0) break;
    chosen.push(points[farthest]);
    points.forEach((point, i) => {
      gaps[i] = Math.min(gaps[i], distance(point, points[farthest]));
    });
  }
  return chosen;
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Fill a flat array (count, 2) with fresh samples. */
export function fillSamples(values, law, random) {
  for (let i = 0; i < values.length; i += 2) [values[i], values[i + 1]] = law.draw(random);
  return values;
}
