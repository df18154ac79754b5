/* Small curves over the steps of a run: one line high, no axes, the last value in words beside. */

/** Draw lines `{values, colour, dashed}` over `steps`; `range` bounds them, `floor` is dashed. */
export function drawChart(canvas, steps, lines, { logarithmic = false, range = null, floor = null, colours }) {
  const { context, width, height } = prepare(canvas);
  const scale = logarithmic ? (value) => Math.log(Math.max(value, 1e-6)) : (value) => value;
  const [low, high] = (range ?? rangeOf(lines, floor)).map(scale);
  const span = high - low || 1;
  const y = (value) => height - 3 - ((scale(value) - low) / span) * (height - 6);
  const last = steps[steps.length - 1] || 1;
  const x = (step) => (step / last) * (width - 2) + 1;
  if (floor !== null) drawLine(context, [[0, y(floor)], [width, y(floor)]], colours.line, [3, 4]);
  for (const { values, colour, dashed } of lines) {
    const points = values.map((value, i) => [x(steps[i]), y(value)]);
    drawLine(context, points.filter(([, at]) => Number.isFinite(at)), colour, dashed ? [5, 3] : []);
  }
}

function prepare(canvas) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const { clientWidth: width, clientHeight: height } = canvas;
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** From the 2nd to the 98th percentile: one wild value must not flatten the rest. */
export function rangeOf(lines, floor = null) {
  const values = lines.flatMap(({ values }) => values).filter(Number.isFinite);
  if (floor !== null) values.push(floor);
  if (!values.length) return [0, 1];
  values.sort((a, b) => a - b);
  const at = (share) => values[Math.round(share * (values.length - 1))];
  return floor === null ? [at(0.02), at(0.98)] : [values[0], at(0.98)];
}

function drawLine(context, points, colour, dash) {
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  context.lineJoin = "round";
  context.beginPath();
  points.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
  context.stroke();
  context.setLineDash([]);
}
