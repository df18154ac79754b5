/* What scrolls sideways can be reached and scrolled by keyboard, and tells that it scrolls. */
"use strict";

(() => {
  const WIDE = [
    ".pst-scrollable-table-container",
    "div.highlight pre",
    ".cell_output pre",
    "div.math",
    'mjx-container[display="true"]',
  ].join(",");

  function mark() {
    for (const box of document.querySelectorAll(WIDE)) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("scrolls", scrolls);
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  window.addEventListener("load", () => {
    // Formulas get their width only when they have been set.
    const formulas = window.MathJax?.startup?.promise ?? Promise.resolve();
    formulas.then(mark);
    document.addEventListener("toggle", mark, true);
    window.addEventListener("resize", mark);
  });
})();
