// The transcript. Brings the line that the address names into view and marks it, also where the transcript came
// into the page after the address was read (swap.js), when the browser itself does neither. Finds as one types:
// without it the field is a form, and the server marks what it finds. Gives the whole as text to be copied.

// As the server compares: without case and accents; a sigma that ends a word is a sigma.
export const fold = (text) =>
  text.normalize("NFKD").replace(/[\p{M}\u2066-\u2069]/gu, "").toUpperCase().toLowerCase().replaceAll("ς", "σ");

// Where a folded text occurs in one that is not, at most so often: [start, end] of each.
export function findPlaces(text, sought, most) {
  const places = []; // of each folded character, in the text
  let all = "";
  let at = 0;
  for (const character of text) {
    const piece = fold(character);
    for (let i = 0; i < piece.length; i += 1) places.push([at, at + character.length]);
    all += piece;
    at += character.length;
  }
  const found = [];
  for (let from = all.indexOf(sought); from >= 0 && found.length < most; from = all.indexOf(sought, from + sought.length))
    found.push([places[from][0], places[from + sought.length - 1][1]]);
  return found;
}

(() => {
  const MOST = 2000; // marks, as the server's
  const form = () => document.querySelector("[data-log-find]");
  const hits = () => [...document.querySelectorAll(".log > .hit")];
  let typed = 0;

  function show() {
    const name = location.hash.slice(1);
    document.querySelectorAll(".log > .tg").forEach((line) => line.classList.remove("tg"));
    const line = /^[mnes]\d+$/.test(name) ? document.getElementById(name) : null;
    if (!line?.closest(".log")) return;
    line.classList.add("tg");
    line.scrollIntoView({ block: "center" });
  }

  function unmark(log) {
    for (const mark of log.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
    for (const part of log.querySelectorAll("[data-find]")) part.normalize();
    for (const line of log.querySelectorAll(":scope > .hit")) line.classList.remove("hit");
    for (const link of log.querySelectorAll(".near")) link.remove();
  }

  function wrap(node, start, end) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    range.surroundContents(document.createElement("mark"));
  }

  // Marks in one element, from the last to the first so that places stay right; gives how many.
  function mark(part, sought, left) {
    if (!fold(part.textContent).includes(sought)) return 0;
    const nodes = [];
    let text = "";
    for (const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT); walk.nextNode(); ) {
      nodes.push([walk.currentNode, text.length]);
      text += walk.currentNode.data;
    }
    const found = findPlaces(text, sought, left);
    for (const [start, end] of found.reverse())
      for (const [node, first] of [...nodes].reverse()) {
        const from = Math.max(start - first, 0);
        const to = Math.min(end - first, node.data.length);
        if (from < to) wrap(node, from, to);
      }
    part.closest(".log > li").classList.add("hit");
    return found.length;
  }

  function remember(text) {
    const here = new URL(location.href);
    if (text) here.searchParams.set("find", text);
    else here.searchParams.delete("find");
    history.replaceState(history.state, "", here);
    for (const field of document.querySelectorAll("input[type=hidden][name=find]")) field.value = text;
  }

  function find(text) {
    const log = document.querySelector(".log");
    const sought = fold(text.trim());
    unmark(log);
    let left = MOST;
    if (sought) for (const part of log.querySelectorAll("[data-find]")) if (left > 0) left -= mark(part, sought, left);
    const count = hits().length;
    form().querySelector(".log-found").hidden = !text.trim();
    const counter = form().querySelector("[data-log-count]");
    counter.textContent = count === 1 ? counter.dataset.one : counter.dataset.many.replace("{number}", count.toLocaleString("en"));
    remember(text.trim());
  }

  function step(by) {
    const lines = hits();
    if (!lines.length) return;
    const here = lines.findIndex((line) => line.classList.contains("tg"));
    const next = lines[here < 0 ? (by > 0 ? 0 : lines.length - 1) : (here + by + lines.length) % lines.length];
    history.replaceState(history.state, "", `#${next.id}`);
    show();
  }

  // A line each: when, who, what; as it is read, with what is folded left folded.
  function asText() {
    const say = (element) => element?.textContent.trim() ?? "";
    const lines = [...document.querySelectorAll(".log > li:not(.hush)")].map((line) => {
      const when = say(line.querySelector("time")).split(",")[0].trim();
      const who = [...line.querySelectorAll(".who > span")].map(say).join(" ");
      const what = say(line.querySelector(".tx > [data-find], .ev-t > [data-find]"));
      const tags = [...line.querySelectorAll(".tx > .chip, .ev-t > .chip")].map((tag) => ` [${say(tag)}]`).join("");
      return who ? `${when}  ${who}: ${what}${tags}` : `${when}  ${what}${tags}`;
    });
    return `${lines.join("\n")}\n`;
  }

  document.addEventListener("input", (event) => {
    if (!event.target.closest("[data-log-find]") || event.target.name !== "find") return;
    clearTimeout(typed);
    typed = setTimeout(() => form() && find(event.target.value), 120);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.closest("[data-log-find]")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.closest("[data-log-find] [name=find]")) return;
    event.preventDefault();
    clearTimeout(typed);
    find(event.target.value);
    step(event.shiftKey ? -1 : 1);
  });
  document.addEventListener(
    "click",
    (event) => {
      const stepping = event.target.closest("[data-log-step]");
      const copying = event.target.closest("[data-log-copy]");
      if (copying) copying.dataset.copy = asText(); // copy.js, which comes next, copies it
      if (!stepping || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      step(Number(stepping.dataset.logStep));
    },
    true,
  );
  addEventListener("hashchange", show);
  document.addEventListener("swap:done", (event) => event.detail.part === "content" && show());
  show();
})();
