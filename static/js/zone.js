// Offers the zone of the browser beside the others. A page that changed in place has another address than the one
// that the server wrote into the forms: they are sent with the address that is there now.
(() => {
  "use strict";
  const mine = document.querySelector("[data-zone-mine]");
  const here = () => location.pathname + location.search + location.hash;
  if (!mine) return;

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offered = [...mine.form.elements.namedItem("tz")].map((button) => button.value.toLowerCase());
  if (zone && !offered.includes(zone.toLowerCase())) {
    mine.value = zone;
    mine.textContent = mine.dataset.zoneMine.replace("{zone}", zone.replaceAll("_", " "));
    mine.hidden = false;
  }

  mine.form.addEventListener("submit", () => (mine.form.elements.namedItem("next").value = here()));
  document.querySelector("[data-zone-all]").addEventListener("click", (event) => {
    const link = event.currentTarget;
    link.search = `?next=${encodeURIComponent(here())}`;
  });
})();
