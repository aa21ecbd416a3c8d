"use strict";
// Shows what is new without a reload. Without it the page works too, and reloads itself.
const EVERY = 10000;
// Without the login that may be in the address: fetch refuses one.
const here = location.origin + location.pathname + location.search;
const stale = document.getElementById("stale");
let seen = new Date();

// Times as the reader's clock shows them; without a script they are in UTC.
function local(time) {
  const two = number => String(number).padStart(2, "0");
  const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" }).formatToParts(time)
    .find(part => part.type === "timeZoneName").value;
  return time.getFullYear() + "-" + two(time.getMonth() + 1) + "-" + two(time.getDate()) + " "
    + two(time.getHours()) + ":" + two(time.getMinutes()) + ":" + two(time.getSeconds()) + " " + zone;
}

function localise(page) {
  const now = local(new Date(page.querySelector("#now").dateTime));
  page.querySelectorAll("time[datetime]").forEach(time => {
    const text = local(new Date(time.dateTime));
    const today = time.id !== "now" && text.slice(0, 10) === now.slice(0, 10);
    time.title = time.dateTime.replace("T", " ").replace("Z", " UTC");
    time.textContent = today ? text.slice(11) : text;
  });
  page.querySelectorAll("figure title").forEach(title => {
    title.textContent = title.textContent.replace(/^([-0-9]{10}) ([:0-9]{8}) UTC/,
      (text, date, clock) => local(new Date(date + "T" + clock + "Z")));
  });
}

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
    stale.textContent = "This page is as of " + local(seen) + " and may be wrong by now: " + why + ".";
    stale.hidden = false;
  }
}

function show(page) {
  const focused = document.activeElement;
  localise(page);
  const fresh = page.querySelectorAll("[data-live]");
  const old = document.querySelectorAll("[data-live]");
  if (fresh.length !== old.length) {
    // Another kind of page, as when the first check is made.
    location.reload();
    return;
  }
  old.forEach((part, i) => {
    // What somebody is writing stays.
    if (part.contains(focused) && focused.matches("input, textarea, select")) {
      return;
    }
    part.querySelectorAll("details[id][open]").forEach(open => {
      const same = fresh[i].querySelector("#" + open.id);
      if (same) {
        same.open = true;
      }
    });
    part.replaceWith(fresh[i]);
  });
  document.title = page.title;
  const icon = page.querySelector("link[rel=icon]").getAttribute("href");
  document.querySelector("link[rel=icon]").href = icon;
  if (!focused.isConnected) {
    const href = focused.getAttribute("href");
    const same = focused.id ? "#" + focused.id : href ? `a[href="${CSS.escape(href)}"]` : null;
    (same ? document.querySelector(same) : null)?.focus({ preventScroll: true });
  }
}

// Copies what is in a field. Without https browsers offer the old way only.
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

// The next times of a schedule, as one types.
function preview(form) {
  const style = new URL(document.querySelector("link[rel=stylesheet]").href);
  const path = location.origin + style.pathname.replace("assets/style.css", "checks/next");
  const next = document.getElementById("next");
  let waiting;
  let asked = 0;
  async function ask() {
    const mine = ++asked;
    const fields = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(path + "?" + fields, { cache: "no-store" });
      const text = await answer.text();
      if (answer.ok && mine === asked) {
        next.innerHTML = text;
      }
    } catch {
      // The button is there, too.
    }
  }
  form.querySelectorAll("[name=when], #period, #times, #zone").forEach(field => {
    field.addEventListener("input", () => {
      if (field.value !== "" && (field.id === "period" || field.id === "times")) {
        document.getElementById("when-" + field.id).checked = true;
      }
      clearTimeout(waiting);
      waiting = setTimeout(ask, 250);
    });
  });
}

localise(document);
document.querySelectorAll("[data-copy]").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
});
if (document.getElementById("next")) {
  preview(document.querySelector("form.edit"));
}
if (document.querySelector("[data-live]")) {
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}
