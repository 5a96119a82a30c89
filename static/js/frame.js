// Makes a frame as high as its document, so that the page scrolls and not the frame. The document itself runs no
// script; without this one the frame keeps the height that the style sheet gives it, and scrolls.
(() => {
  "use strict";

  const MOST = 20000;
  const PAPER = "186mm"; // A4 within the margins of print.css
  const seen = new WeakMap(); // what is observed, to its frame

  // Not of the document's scrollHeight, which is never less than the frame's: a fold in it that closes makes the
  // frame lower again. What is wider than the frame gets a bar to scroll by, which needs room too.
  function fit(frame) {
    const inside = frame.contentDocument;
    if (!inside?.body || !frame.isConnected) return;
    const bar = frame.contentWindow.innerHeight - inside.documentElement.clientHeight;
    const height = Math.max(inside.documentElement.offsetHeight, inside.body.scrollHeight);
    frame.style.height = height ? `${Math.min(Math.ceil(height + bar), MOST)}px` : "";
  }

  // Its width, a picture that has come, a fold that opens, a tab that brings it back: all change its body.
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) fit(seen.get(target));
  });

  function watch(frame) {
    const body = frame.contentDocument?.body;
    if (!body || seen.has(body)) return;
    seen.set(body, frame);
    observer.observe(body);
    fit(frame);
  }

  function all() {
    return document.querySelectorAll("iframe[data-fit]");
  }

  // `load` does not bubble, but it can be caught on its way down.
  document.addEventListener("load", (event) => event.target.matches?.("iframe[data-fit]") && watch(event.target), true);
  // Paper is narrower than most screens: what is then longer would be cut.
  const opened = []; // what is folded in a frame is printed too
  addEventListener("beforeprint", () => {
    for (const frame of all()) {
      for (const fold of frame.contentDocument?.querySelectorAll("details[data-fold]:not([open])") ?? []) {
        fold.open = true;
        opened.push(fold);
      }
      frame.style.width = PAPER;
      fit(frame);
      frame.style.width = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of opened.splice(0)) fold.open = false;
    all().forEach(fit);
  });
  all().forEach(watch);
})();
