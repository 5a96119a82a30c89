// The print button: hidden until there is somebody to press it for.
(() => {
  "use strict";
  function show() {
    for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  }
  show();
  document.addEventListener("swap:done", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
})();
