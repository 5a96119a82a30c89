// Changes one part of a page without a page load. What it works on are links and forms, which do without it:
//
//   <a data-swap="timeline">, <form data-swap="timeline">   the #timeline of the page that it leads to takes the place
//                              of ours, and the address follows; so for every link within an element that says so.
//                              Such a form goes when a choice in it changes, too
//   data-swap-take="#list > *" on a link: these of the answer take the place instead, and the address stays
//   data-swap-with="source"    on what is replaced: the element elsewhere that is replaced along with it
//   data-swap-from="/path"     an element with an ID that is filled from there once it is in the page
//
// The server is told which part is wanted (X-Swap) and may answer with less than a page: then X-Swap names the element
// that all of it goes into; a failure goes into #notice, and the page keeps what it showed. Content-Location is the
// address to show. Where an answer can't be used (it leads elsewhere, since somebody has been signed out, or is a page
// of another kind), the browser goes there. Other scripts hear `swap:before` and `swap:done`, with { part, url }, on the document.
(() => {
  "use strict";
  const WORDS = {
    unreachable: "UCS Viewer can’t be reached",
    network: "Check your network and try again. The page still shows the earlier data.",
    wrong: "Something went wrong",
    status: "UCS Viewer answered {status}. The page still shows the earlier data.",
  };
  const asked = new Map(); // part → the request that is on its way; a newer one ends it
  const element = (id) => document.getElementById(id);
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`swap:${name}`, { detail }));

  function busy(part, is) {
    element("progress").classList.toggle("on", asked.size > 0);
    if (is) element(part)?.setAttribute("aria-busy", "true");
    else element(part)?.removeAttribute("aria-busy");
  }

  // The answer and its page; null when a newer request took its place, undefined when there was no answer.
  async function ask(part, url) {
    asked.get(part)?.abort();
    const mine = new AbortController();
    asked.set(part, mine);
    busy(part, true);
    try {
      const answer = await fetch(url, { headers: { "X-Swap": part }, redirect: "manual", signal: mine.signal });
      return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
    } catch {
      return mine.signal.aborted ? null : undefined;
    } finally {
      if (asked.get(part) === mine) {
        asked.delete(part);
        busy(part, false);
      }
    }
  }

  function notice(title, text) {
    const section = document.createElement("section");
    section.className = "panel error-page";
    section.setAttribute("role", "alert");
    section.innerHTML = '<div class="err"><h2></h2><p></p></div>';
    section.querySelector("h2").textContent = title;
    section.querySelector("p").textContent = text;
    element("notice").replaceChildren(section);
  }

  // What has the focus keeps it, where the new part has it too.
  function put(here, fresh, page) {
    const focused = here.contains(document.activeElement) ? document.activeElement.id : "";
    const along = element(here.dataset.swapWith);
    along?.replaceWith(page.getElementById(along.id) ?? along);
    here.replaceWith(...fresh);
    if (focused) element(focused)?.focus({ preventScroll: true });
    fill();
  }

  function follow(part, address) {
    if (new URL(address, location).href === location.href) return;
    history.replaceState({ ...history.state, swap: part }, "");
    history.pushState({ swap: part, depth: (history.state.depth ?? 0) + 1 }, "", address); // depth: so many are of this page
  }

  function go(url) {
    if (new URL(url, location).href === location.href) location.reload();
    else location.assign(url);
  }

  // `take` selects from the answer what takes the place; `address` says whether the address follows.
  async function swap(part, url, { take = "", address = !take } = {}) {
    const got = await ask(part, url);
    if (got === null) return;
    if (!got) {
      notice(WORDS.unreachable, WORDS.network);
      return;
    }
    const { answer, page } = got;
    if (answer.type === "opaqueredirect") {
      go(url);
      return;
    }
    const into = answer.headers.get("X-Swap");
    const here = element(into ?? part);
    if (!here) return;
    if (into) {
      if (into !== "notice") element("notice").replaceChildren();
      here.replaceChildren(...page.body.childNodes);
    } else if (answer.status >= 500) {
      notice(WORDS.wrong, WORDS.status.replace("{status}", answer.status));
      return;
    } else {
      const fresh = [...page.querySelectorAll(take || `#${CSS.escape(part)}`)];
      if (!fresh.length) {
        go(url);
        return;
      }
      element("notice").replaceChildren();
      tell("before", { part, url });
      if (address) follow(part, answer.headers.get("Content-Location") ?? url);
      document.title = page.title;
      put(here, fresh, page);
    }
    tell("done", { part, url });
  }

  function fill() {
    for (const part of document.querySelectorAll("[data-swap-from]")) {
      const from = part.dataset.swapFrom;
      delete part.dataset.swapFrom;
      swap(part.id, from, { address: false });
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const part = link?.closest("[data-swap]")?.dataset.swap;
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link?.getAttribute("target");
    if (!element(part) || elsewhere || event.defaultPrevented || link.hasAttribute("download")) return;
    event.preventDefault();
    swap(part, new URL(link.getAttribute("href"), location).href, { take: link.dataset.swapTake });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!element(form.dataset.swap) || event.defaultPrevented) return;
    event.preventDefault();
    const url = new URL(form.getAttribute("action"), location);
    url.search = new URLSearchParams(new FormData(form, event.submitter));
    swap(form.dataset.swap, url.href);
  });

  document.addEventListener("change", (event) => {
    if (event.target.type !== "search" && event.target.form?.dataset.swap) event.target.form.requestSubmit();
  });

  addEventListener("popstate", (event) => {
    if (!event.state?.swap) return;
    if (element(event.state.swap)) swap(event.state.swap, location.href, { address: false });
    else location.reload();
  });

  fill();
})();
