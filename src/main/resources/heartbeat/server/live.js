"use strict";
// Shows what is new without a reload. Without it the page works too, and reloads itself.
async function refresh() {
  const main = document.querySelector("main");
  if (document.hidden || !main || main.contains(document.activeElement)) {
    return;
  }
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("main");
      if (fresh && fresh.innerHTML !== main.innerHTML) {
        main.replaceWith(fresh);
      }
    }
  } catch (gone) {
    // It may come back.
  }
}
setInterval(refresh, 10000);
