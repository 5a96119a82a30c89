// Light or dark without a page load. The server keeps the choice in a cookie and writes it into <html data-theme>;
// without this script the same forms do it with a page load.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function show(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    document.querySelector('meta[name="color-scheme"]').content = theme === "auto" ? "light dark" : theme;
    for (const button of document.querySelectorAll(".menu [name=theme]"))
      button.setAttribute("aria-pressed", String(button.value === theme));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    // The toggle turns what is seen, which under "System" only the browser knows.
    const theme = event.submitter.closest(".menu") ? event.submitter.value : dark() ? "light" : "dark";
    const data = new FormData(form);
    data.set("theme", theme);
    show(theme);
    fetch(form.action, { method: "POST", body: data, redirect: "manual" }).catch(() => {});
  });

  // The menu closes as menus do: Escape, or a press elsewhere.
  const close = (menu, back) => {
    menu.open = false;
    if (back) menu.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("[data-menu][open]");
    if (menu && event.key === "Escape") {
      event.stopImmediatePropagation();
      close(menu, true);
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("[data-menu][open]"))
      if (!menu.contains(event.target)) close(menu, false);
  });
})();
