/* The picture: the discriminator's field as ground, real and fake samples on it. */

import { contour } from "./contour.mjs";
import { FIELD_SIDE, VIEW } from "./watch.mjs";

const STRENGTH = 0.42; // of the field's colours where the discriminator is sure

/** A picture on a canvas; `colours` as in theme.mjs. */
export function createPicture(canvas) {
  const ground = document.createElement("canvas");
  ground.width = ground.height = FIELD_SIDE;
  return { canvas, ground, context: canvas.getContext("2d"), side: 0 };
}

/** Fit the canvas's pixels to its size on the page. */
export function resize(picture) {
  const { canvas, context } = picture;
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  picture.side = canvas.clientWidth;
  canvas.width = canvas.height = Math.round(picture.side * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Everything there is to see of a report. */
export function draw(picture, report, colours, trail) {
  picture.context.clearRect(0, 0, picture.side, picture.side);
  if (report.field) drawField(picture, report.field, colours);
  if (report.phase) drawPhase(picture, report.phase, colours);
  else drawSamples(picture, report, colours);
  if (trail) drawTrail(picture, trail, colours);
}

/** From the plane to the canvas. */
export const toCanvas = ({ side }, x, y) => [
  ((x + VIEW) / (2 * VIEW)) * side,
  ((VIEW - y) / (2 * VIEW)) * side,
];

function drawField({ context, ground, side }, field, colours) {
  const pixels = new ImageData(FIELD_SIDE, FIELD_SIDE);
  field.forEach((value, i) => {
    const [red, green, blue] = value > 0 ? colours.rgb.real : colours.rgb.fake;
    pixels.data.set([red, green, blue, 255 * STRENGTH * Math.abs(value)], 4 * i);
  });
  ground.getContext("2d").putImageData(pixels, 0, 0);
  context.imageSmoothingQuality = "high";
  context.drawImage(ground, 0, 0, side, side);
  drawContour(context, field, side / FIELD_SIDE, colours);
}

/* Where the discriminator cannot decide. */
function drawContour(context, field, cell, colours) {
  context.beginPath();
  for (const [x1, y1, x2, y2] of contour(field, FIELD_SIDE)) {
    context.moveTo((x1 + 0.5) * cell, (y1 + 0.5) * cell);
    context.lineTo((x2 + 0.5) * cell, (y2 + 0.5) * cell);
  }
  stroke(context, colours.line, 1, 0.55);
}

function drawSamples(picture, { real, fakes }, colours) {
  dots(picture, real, colours.real, () => 1.9, 0.7);
  dots(picture, fakes, colours.fake, () => 2.1, 0.9);
}

/** Round dots at flat coordinates; `radius` of each by its number. */
function dots(picture, points, colour, radius, alpha) {
  const { context } = picture;
  context.fillStyle = colour;
  context.globalAlpha = alpha;
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = toCanvas(picture, points[i], points[i + 1]);
    context.moveTo(x, y);
    context.arc(x, y, radius(i / 2), 0, 2 * Math.PI);
  }
  context.fill();
  context.globalAlpha = 1;
}

function drawPhase(picture, phase, colours) {
  const sizes = phase.name === "loss" ? phase : {};
  dots(picture, phase.real, colours.real, radiusBy(sizes.realPush), 0.8);
  dots(picture, phase.fake, colours.fake, radiusBy(sizes.fakePush), 0.9);
  if (phase.name === "gradient") drawGradient(picture, phase, colours);
  if (phase.after) drawMoves(picture, phase, colours);
}

function radiusBy(pushes) {
  if (!pushes) return () => 3;
  const most = Math.max(...pushes.map(Math.abs), 1e-9);
  return (i) => 1.5 + 5 * Math.sqrt(Math.abs(pushes[i]) / most);
}

/* The discriminator's arrows point up or down in score, the generator's across the plane. */
function drawGradient(picture, phase, colours) {
  if (phase.moves) return arrows(picture, phase.fake, phase.moves, colours.ink);
  const lift = (pushes) =>
    Float32Array.from({ length: 2 * pushes.length }, (_, i) => (i % 2 ? pushes[i >> 1] : 0));
  arrows(picture, phase.real, lift(phase.realPush), colours.real);
  arrows(picture, phase.fake, lift(phase.fakePush), colours.fake);
}

const LONGEST = 34;

function arrows(picture, points, moves, colour) {
  const { context } = picture;
  let most = 1e-9;
  for (let i = 0; i < moves.length; i += 2) most = Math.max(most, Math.hypot(moves[i], moves[i + 1]));
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = toCanvas(picture, points[i], points[i + 1]);
    arrow(context, x, y, (LONGEST * moves[i]) / most, (-LONGEST * moves[i + 1]) / most);
  }
  stroke(context, colour, 1.4, 0.9);
}

function arrow(context, x, y, dx, dy) {
  const length = Math.hypot(dx, dy);
  if (length < 1.5) return;
  const head = Math.min(5, length / 2) / length;
  context.moveTo(x, y);
  context.lineTo(x + dx, y + dy);
  for (const side of [1, -1]) {
    context.moveTo(x + dx, y + dy);
    context.lineTo(x + dx - head * (dx + side * 0.6 * dy), y + dy - head * (dy - side * 0.6 * dx));
  }
}

function drawMoves(picture, { fake, after }, colours) {
  const { context } = picture;
  context.beginPath();
  for (let i = 0; i < fake.length; i += 2) {
    context.moveTo(...toCanvas(picture, fake[i], fake[i + 1]));
    context.lineTo(...toCanvas(picture, after[i], after[i + 1]));
  }
  stroke(context, colours.ink, 1.2, 0.8);
  dots(picture, after, colours.fake, () => 3, 1);
}

/* The path that the middle of the fakes has taken. */
function drawTrail(picture, trail, colours) {
  const { context } = picture;
  context.beginPath();
  trail.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](...toCanvas(picture, x, y)));
  stroke(context, colours.ink, 1.5, 0.65);
}

function stroke(context, colour, width, alpha) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.globalAlpha = alpha;
  context.stroke();
  context.globalAlpha = 1;
}
