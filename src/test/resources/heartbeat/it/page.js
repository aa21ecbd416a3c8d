// What a person would stumble over on this page: one line each. Run as the body of a function.
const troubles = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) {
  troubles.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
}

function rgba(css) {
  const [r, g, b, a = 1] = css.match(/[\d.]+/g).map(Number);
  return { r, g, b, a };
}

function behind(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = rgba(getComputedStyle(at).backgroundColor);
    if (colour.a === 1) return colour;
    if (colour.a > 0) troubles.push("a background that is half transparent: " + at.className);
  }
  return rgba(matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18,18,18)" : "rgb(255,255,255)");
}

function luminance({ r, g, b }) {
  const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const texts = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  const parent = node.parentElement;
  const style = getComputedStyle(parent);
  if (!node.data.trim() || parent.closest(".unseen, title, noscript") || style.visibility === "hidden" || !parent.checkVisibility()) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
  if (boxes.length === 0) continue;
  const text = node.data.trim().slice(0, 40);
  const ratio = contrast(rgba(style.color), behind(parent));
  if (ratio < 4.5) {
    troubles.push(`contrast ${ratio.toFixed(2)}: ${text}`);
  }
  for (const word of node.data.matchAll(/(?<=^|\s)\p{L}{2,15}(?=\s|$)/gu)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    if (range.getClientRects().length > 1) {
      troubles.push(`broken word: ${word[0]}`);
    }
  }
  for (const box of boxes) {
    if (box.left < -0.5 || box.right > root.clientWidth + 0.5) {
      troubles.push(`beyond the edge: ${text}`);
    }
    for (let at = parent; at !== document.body; at = at.parentElement) {
      const frame = at.getBoundingClientRect();
      if (getComputedStyle(at).overflow !== "visible" && (box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5)) {
        troubles.push(`cut: ${text}`);
      }
    }
    // A line box is higher than its letters: two of them may touch.
    texts.push({ text, left: box.left + 0.5, right: box.right - 0.5, top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2 });
  }
}
texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
  if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) {
    troubles.push(`overlap: ${a.text} / ${b.text}`);
  }
}));

if (document.querySelectorAll("h1").length !== 1) troubles.push("not one heading");
if (!root.lang || !document.title) troubles.push("no language or title");
document.querySelectorAll("table").forEach(table => {
  if (!table.querySelector("th[scope]")) troubles.push("a table without heads: " + table.className);
});
document.querySelectorAll("input:not([type=hidden]), button, a").forEach(control => {
  const label = control.getAttribute("aria-label") || control.textContent.trim() || control.labels?.[0]?.textContent;
  if (!label) troubles.push("a control without a name: " + control.outerHTML);
});
return troubles;
