/* Where the program begins: in a worker it trains, in a page it brings the playgrounds to life. */

import { createPlayground } from "./playground.mjs";
import { serve } from "./trainer.mjs";

/** `source` is this whole program as text, for the worker. */
export function start(source) {
  if (typeof document === "undefined") return serve(self);
  const begin = () => {
    for (const root of document.querySelectorAll("div.playground")) createPlayground(root, source);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}
