// A permalink may name one message (#m5). The browser keeps that part to itself: it survives the redirect to the
// sign-in, but the form would lose it, so it is put behind the path that the form goes on to.
document.querySelector("[data-keep-fragment]")?.addEventListener("submit", (event) => {
  const next = event.target.elements.namedItem("next");
  if (next.value && location.hash && !next.value.includes("#")) next.value += location.hash;
});
