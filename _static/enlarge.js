/* A figure opens large, over the page; Escape or a click puts it back. */
"use strict";

(() => {
  function makeDialog() {
    const dialog = document.createElement("dialog");
    dialog.className = "enlarged";
    dialog.setAttribute("aria-label", "Enlarged figure");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    const picture = document.createElement("img");
    dialog.append(picture, close);
    dialog.addEventListener("click", () => dialog.close());
    dialog.show_figure = (image) => {
      picture.src = image.src;
      picture.alt = image.alt;
      dialog.showModal();
    };
    document.body.append(dialog);
    return dialog;
  }

  window.addEventListener("DOMContentLoaded", () => {
    let dialog = null;
    for (const image of document.querySelectorAll(".bd-article figure img:not(.moves)")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "enlarge";
      button.setAttribute("aria-label", `Enlarge: ${image.alt}`);
      image.before(button);
      button.append(image);
      button.addEventListener("click", () => {
        dialog ??= makeDialog();
        dialog.show_figure(image);
      });
    }
  });
})();
