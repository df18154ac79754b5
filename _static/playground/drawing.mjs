/* Draw your own data: with a pointer, or with the arrow keys and the space bar. */

import { CELLS, cellAt, centreOf, packDrawing, unpackDrawing } from "./drawing_code.mjs";
import { VIEW } from "./watch.mjs";

const MOVES = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -CELLS, ArrowDown: CELLS };

/** A sheet over the picture. `onInk` hears the drawing's text after every stroke. */
export function createDrawing(onInk) {
  const sheet = document.createElement("canvas");
  sheet.className = "playground__sheet";
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "application");
  sheet.setAttribute(
    "aria-label",
    "Drawing sheet. Arrow keys move the pen, space inks or clears the cell, Delete clears all.",
  );
  const pen = { inked: new Set(), cell: (CELLS * CELLS + CELLS) / 2, drawing: false };
  let colours = null;

  const pointed = (event) => {
    const box = sheet.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 * VIEW - VIEW;
    const y = VIEW - ((event.clientY - box.top) / box.height) * 2 * VIEW;
    return cellAt(x, y);
  };
  function ink(cell) {
    if (cell < 0) return;
    pen.inked.add(cell);
    pen.cell = cell;
    paint();
  }
  sheet.addEventListener("pointerdown", (event) => {
    pen.drawing = true;
    sheet.setPointerCapture(event.pointerId);
    ink(pointed(event));
  });
  sheet.addEventListener("pointermove", (event) => pen.drawing && ink(pointed(event)));
  sheet.addEventListener("pointerup", () => {
    pen.drawing = false;
    onInk(packDrawing(pen.inked));
  });
  sheet.addEventListener("keydown", (event) => {
    if (!handle(event.key)) return;
    event.preventDefault();
    paint();
  });
  for (const happening of ["focus", "blur"]) sheet.addEventListener(happening, () => paint());

  function handle(key) {
    if (key in MOVES) move(MOVES[key]);
    else if (key === " ") toggle();
    else if (key === "Delete") clear();
    else return false;
    return true;
  }
  function move(by) {
    const to = pen.cell + by;
    const sameRow = Math.abs(by) > 1 || Math.floor(to / CELLS) === Math.floor(pen.cell / CELLS);
    if (to >= 0 && to < CELLS * CELLS && sameRow) pen.cell = to;
  }
  function toggle() {
    if (!pen.inked.delete(pen.cell)) pen.inked.add(pen.cell);
    onInk(packDrawing(pen.inked));
  }
  function clear() {
    pen.inked.clear();
    paint();
    onInk("");
  }

  function paint() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const side = sheet.clientWidth * ratio;
    if (sheet.width !== side) sheet.width = sheet.height = side;
    const context = sheet.getContext("2d");
    context.clearRect(0, 0, side, side);
    const cell = (side / (2 * VIEW)) * unpackDrawing("").size;
    const corner = (number) => {
      const [x, y] = centreOf(number);
      return [((x + VIEW) / (2 * VIEW)) * side - cell / 2, ((VIEW - y) / (2 * VIEW)) * side - cell / 2];
    };
    context.fillStyle = colours.real;
    context.globalAlpha = 0.35;
    for (const number of pen.inked) context.fillRect(...corner(number), cell, cell);
    context.globalAlpha = 1;
    context.strokeStyle = colours.line;
    context.lineWidth = 0.75 * ratio;
    context.strokeRect(...corner(0), cell * CELLS, cell * CELLS);
    if (document.activeElement !== sheet) return;
    context.strokeStyle = colours.ink;
    context.lineWidth = 2 * ratio;
    context.strokeRect(...corner(pen.cell), cell, cell);
  }

  function show(text, newColours) {
    colours = newColours;
    if (text !== packDrawing(pen.inked)) pen.inked = unpackDrawing(text).inked;
    paint();
  }

  return { sheet, show, clear };
}
