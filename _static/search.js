/* Search names the term it found, and also works when the book is read from a folder. */
"use strict";

(() => {
  const fromFolder = window.location.protocol === "file:";

  // From a folder a browser refuses to fetch the found pages for their excerpts: titles must do.
  if (fromFolder && typeof DOCUMENTATION_OPTIONS !== "undefined") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  /** What is missing is said where it is missed. */
  function explain() {
    const note = document.createElement("p");
    note.className = "search-note";
    note.textContent =
      "This book is read from a folder, so the search shows titles and no excerpts." +
      " With make serve, or on the web, it shows both.";
    document.getElementById("search-results")?.before(note);
  }

  const TERM = /^#term-(.*\D.*)$/;

  /** A hit is [page, title, anchor, description, score, file]; each term is a hit of its own. */
  function nameTerm([page, title, anchor, ...rest]) {
    const term = TERM.exec(anchor)?.[1].replaceAll("-", " ");
    return [page, term ? `${title}: ${term}` : title, anchor, ...rest];
  }

  // On the document, as Sphinx does, and before it: later the query has been answered.
  document.addEventListener("DOMContentLoaded", () => {
    if (typeof Search === "undefined") return;
    if (fromFolder) explain();
    const perform = Search._performSearch;
    Search._performSearch = (...query) => perform(...query).map(nameTerm);
  });
})();
