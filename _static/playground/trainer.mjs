/* The page's line to the training side: a worker, or, where none can be had, the page itself. */

import { createTrainer } from "./trainer_loop.mjs";

/** `source` is the program a worker runs; `onReport` gets every report. */
export function connect(source, onReport) {
  try {
    return workerLine(source, onReport);
  } catch {
    return localLine(onReport);
  }
}

function workerLine(source, onReport) {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.onmessage = ({ data }) => onReport(data);
  return {
    send: (kind, value) => worker.postMessage({ kind, value }),
    close: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}

function localLine(onReport) {
  const take = createTrainer((message) => setTimeout(() => onReport(message)), { slice: 6 });
  return { send: (kind, value) => take({ kind, value }), close: () => take({ kind: "pause" }) };
}

/** In a worker: answer the page until it goes. */
export function serve(scope) {
  // A message to oneself comes back at once; a worker's timers wait four milliseconds.
  const { port1, port2 } = new MessageChannel();
  let next = null;
  port1.onmessage = () => next();
  const later = (work) => {
    next = work;
    port2.postMessage(null);
  };
  const take = createTrainer((message) => scope.postMessage(message), { later });
  scope.onmessage = ({ data }) => take(data);
}
