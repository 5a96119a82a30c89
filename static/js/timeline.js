// A timeline changes in place: what was typed, opened and focused stays, and the new count is said aloud.
(() => {
  "use strict";
  let typed = null; // in the text field when an answer came
  let opened = false; // the facets, on a narrow screen
  let inside = false; // the focus
  let focused = ""; // the ID of what had it
  let rows = 0;
  const count = () => document.querySelectorAll("[data-row]").length;
  const WORDS = { shown: "{number} rows shown" };
  const say = (text) => (document.getElementById("live").textContent = text);

  document.addEventListener("swap:before", (event) => {
    const timeline = document.getElementById("timeline");
    if (!timeline) return;
    const field = document.activeElement?.id === "f-text" ? document.activeElement : null;
    const sent = new URL(event.detail.url).searchParams.get("q") ?? "";
    typed = field && { value: field.value, newer: field.value !== sent, from: field.selectionStart, to: field.selectionEnd };
    opened = document.getElementById("filters-box").open;
    inside = timeline.contains(document.activeElement);
    focused = document.activeElement.id;
    rows = count();
  });

  document.addEventListener("swap:done", (event) => {
    if (event.detail.part === "more") join();
    if (event.detail.part !== "timeline") return;
    const timeline = document.getElementById("timeline");
    document.getElementById("filters-box").open = opened;
    if (typed) keepTyped(document.getElementById("f-text"));
    arrive(timeline.dataset.here);
    const lost = () => inside && document.activeElement === document.body;
    if (lost()) document.getElementById(focused)?.focus({ preventScroll: true }); // in facets that were closed until now
    if (lost() && focused.startsWith("chosen-")) besideChip().focus({ preventScroll: true });
    if (lost()) timeline.querySelector("h2[tabindex]").focus();
    say(timeline.dataset.says);
  });

  // Where a chip was, its ID gives the focus to the next one; behind the last one it is the one before, or the filters.
  function besideChip() {
    const box = document.getElementById("filters-box");
    const opens = box.querySelector("summary");
    return [...document.querySelectorAll(".chip-x")].at(-1) ?? (opens.getClientRects().length ? opens : box);
  }

  // The day that was asked for: its first row has the focus, so that keys go on from there.
  function arrive(day) {
    const head = day && document.getElementById(`d-${day}`);
    if (!head) return;
    head.parentElement.querySelector("[data-row]").focus({ preventScroll: true });
    const { top } = head.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) head.scrollIntoView();
  }

  // What was typed while the answer was on its way is newer than the answer.
  function keepTyped(field) {
    field.focus();
    field.value = typed.value;
    field.setSelectionRange(typed.from, typed.to);
    if (typed.newer) field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What is typed is sought when the hand rests.
  let typing = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "f-text") return;
    clearTimeout(typing);
    typing = setTimeout(() => document.getElementById("filters").requestSubmit(), 400);
  });
  document.addEventListener("submit", () => clearTimeout(typing));

  // A date being typed passes through dates that are not meant: the form goes when the hand rests.
  let rest = 0;
  document.addEventListener(
    "change",
    (event) => {
      if (!event.target.matches("#filters [type=date]")) return;
      event.stopPropagation();
      clearTimeout(rest);
      const form = event.target.form;
      rest = setTimeout(() => form.isConnected && form.requestSubmit(), 900);
    },
    true,
  );

  // Threads are one list, and a day that goes on behind a page break is one day again; the first new row has the focus.
  function join() {
    document.getElementById("timeline").dataset.own ??= rows; // those that its address has
    for (const list of document.querySelectorAll("#list > ol + ol")) {
      list.previousElementSibling.append(...list.children);
      list.remove();
    }
    for (const section of document.querySelectorAll("[data-day]")) {
      const before = section.previousElementSibling;
      if (!before || before.dataset.day !== section.dataset.day) continue;
      before.querySelector("ol").append(...section.querySelectorAll(".row"));
      before.dataset.rows = before.querySelectorAll(".row").length;
      section.remove();
    }
    if (inside) document.querySelectorAll("[data-row]")[rows]?.focus({ preventScroll: true });
    say(WORDS.shown.replace("{number}", count()));
  }
})();
