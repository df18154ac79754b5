/* The page's colours, as the style sheet names them: light or dark, the picture follows. */

const ROLES = ["real", "fake", "third", "line", "ink", "quiet"];

export function readColours(element) {
  const style = getComputedStyle(element);
  const colours = {};
  for (const role of ROLES) colours[role] = style.getPropertyValue(`--ganbook-${role}`).trim();
  colours.rgb = {};
  for (const role of ["real", "fake", "ink"]) colours.rgb[role] = toRgb(colours[role]);
  return colours;
}

const toRgb = (colour) => [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));

/** Call back whenever the reader switches between light and dark. */
export function onThemeChange(callback) {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
