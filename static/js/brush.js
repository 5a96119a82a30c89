// The brush on the activity strip: drag across days, or move a handle by mouse, touch or arrow keys. Letting go
// sends the filter form with the two days, as if they had been typed there. It counts in days from data-first.
(() => {
  "use strict";
  const DAY = 864e5;
  const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 };
  let drag = null; // { chart, anchor } across days, or { chart, handle }
  let before = null;
  let wait = 0;
  let held = null; // the handle that a key moved

  const handles = (chart) => [chart.querySelector("#brush-start"), chart.querySelector("#brush-stop")];
  const day = (chart, at) => new Date(Date.parse(chart.dataset.first) + at * DAY);

  // From the first chosen day to the one behind the last.
  function chosen(chart) {
    const [start, stop] = handles(chart);
    return [Number(start.getAttribute("aria-valuenow")), Number(stop.getAttribute("aria-valuenow")) + 1];
  }

  function draw(chart, start, stop) {
    const days = Number(chart.dataset.days);
    const [first, last] = handles(chart);
    first.style.left = `${(100 * start) / days}%`;
    last.style.left = `${(100 * stop) / days}%`;
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

  function say(chart) {
    const [first, last] = handles(chart);
    const text = `${first.getAttribute("aria-valuetext")} – ${last.getAttribute("aria-valuetext")}`;
    document.querySelector("[data-brush-words]").textContent = text;
  }

  function move(chart, start, stop) {
    draw(chart, start, stop);
    say(chart);
  }

  // An edge of the whole history asks for no day, so that what comes later is in the list too.
  function send(chart) {
    const [start, stop] = chosen(chart);
    const open = chart.dataset.open === "yes";
    const last = stop === Number(chart.dataset.days);
    const text = (at) => day(chart, at).toISOString().slice(0, 10);
    const form = document.getElementById("filters");
    form.elements.namedItem("from").value = open && start === 0 ? "" : text(start);
    form.elements.namedItem("to").value = last ? "" : text(stop - 1);
    form.requestSubmit();
  }

  function at(chart, event) {
    const box = chart.getBoundingClientRect();
    const days = Number(chart.dataset.days);
    return Math.max(0, Math.min(days, ((event.clientX - box.left) / box.width) * days));
  }

  document.addEventListener("pointerdown", (event) => {
    const chart = event.target.closest("[data-brush]");
    if (!chart || event.button) return;
    const handle = event.target.closest(".hnd");
    before = chosen(chart);
    drag = handle ? { chart, handle: handle.id } : { chart, anchor: at(chart, event) };
    chart.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const { chart, anchor, handle } = drag;
    const place = at(chart, event);
    const [start, stop] = chosen(chart);
    if (handle === "brush-start") move(chart, Math.min(Math.round(place), stop - 1), stop);
    else if (handle) move(chart, start, Math.max(Math.round(place), start + 1));
    else {
      const from = Math.floor(Math.min(anchor, place));
      move(chart, Math.min(from, Number(chart.dataset.days) - 1), Math.max(Math.ceil(Math.max(anchor, place)), from + 1));
    }
  });

  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { chart } = drag;
    drag = null;
    if (String(chosen(chart)) !== String(before)) send(chart);
  });

  document.addEventListener("pointercancel", () => {
    if (drag) draw(drag.chart, ...before);
    drag = null;
  });

  document.addEventListener("keydown", (event) => {
    const handle = event.target.closest(".hnd");
    const chart = handle?.closest("[data-brush]");
    if (!chart || event.ctrlKey || event.altKey || event.metaKey) return;
    const days = Number(chart.dataset.days);
    const by = { ...steps, Home: -days, End: days }[event.key];
    if (!by) return;
    event.preventDefault();
    const [start, stop] = chosen(chart);
    if (handle.id === "brush-start") move(chart, Math.max(0, Math.min(stop - 1, start + by)), stop);
    else move(chart, start, Math.min(days, Math.max(start + 1, stop + by)));
    held = handle.id;
    clearTimeout(wait); // a held key is one wish
    wait = setTimeout(() => chart.isConnected && send(chart), 500);
  });

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
