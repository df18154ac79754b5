/* The plane of two of the noise's directions: what the generator draws at its places, the shell
   where noise lives, and a marker to move. */

import { PIXELS } from "./generator.mjs";
import { lengthOf, lengthsBelow } from "./latent.mjs";
import { prepare } from "./pixels.mjs";

export const REACH = 4; // the plane runs from -4 to 4 both ways
const ACROSS = 9; // pictures in a row of the ground
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Radii in the plane at which noise has a length, given the length of its other coordinates. */
export const radiusAt = (length, rest) => Math.sqrt(Math.max(0, length ** 2 - rest ** 2));

/** The middles of the ground's cells, row by row from the top left. */
export const cells = () =>
  Array.from({ length: ACROSS ** 2 }, (_, i) => {
    const at = (place) => ((place + 0.5) / ACROSS) * 2 * REACH - REACH;
    return [at(i % ACROSS), -at(Math.floor(i / ACROSS))];
  });

/** Keep a place inside the plane, on a grid of hundredths: no -0, no dust of rounding. */
export const tidy = (value) =>
  Math.round(100 * Math.min(Math.max(value, -REACH), REACH)) / 100 + 0;

/** Where a key leads from a place; null for keys that lead nowhere. */
export function keyed([x, y], key, big) {
  if (key === "Home") return [0, 0];
  if (!(key in MOVES)) return null;
  const step = big ? 0.5 : 0.1;
  return [tidy(x + step * MOVES[key][0]), tidy(y + step * MOVES[key][1])];
}

/** Bring a canvas to life; `onMove` hears places. `draw` wants to know what there is. */
export function createMap(canvas, generator, stamp, onMove) {
  const [low, high] = lengthsBelow([0.05, 0.95], generator.noiseSize);
  let [ground, groundFor, place] = [null, "", [0, 0]];

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    moveTo(pointed(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) moveTo(pointed(event));
  });
  canvas.addEventListener("keydown", (event) => {
    const to = keyed(place, event.key, event.shiftKey);
    if (!to) return;
    event.preventDefault();
    moveTo(to);
  });

  /* Remembered at once: the next key may come before the next picture. */
  function moveTo(to) {
    place = to;
    onMove(to);
  }

  function pointed(event) {
    const box = canvas.getBoundingClientRect();
    const share = (at, start, size) => ((at - start) / size) * 2 * REACH - REACH;
    return [
      tidy(share(event.clientX, box.left, box.width)),
      tidy(-share(event.clientY, box.top, box.height)),
    ];
  }

  /* The ground changes with the plane and the label, not with the place on it. */
  function paintGround({ latent, axes, label }) {
    const rest = latent.map((value, i) => (axes.includes(i) ? 0 : value));
    const wanted = [...rest, ...axes, label].join();
    if (wanted === groundFor) return;
    const latents = new Float32Array(ACROSS ** 2 * latent.length);
    cells().forEach((cell, i) => {
      const start = i * latent.length;
      latents.set(rest, start);
      axes.forEach((axis, which) => { latents[start + axis] = cell[which]; });
    });
    ground = generator.pictures(latents, new Array(ACROSS ** 2).fill(label));
    groundFor = wanted;
  }

  function draw(state, colours) {
    const { context, width } = prepare(canvas);
    place = state.axes.map((axis) => state.latent[axis]);
    paintGround(state);
    const cell = width / ACROSS;
    const side = 0.8 * cell;
    for (let i = 0; i < ACROSS ** 2; i++) {
      const [left, top] = [i % ACROSS, Math.floor(i / ACROSS)].map((k) => k * cell + 0.1 * cell);
      const look = { left, top, side, rgb: colours.rgb.ink, strength: 0.5 };
      stamp(context, ground.subarray(i * PIXELS, (i + 1) * PIXELS), look);
    }
    const others = state.latent.filter((_, i) => !state.axes.includes(i));
    drawShell(context, width, lengthOf(others), colours);
    drawMarker(context, width, colours);
  }

  /* Rings, since in this plane only the two directions change the length of the noise. */
  function drawShell(context, width, rest, colours) {
    const circle = (length) => {
      const radius = (radiusAt(length, rest) * width) / (2 * REACH);
      context.moveTo(width / 2 + radius, width / 2);
      context.arc(width / 2, width / 2, radius, 0, 2 * Math.PI);
    };
    context.fillStyle = context.strokeStyle = colours.real;
    context.globalAlpha = 0.16;
    context.beginPath();
    circle(high);
    circle(low);
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.lineWidth = 2;
    context.beginPath();
    circle(Math.sqrt(generator.noiseSize));
    context.stroke();
  }

  function drawMarker(context, width, colours) {
    const [x, y] = place.map((value) => (value / (2 * REACH)) * width);
    context.beginPath();
    context.arc(width / 2 + x, width / 2 - y, 8, 0, 2 * Math.PI);
    context.fillStyle = colours.fake;
    context.fill();
    context.lineWidth = 2.5;
    context.strokeStyle = "#fff";
    context.stroke();
  }

  return { draw };
}
