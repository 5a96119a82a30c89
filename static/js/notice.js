// When a part of a page can't be had, the server sends its error as a notice (HX-Retarget: #notice) and the page
// keeps what it showed. The notice goes when the next part arrives.
(() => {
  "use strict";
  const notice = () => document.getElementById("notice");

  function failed(title, text) {
    const section = document.createElement("section");
    section.className = "panel error-page";
    section.setAttribute("role", "alert");
    section.innerHTML = '<div class="err"><h2></h2><p></p></div>';
    section.querySelector("h2").textContent = title;
    section.querySelector("p").textContent = text;
    notice().replaceChildren(section);
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const answer = event.detail.xhr;
    if (event.detail.successful) notice().replaceChildren();
    else if (!answer?.status)
      failed("The viewer can't be reached", "What is shown was fetched before. Check the network and try again.");
    else if (!answer.getResponseHeader("HX-Retarget"))
      failed("Something broke in the viewer", `It answered ${answer.status}. What is shown was fetched before.`);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr;
    // An error goes into the page only when the server says where.
    if (answer.status >= 400) event.detail.shouldSwap = Boolean(answer.getResponseHeader("HX-Retarget"));
    // Somebody who is signed out meanwhile gets the sign-in page in place of a part: go there with the whole page.
    if (new URL(answer.responseURL || location.href).pathname === "/sign-in") {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
})();
