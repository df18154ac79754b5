/* A run's numbers over its steps, in bounded memory: when it is full, every second one goes. */

const MOST = 360;

export function createHistory(names) {
  const columns = Object.fromEntries(["steps", ...names].map((name) => [name, []]));
  let every = 1;
  let seen = 0;

  function thin() {
    for (const column of Object.values(columns))
      for (let i = 0; 2 * i < column.length; i++) column[i] = column[2 * i];
    for (const column of Object.values(columns)) column.length = Math.ceil(column.length / 2);
    every *= 2;
  }

  function add(steps, values) {
    if (columns.steps.length && steps <= columns.steps[columns.steps.length - 1]) return;
    seen += 1;
    if ((seen - 1) % every) return;
    columns.steps.push(steps);
    for (const name of names) columns[name].push(values[name]);
    if (columns.steps.length > MOST) thin();
  }

  return { columns, add };
}
