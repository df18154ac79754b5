/* A moving figure plays once and rests on its last frame; this adds a button to see it again.
   Where motion is unwanted the page shows that last frame alone, and the button plays on demand. */
"use strict";

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function play(image) {
    const address = new URL(image.src);
    // A browser starts an animation again only under a new address.
    address.searchParams.set("play", Date.now());
    for (const still of image.parentElement.querySelectorAll("source")) still.remove();
    image.src = address;
  }

  function addSwitch(image) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "motion-switch";
    button.textContent = calm.matches ? "Play" : "Play again";
    button.addEventListener("click", () => {
      play(image);
      button.textContent = "Play again";
    });
    image.closest("picture").after(button);
  }

  window.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("img.moves").forEach(addSwitch);
  });
})();
