// The brush on the activity strip: drag across days, or move a handle by mouse, touch or arrow keys; a click on a
// bar opens its day, two take the period off, Esc lets everything be. Letting go or Enter sends the filter form, as
// if its days had been typed there. It counts in days from data-first.

// The bars of a histogram's path, M<place> 0v<count>…: place → count.
export const parseBars = (path) => new Map([...path.matchAll(/M(\d+) 0v(\d+)/g)].map(([, place, count]) => [+place, +count]));

// How much the coloured parts of a bar, M<place> <from>v<count>…, are together.
export const countColoured = (paths, place) =>
  [...paths.matchAll(/M(\d+) \d+v(\d+)/g)].reduce((sum, [, at, count]) => sum + (+at === place ? +count : 0), 0);

// The place of the bar under a point, or the nearest that a hand may have missed by so many places; else the point's own.
export function findBar(bars, point, slip) {
  const under = Math.floor(point);
  for (let by = 0; by <= slip; by++) for (const near of [under - by, under + by]) if (bars.has(near)) return near;
  return under;
}

// The days between the place where a hand went down and where it is now, at least one of so many: [start, stop].
export function spanDays(anchor, place, days) {
  const start = Math.min(Math.floor(Math.min(anchor, place)), days - 1);
  return [start, Math.max(Math.ceil(Math.max(anchor, place)), start + 1)];
}

