// Copy buttons. data-copy="text" copies the text, data-copy-from="#id" what that element says, and a link with
// data-copy-link its own absolute address (Ctrl or Shift still opens it). Where the clipboard is not to be had
// (plain http on another host, a refusal) the text is shown, selected, to be copied by hand.
(() => {
  "use strict";
  const WORDS = {
    copied: "Copied",
    title: "Copy manually",
    how: "Your browser does not allow copying here. The text is selected: press Ctrl+C.",
    text: "Text to copy",
    close: "Close",
  };

  function wanted(button) {
    if (button.dataset.copyFrom) return document.querySelector(button.dataset.copyFrom).textContent.trim();
    if (button.hasAttribute("data-copy-link")) return button.href;
    return button.dataset.copy;
  }

  function confirm(button) {
    button.dataset.copied = WORDS.copied;
    document.getElementById("live").textContent = WORDS.copied;
    setTimeout(() => {
      delete button.dataset.copied;
      document.getElementById("live").textContent = "";
    }, 1600);
  }

  function byHand(text) {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", WORDS.title);
    dialog.innerHTML =
      `<div class="ph"><h2>${WORDS.title}</h2></div><form method="dialog" class="body"><p>${WORDS.how}</p>` +
      `<textarea readonly aria-label="${WORDS.text}"></textarea><p><button class="btn">${WORDS.close}</button></p></form>`;
    const area = dialog.querySelector("textarea");
    area.value = text;
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
    area.focus();
    area.select();
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from], [data-copy-link]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const text = wanted(button);
    try {
      await navigator.clipboard.writeText(text);
      confirm(button);
    } catch {
      byHand(text);
    }
  });
})();
