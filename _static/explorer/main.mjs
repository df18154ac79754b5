/* Where the program begins: the trained generator comes to every part of the page that asks for it. */

import { createExplorer } from "./explorer.mjs";
import STORED from "./generator.json";

export function start() {
  const begin = () => {
    for (const root of document.querySelectorAll("div.latent-explorer")) createExplorer(root, STORED);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}