(() => {
  const WORDS = {
    none: "{when}: no interactions",
    one: "{when}: 1 interaction",
    many: "{when}: {count} interactions",
    filtered: "{when}: {count} interactions, {filtered} as filtered",
  };
  const DAY = 864e5;
  const SLIP = 5; // pixels that a click may move, or miss a bar by
  const dates = (more) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC", ...more });
  const TWICE = 400; // milliseconds between two clicks that are one double click
  const words = dates();
  const hourly = dates({ hour: "2-digit", minute: "2-digit" });
  let drag = null; // { chart, anchor, x, moved } across days, or { chart, handle }
  let before = null; // what was chosen when a hand or a key began
  let wait = 0;
  let clicked = -TWICE;
  let held = null; // the handle that a key moved

  const handles = (chart) => [chart.querySelector("#brush-start"), chart.querySelector("#brush-stop")];
  const length = (chart) => Number(chart.dataset.days);
  const day = (chart, at) => new Date(Date.parse(chart.dataset.first) + at * DAY);
  const text = (chart, at) => day(chart, at).toISOString().slice(0, 10);

  // From the first chosen day to the one behind the last.
  function chosen(chart) {
    const [start, stop] = handles(chart);
    return [Number(start.getAttribute("aria-valuenow")), Number(stop.getAttribute("aria-valuenow")) + 1];
  }

  function draw(chart, start, stop) {
    const [first, last] = handles(chart);
    first.style.left = `${(100 * start) / length(chart)}%`;
    last.style.left = `${(100 * stop) / length(chart)}%`;
    for (const [handle, at] of [[first, start], [last, stop - 1]]) {
      handle.setAttribute("aria-valuenow", at);
      handle.setAttribute("aria-valuetext", words.format(day(chart, at)));
    }
    for (const part of chart.querySelectorAll(".selbg, .clip")) {
      part.setAttribute("x", start);
      part.setAttribute("width", stop - start);
    }
    chart.querySelectorAll(".edge").forEach((edge, at) => {
      edge.setAttribute("x1", at ? stop : start);
      edge.setAttribute("x2", at ? stop : start);
    });
  }

  function move(chart, start, stop) {
    draw(chart, start, stop);
    document.querySelector("[data-brush-words]").textContent = words.formatRange(day(chart, start), day(chart, stop - 1));
  }

  function ask(values) {
    const filters = document.getElementById("filters");
    for (const [name, value] of Object.entries({ day: "", ...values })) filters.elements.namedItem(name).value = value;
    filters.requestSubmit();
  }

  // An edge of the whole history asks for no day, so that what comes later is in the list too.
  function period(chart, start, stop) {
    const open = chart.dataset.open === "yes" && start === 0;
    return { from: open ? "" : text(chart, start), to: stop === length(chart) ? "" : text(chart, stop - 1) };
  }

  function send(chart) {
    clearTimeout(wait);
    if (chart.isConnected && String(chosen(chart)) !== String(before)) ask(period(chart, ...chosen(chart)));
    before = null;
  }

  function cancel(chart) {
    clearTimeout(wait);
    if (before) move(chart, ...before);
    before = drag = held = null;
  }

  // The place of the pointer, in days.
  function at(chart, event) {
    const box = chart.getBoundingClientRect();
    return Math.max(0, Math.min(length(chart), ((event.clientX - box.left) / box.width) * length(chart)));
  }

  // What is drawn under the pointer, or near it: { at, count } of a bar, 0 where nothing is.
  function bar(chart, event) {
    const unit = chart.dataset.hours / 24;
    chart.bars ??= parseBars(chart.querySelector(".tot").getAttribute("d"));
    const exact = Math.min(at(chart, event), length(chart) - unit / 2) / unit;
    const place = findBar(chart.bars, exact, (SLIP / chart.clientWidth) * (length(chart) / unit));
    return { at: place * unit, unit, count: chart.bars.get(place) ?? 0 };
  }

  // The list goes to the bar's day, its first in the list's order; the period gives way when it has none of it.
  function visit(chart, { at: first, unit }) {
    const last = Math.min(Math.ceil(first + unit), length(chart)) - 1;
    const [start, stop] = chosen(chart);
    const oldest = document.getElementById("filters").elements.namedItem("order")?.value === "oldest";
    const target = text(chart, oldest ? Math.floor(first) : last);
    ask({ day: target, ...(first < stop && last >= start ? {} : period(chart, 0, length(chart))) });
  }

  // How many of a bar the filter leaves: those that are drawn in colours.
  function left(chart, place) {
    const paths = [...chart.querySelectorAll("path:not(.tot)")].map((path) => path.getAttribute("d")).join("");
    return countColoured(paths, place);
  }

  function tip(chart, event) {
    const label = chart.querySelector(".tip");
    const { at: first, unit, count } = bar(chart, event);
    const filtered = left(chart, Math.round(first / unit));
    const when = unit < 1 ? hourly.format(day(chart, first)) : words.formatRange(day(chart, first), day(chart, first + unit - 1));
    const sentence = filtered < count ? "filtered" : count > 1 ? "many" : count ? "one" : "none";
    const values = { when, count, filtered };
    label.textContent = WORDS[sentence].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    label.hidden = false;
    const half = label.offsetWidth / 2;
    const x = event.clientX - chart.getBoundingClientRect().left;
    label.style.left = `${Math.max(half, Math.min(chart.clientWidth - half, x))}px`;
  }

  document.addEventListener("pointerdown", (event) => {
    const chart = event.target.closest("[data-brush]");
    if (!chart || event.button || !event.isPrimary || event.target.closest("a")) return;
    clearTimeout(wait);
    const handle = event.target.closest(".hnd")?.id;
    before ??= chosen(chart);
    drag = { chart, handle, anchor: at(chart, event), x: event.clientX, moved: false };
    chart.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    const over = drag?.chart ?? event.target.closest?.("[data-brush]");
    if (over && !event.target.closest("a")) tip(over, event);
    if (!drag) return;
    const { chart, anchor, handle, x } = drag;
    drag.moved ||= Math.abs(event.clientX - x) > SLIP;
    if (!drag.moved) return;
    const place = at(chart, event);
    const [start, stop] = chosen(chart);
    if (handle === "brush-start") move(chart, Math.min(Math.round(place), stop - 1), stop);
    else if (handle) move(chart, start, Math.max(Math.round(place), start + 1));
    else move(chart, ...spanDays(anchor, place, length(chart)));
  });

  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { chart, handle, moved } = drag;
    drag = null;
    if (handle || moved) return send(chart);
    before = null;
    const { from, to } = document.getElementById("filters").elements;
    const twice = event.timeStamp - clicked < TWICE && (from.value || to.value);
    clicked = event.timeStamp;
    if (twice) ask({ from: "", to: "" });
    else visit(chart, bar(chart, event));
  });

  document.addEventListener("pointercancel", () => drag && cancel(drag.chart));

  document.addEventListener("pointerout", (event) => {
    const chart = event.target.closest?.("[data-brush]");
    if (chart && !chart.contains(event.relatedTarget)) chart.querySelector(".tip").hidden = true;
  });

  // Before the page's own keys, of which Esc is one.
  document.addEventListener(
    "keydown",
    (event) => {
      const handle = event.target.closest?.(".hnd");
      const chart = drag?.chart ?? handle?.closest("[data-brush]");
      if (!chart || event.ctrlKey || event.altKey || event.metaKey) return;
      const page = Math.max(7, Math.round(length(chart) / 50));
      const arrows = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page };
      const by = { ...arrows, Home: -length(chart), End: length(chart) }[event.key];
      if (event.key === "Escape" && before) cancel(chart);
      else if (!handle || (event.key !== "Enter" && !by)) return;
      else if (!by) send(chart);
      else step(chart, handle, by);
      event.preventDefault();
    },
    true,
  );

  function step(chart, handle, by) {
    const [start, stop] = chosen(chart);
    before ??= [start, stop];
    if (handle.id === "brush-start") move(chart, Math.max(0, Math.min(stop - 1, start + by)), stop);
    else move(chart, start, Math.min(length(chart), Math.max(start + 1, stop + by)));
    held = handle.id;
    clearTimeout(wait); // a held key is one wish
    wait = setTimeout(send, 900, chart);
  }

  function begin() {
    const chart = document.querySelector(".chart:not([data-brush])");
    if (!chart) return;
    chart.dataset.brush = "";
    draw(chart, ...chosen(chart));
    if (held) document.getElementById(held).focus();
    held = null;
  }

  document.addEventListener("swap:done", begin);
  begin();
})();
