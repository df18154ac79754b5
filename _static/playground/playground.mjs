/* One playground on the page: what a reader does becomes messages, what comes back is drawn. */

import { readAddress, writeAddress } from "./address.mjs";
import { createControls } from "./controls.mjs";
import { createDrawing } from "./drawing.mjs";
import { add, createLayout } from "./layout.mjs";
import { createLessons } from "./lessons.mjs";
import { createPicture, draw, resize } from "./picture.mjs";
import PRESETS from "./presets.json";
import { createReadings } from "./readings.mjs";
import { fromText } from "./settings.mjs";
import { onThemeChange, readColours } from "./theme.mjs";
import { connect } from "./trainer.mjs";
import { narrate, summary } from "./words.mjs";

const FRAME = 33; // milliseconds between two pictures while playing
const CALM_FRAME = 1000; // the same for readers who want no motion
const WORDS_EVERY = 6000; // a screen reader has to be able to finish a sentence
const TRAIL = 240;
const FIRST = "modern";

/** Bring a `div.playground` to life. With `data-preset` it is a small one, for that lesson. */
export function createPlayground(root, source) {
  const compact = root.dataset.preset !== undefined;
  const parts = createLayout(root, compact);
  const picture = createPicture(parts.canvas);
  const readings = createReadings(parts);
  const lessons = createLessons(parts, (name) => open(name, !calm.matches));
  const drawing = createDrawing((text) => change({ drawing: text }));
  const controls = compact ? null : createControls(parts.identity, change);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let colours = readColours(root);
  let [settings, lesson, report] = [null, null, null];
  let [playing, onScreen] = [false, true];
  let [askedAt, wordsAt] = [0, -Infinity];
  let [run, timer] = [0, 0];
  let trail = [];

  parts.frame.append(drawing.sheet);
  if (controls) parts.fold.append(controls.form);
  if (parts.more) parts.more.href = `playground.html#preset=${root.dataset.preset}`;
  const line = connect(source, receive);
  connectButtons();
  watchThePage();
  if (compact || !followAddress(false)) open(root.dataset.preset ?? FIRST, false);

  /* What is played. */

  function open(name, play) {
    begin(fromText(PRESETS[name].state), name, play);
  }

  function change(changes) {
    begin({ ...settings, ...changes }, null, playing);
  }

  function begin(newSettings, name, play) {
    [settings, lesson, report] = [newSettings, name, null];
    [trail, wordsAt] = [[], -Infinity];
    readings.restart();
    controls?.show(settings);
    lessons.show(lesson, settings);
    showSheet();
    if (!compact) remember();
    run += 1;
    line.send("begin", { run, settings });
    setPlaying(play);
  }

  function setPlaying(play) {
    playing = play;
    parts.buttons.play.textContent = play ? "Pause" : "Play";
    if (!play) line.send("pause");
    else if (awake()) resume();
  }

  function resume() {
    line.send("play", Number(parts.speed.value));
    requestReport();
  }

  const awake = () => onScreen && !document.hidden;

  function single(kind) {
    if (playing) setPlaying(false);
    line.send(kind);
  }

  /* Reports come one by one: the next is asked for when the last one has arrived. */

  function requestReport() {
    const wait = calm.matches ? CALM_FRAME : FRAME - (performance.now() - askedAt);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!playing || !awake()) return;
      askedAt = performance.now();
      line.send("report");
    }, Math.max(0, wait));
  }

  function receive(news) {
    if (news.run !== run) return;
    report = { ...news, settings };
    readings.take(report);
    if (report.places.length === 1) trail = [...trail.slice(1 - TRAIL), middle(report.fakes)];
    window.requestAnimationFrame(show);
    if (playing && !report.finite) setPlaying(false);
    else if (report.asked) requestReport();
  }

  /* What is shown. */

  function show() {
    if (!report) return;
    if (picture.side !== parts.canvas.clientWidth) resize(picture);
    draw(picture, report, colours, trail.length > 1 ? trail : null);
    readings.show(report, colours);
    parts.start.hidden = playing || report.steps > 0 || report.phase !== null || !drawing.sheet.hidden;
    showPhase();
    showWords();
  }

  function showPhase() {
    const { title, text } = report.phase ? narrate(report) : { title: "", text: "" };
    if (parts.phaseTitle.textContent !== title) parts.phaseTitle.textContent = title;
    if (parts.phaseText.textContent !== text) parts.phaseText.textContent = text;
    parts.phase.hidden = title === "";
  }

  function showWords() {
    if (playing && performance.now() - wordsAt < WORDS_EVERY) return;
    wordsAt = performance.now();
    const words = summary(report);
    if (parts.words.textContent !== words) parts.words.textContent = words;
  }

  function showSheet() {
    const draws = settings.data === "drawing";
    drawing.sheet.hidden = parts.clear.hidden = !draws;
    if (draws) drawing.show(settings.drawing, colours);
  }

  /* What the reader and the page do. */

  function connectButtons() {
    const { play, step, slow, restart } = parts.buttons;
    for (const button of [play, parts.start])
      button.addEventListener("click", () => setPlaying(!playing));
    step.addEventListener("click", () => single("step"));
    slow.addEventListener("click", () => single("phase"));
    restart.addEventListener("click", () => begin(settings, lesson, false));
    parts.clear.addEventListener("click", drawing.clear);
    parts.speed.addEventListener("change", () => playing && resume());
  }

  function remember() {
    const address = writeAddress(settings, lesson, PRESETS);
    const { hash } = window.location;
    // An address that says nothing yet stays as it is until there is something to say.
    if (hash !== address && (hash || lesson !== FIRST)) window.history.replaceState(null, "", address);
  }

  function followAddress(play) {
    const wanted = readAddress(window.location.hash, PRESETS);
    if (!wanted) return false;
    begin(wanted.settings, wanted.name, play && !calm.matches);
    root.scrollIntoView({ block: "start" });
    return true;
  }

  function sleepOrWake() {
    if (!playing) return;
    if (awake()) resume();
    else line.send("pause");
  }

  function watchThePage() {
    document.addEventListener("visibilitychange", sleepOrWake);
    new IntersectionObserver(([entry]) => {
      if (onScreen === entry.isIntersecting) return;
      onScreen = entry.isIntersecting;
      sleepOrWake();
    }).observe(parts.frame);
    new ResizeObserver(show).observe(parts.frame);
    onThemeChange(() => {
      colours = readColours(root);
      showSheet();
      show();
    });
    if (!compact) window.addEventListener("hashchange", () => followAddress(true));
  }
}

function middle(points) {
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) [x, y] = [x + points[i], y + points[i + 1]];
  return [(2 * x) / points.length, (2 * y) / points.length];
}
