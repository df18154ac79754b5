/* Search also works when the book is read from a folder: there, a browser refuses to fetch the
   found pages for their excerpts, so only their titles are shown. */
"use strict";

if (window.location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
