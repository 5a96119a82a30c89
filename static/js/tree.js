// Opens or closes all of a tree (XML, JSON); each part folds by itself without script. The first level stays open.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tree]");
    if (!button) return;
    const tree = button.closest(".sub-bar").nextElementSibling;
    const open = button.dataset.tree === "open";
    for (const part of tree.querySelectorAll("details")) part.open = open || part.parentElement === tree;
  });
})();
