// The udata table: filters as one types, changes between groups and A–Z in place, and opens what a link's
// fragment points to. Without it the filter is a form and the order a link, and the server does both.
(() => {
  "use strict";
  const panel = () => document.querySelector("[data-udata]");
  const rows = () => [...panel().querySelectorAll("tr.r")];

  // What the row says: the copy button has the whole value, folded or nested as it may be; what is too long for
  // a button stands in its cell as far as it stands on the page.
  const value = (row) => row.querySelector("[data-copy]")?.dataset.copy ?? row.querySelector("td").textContent;
  const says = (row) => `${row.dataset.k}\n${value(row)}`.toLowerCase();

  function remember(name, value) {
    const here = new URL(location.href);
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
    history.replaceState(history.state, "", here);
    const hidden = panel().querySelector(`form input[type=hidden][name=${name}]`);
    if (hidden) hidden.value = value;
  }

  function countGroups() {
    for (const head of panel().querySelectorAll("tr.g")) {
      const shown = head.parentElement.querySelectorAll("tr.r:not([hidden])").length;
      head.hidden = !shown;
      head.querySelector("span").textContent = shown;
    }
  }

  function filter(text) {
    const sought = text.trim().toLowerCase();
    const all = rows();
    let matching = 0;
    for (const row of all) {
      row.hidden = !says(row).includes(sought);
      if (!row.hidden) matching += 1;
    }
    countGroups();
    const empty = panel().querySelector(".ud-f");
    if (empty) {
      const found = empty.querySelector("tr.r:not([hidden])");
      empty.hidden = !found;
      empty.open = Boolean(sought && found);
    }
    const count = panel().querySelector("[data-udata-count]");
    count.hidden = !sought;
    count.textContent = count.dataset.udataCount.replace("{matching}", matching);
    document.getElementById("live").textContent = sought ? count.textContent : "";
    remember("ud", text.trim());
  }

  function groupHead(title) {
    const head = document.createElement("tr");
    head.className = "g";
    const cell = Object.assign(document.createElement("th"), { scope: "rowgroup", colSpan: 2 });
    cell.append(`${title} `, document.createElement("span"));
    head.append(cell);
    return head;
  }

  function order(wanted) {
    const table = panel().querySelector("table[data-groups]");
    const own = [...table.querySelectorAll("tr.r")];
    const fold = (row) => row.dataset.k.toLowerCase();
    own.sort((a, b) => (fold(a) < fold(b) ? -1 : fold(a) > fold(b) ? 1 : 0));
    const titles = wanted === "az" ? [""] : table.dataset.groups.split("\n");
    const bodies = titles.map((title) => {
      const body = document.createElement("tbody");
      const members = title ? own.filter((row) => row.dataset.g === title) : own;
      if (title && members.length) body.append(groupHead(title));
      body.append(...members);
      return body;
    });
    while (table.tBodies[0]) table.tBodies[0].remove();
    table.append(...bodies.filter((body) => body.rows.length));
    countGroups();
    for (const link of panel().querySelectorAll("[data-order]")) {
      if (link.dataset.order === wanted) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    remember("keys", wanted === "az" ? "az" : "");
  }

  // A permalink's key may be folded away among the empty ones or filtered out: bring it into view.
  function reveal() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      return;
    }
    const target = id.startsWith("u-") && document.getElementById(id);
    if (!target) return;
    target.hidden = false;
    const folded = target.closest("details");
    if (folded) folded.hidden = !(folded.open = true);
    target.scrollIntoView({ block: "center" });
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-udata-filter]")) filter(event.target.value);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.closest("[data-udata-filter]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-udata] [data-order]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    order(link.dataset.order);
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
