// Single keys. What a key does is declared by the element that it works on, so "?" can list what works on this page:
//
//   <button data-key="c" data-key-label="Copy ID">   c presses it; on an <input> it puts the cursor there
//   <a data-key="Escape" data-key-label="Back">      Esc goes back, to the same row and scroll when one came from there
//   <a data-row>                                     j and k step through these, Enter opens
//   <a data-opens>                                   opens an interaction and is no row: Esc comes back to it likewise
//   <section data-day>                               [ and ] step from day to day
//
// A key that is declared inside a row works on the row one is in. Never inside inputs, never with Ctrl, Alt or Meta,
// and not at all when the reader turned single keys off (<html data-keys="off">, WCAG 2.1.4).
(() => {
  "use strict";
  const WORDS = {
    title: "Keyboard shortcuts",
    rows: "Next and previous row",
    open: "Open the row",
    days: "Previous and next day",
    turnOff: "You can turn them off in your menu at the top right.",
    turnOn: "They are turned off. You can turn them on in your menu at the top right.",
    close: "Close",
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length);
  const on = () => document.documentElement.dataset.keys !== "off";
  const row = () => document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].cur");
  const names = { Escape: "Esc" };

  function declared(key) {
    const candidates = all("[data-key]").filter((element) => element.dataset.key === key);
    const inside = (element) => element.closest("li, tr, article")?.querySelector("[data-row]");
    return candidates.find((element) => row() && inside(element) === row()) ?? candidates[0];
  }

  function press(element) {
    if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
      element.focus();
      element.select?.();
    } else if (element.dataset.key === "Escape") back(element);
    else {
      if (element.matches("summary")) element.focus(); // what it opens is the next stop
      element.click();
    }
  }

  function back(link) {
    const came = document.referrer && new URL(document.referrer).pathname === new URL(link.href).pathname;
    if (came && history.length > 1) history.go(-1 - (history.state?.depth ?? 0)); // over the parts that were changed here
    else link.click();
  }

  function step(elements, from, by) {
    if (!elements.length) return;
    const next = from < 0 ? (by > 0 ? 0 : elements.length - 1) : from + by;
    elements[Math.max(0, Math.min(elements.length - 1, next))].focus();
  }

  // Over the list's end comes its next page, over its beginning the day above.
  function stepRow(by) {
    const rows = all("[data-row]");
    const here = rows.indexOf(row());
    const over = here >= 0 && !rows[here + by] && document.querySelector(by > 0 ? "#more a" : "[data-above]");
    if (!over) return step(rows, here, by);
    below = by < 0 ? rows[here].getAttribute("href") : "";
    over.click();
  }

  let below = ""; // the row from which one stepped up, out of the list
  document.addEventListener("swap:done", () => setTimeout(() => {
    const rows = all("[data-row]");
    const at = below ? rows.findIndex((element) => element.getAttribute("href") === below) : 0;
    below = "";
    if (at > 0) rows[at - 1].focus();
  }));

  function stepDay(by) {
    const days = all("[data-day]");
    const here = days.findIndex((day) => day.contains(row()));
    const next = days[here + by];
    if (!next) document.querySelector(by > 0 ? "#more a" : "[data-above]")?.click(); // over the page's end
    next?.scrollIntoView({ block: "start" });
    next?.querySelector("[data-row]")?.focus({ preventScroll: true });
  }

  const steps = { j: () => stepRow(1), k: () => stepRow(-1), "]": () => stepDay(1), "[": () => stepDay(-1) };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (!on() || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const element = declared(key);
    if (!element && !steps[key]) return;
    event.preventDefault();
    if (element) press(element);
    else steps[key]();
  });

  // Back in a list, the row that was opened has the focus again and stands where it stood. That is noted in the browser's
  // own history (its address, and which one of those that have it); where the list was made longer ([data-own] rows came
  // with it), with the address of the page with the row.
  const OPENS = "a[data-row], a[data-opens]";
  const leading = (href) => all(OPENS).filter((element) => element.getAttribute("href") === href);

  document.addEventListener("click", (event) => {
    const opened = event.target.closest(OPENS);
    if (!opened || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const { top } = opened.getBoundingClientRect();
    const row = opened.getAttribute("href");
    history.replaceState({ ...history.state, row, nth: leading(row).indexOf(opened), top }, "", address(opened));
    history.scrollRestoration = "manual";
  });

  function address(opened) {
    const own = opened.closest("[data-own]")?.dataset.own;
    if (!own || all("[data-row]").indexOf(opened) < own) return location.href;
    const url = new URL(location);
    for (const name of ["after", "day"]) url.searchParams.delete(name);
    url.searchParams.set("at", opened.closest("li").id.slice("i-".length));
    url.hash = "";
    return url.href;
  }

  addEventListener("pageshow", () => {
    const { row: href, nth, top, ...state } = history.state ?? {};
    if (!href) return document.querySelector(":target [data-row]")?.focus({ preventScroll: true });
    history.replaceState(state, "");
    history.scrollRestoration = "auto";
    const opened = leading(href)[nth] ?? leading(href)[0];
    if (!opened) return;
    opened.focus({ preventScroll: true });
    opened.scrollIntoView({ block: "nearest", inline: "nearest" }); // in a drawing that scrolls by itself
    opened.closest(".list")?.classList.add("whole"); // days above that are out of sight have their height too
    requestAnimationFrame(() => requestAnimationFrame(() => scrollBy(0, opened.getBoundingClientRect().top - top)));
  });

  // The list of the keys that work here.
  function works() {
    const list = [];
    if (all("[data-row]").length) list.push([["j", "k"], WORDS.rows], [["Enter"], WORDS.open]);
    if (all("[data-day]").length) list.push([["[", "]"], WORDS.days]);
    for (const element of all("[data-key]")) {
      const key = names[element.dataset.key] ?? element.dataset.key;
      if (!list.some(([keys]) => keys.includes(key))) list.push([[key], element.dataset.keyLabel]);
    }
    return list;
  }

  function entry([keys, label]) {
    const term = document.createElement("dt");
    for (const key of keys) term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    return [term, Object.assign(document.createElement("dd"), { textContent: label })];
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-keys-open]")) return;
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "keys-title");
    dialog.innerHTML =
      `<div class="ph"><h2 id="keys-title">${WORDS.title}</h2></div><form method="dialog" class="body">` +
      `<p class="dim"></p><dl class="keys"></dl><p><button class="btn">${WORDS.close}</button></p></form>`;
    dialog.querySelector("p").textContent = on() ? WORDS.turnOff : WORDS.turnOn;
    dialog.querySelector("dl").append(...works().flatMap(entry));
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  });
})();
