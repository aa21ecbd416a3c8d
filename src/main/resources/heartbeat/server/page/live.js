"use strict";
// Shows what is new without a reload. Without it the page works too, and reloads itself.
const EVERY = 10000;
// Without the login that may be in the address: fetch refuses one.
const here = location.origin + location.pathname + location.search;
const stale = document.getElementById("stale");
let seen = new Date();

async function refresh() {
  // Who marks text wants to copy it; a minute is enough for that.
  const marking = !getSelection().isCollapsed && new Date() - seen < 60000;
  if (document.hidden || marking) {
    return;
  }
  try {
    const answer = await fetch(here, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (!answer.ok) {
      throw new Error("the switch answers " + answer.status);
    }
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    seen = new Date();
    stale.hidden = true;
  } catch (failure) {
    const why = failure.message.startsWith("the switch") ? failure.message : "the switch can't be reached";
    const time = seen.toISOString().slice(0, 19).replace("T", " ");
    stale.textContent = "This page is as of " + time + " UTC and may be wrong by now: " + why + ".";
    stale.hidden = false;
  }
}

function show(page) {
  const focused = document.activeElement;
  const fresh = page.querySelectorAll("[data-live]");
  document.querySelectorAll("[data-live]").forEach((old, i) => old.replaceWith(fresh[i]));
  document.title = page.title;
  document.querySelector("link[rel=icon]").href = page.querySelector("link[rel=icon]").getAttribute("href");
  if (!focused.isConnected) {
    const same = focused.id ? "#" + focused.id : `a[href="${CSS.escape(focused.getAttribute("href"))}"]`;
    document.querySelector(same)?.focus({ preventScroll: true });
  }
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
