/* Small pictures on a canvas: ink on the page's own paper, light or dark. */

import { PIXELS, SIDE } from "./generator.mjs";

/** Fit a canvas's pixels to its size on the page; what is drawn is measured in the page's pixels. */
export function prepare(canvas, height = null) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const width = canvas.clientWidth;
  const tall = height ?? width;
  canvas.style.height = `${tall}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(tall * ratio);
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, tall);
  context.imageSmoothingEnabled = false;
  return { context, width, height: tall };
}

/** A function that stamps the picture of `pixels` into a square of a canvas. */
export function createStamp() {
  const small = document.createElement("canvas");
  small.width = small.height = SIDE;
  const pen = small.getContext("2d");
  const image = new ImageData(SIDE, SIDE);

  return function stamp(context, pixels, { left, top, side, rgb, strength = 1 }) {
    for (let i = 0; i < PIXELS; i++)
      image.data.set([...rgb, 255 * strength * ((pixels[i] + 1) / 2)], 4 * i);
    pen.putImageData(image, 0, 0);
    context.drawImage(small, left, top, side, side);
  };
}
