/* A game in the address: as the name of a lesson, or as what differs from the defaults. */

import { fromText, toText } from "./settings.mjs";

/** The lesson and the settings that an address asks for, or null when it says nothing of a game. */
export function readAddress(hash, presets) {
  const text = hash.replace(/^#/, "");
  const wanted = new URLSearchParams(text);
  const name = wanted.get("preset");
  if (name !== null && !Object.hasOwn(presets, name)) return null;
  const base = name === null ? undefined : fromText(presets[name].state);
  const settings = fromText(text, base);
  const says = name !== null || toText(settings) !== "";
  return says ? { name, settings } : null;
}

/** The shortest address of these settings: a lesson's name where they are a lesson's. */
export function writeAddress(settings, name, presets) {
  const text = toText(settings);
  if (name !== null && toText(fromText(presets[name].state)) === text) return `#preset=${name}`;
  return text === "" ? "#preset=modern" : `#${text}`;
}
