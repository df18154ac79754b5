/* The training side: plays a game in short slices and answers with what the page wants to draw.

   It runs in a worker, so that the page never waits for it; where no worker can be had it runs in
   the page itself, in slices short enough for every frame. */

import { advance, createGame, step } from "./game.mjs";
import { createWatch, report } from "./watch.mjs";

const CLOCK = () => performance.now();
const LATER = (work) => setTimeout(work, 0);

/** `post` sends a message to the page; returns the function that takes the page's messages.

    `slice` is how many milliseconds of training pass between two looks at the mail. */
export function createTrainer(post, { now = CLOCK, later = LATER, slice = 12 } = {}) {
  let run = 0; // which game a report is of: the page may have begun another meanwhile
  let game = null;
  let watch = null;
  let running = false;
  let waiting = false; // the page asked for a report and has not got it yet
  let scheduled = false;
  let stepsPerSecond = Infinity;
  let allowance = 0;
  let last = 0;

  const answers = {
    begin(value) {
      run = value.run;
      game = createGame(value.settings);
      watch = createWatch(game);
      running = false;
      send();
    },
    play(limit) {
      stepsPerSecond = limit;
      running = true;
      last = now();
      allowance = 0;
      schedule();
    },
    pause() {
      running = false;
      send();
    },
    step() {
      step(game);
      send();
    },
    phase() {
      send(advance(game));
    },
    report() {
      waiting = running; // answered between two slices
    },
  };

  function send(phase = null) {
    const asked = waiting;
    waiting = false;
    const message = report(game, watch, phase);
    if (!message.finite) running = false;
    post({ ...message, run, running, asked });
  }

  function schedule() {
    if (scheduled || !running) return;
    scheduled = true;
    later(work);
  }

  function work() {
    scheduled = false;
    if (!running) return;
    const start = now();
    // What was missed while the machine was busy elsewhere is not made up for.
    const earned = ((start - last) / 1000) * stepsPerSecond;
    allowance = Math.min(allowance + earned, stepsPerSecond / 5 + 1);
    last = start;
    while (allowance >= 1 && now() - start < slice) {
      step(game);
      allowance -= 1;
    }
    if (waiting) send();
    schedule();
  }

  return ({ kind, value }) => answers[kind](value);
}
