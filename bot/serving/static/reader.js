// Better with it, whole without it: marks what a link names, fetches results in place, shows one speaker's quotes.
"use strict";

const CITED = /^#p(\d{1,7}):(\d{1,9})-(\d{1,9})$/;

/** The text nodes of a paragraph that are the article's own, in order. */
function ownText(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node.parentElement.closest("[data-skip]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  });
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Where the character (a code point, as everywhere in whosaid) stands in a string of UTF-16. */
function unit(text, character) {
  let at = 0;
  for (let passed = 0; passed < character && at < text.length; passed += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}

function unmark() {
  for (const mark of document.querySelectorAll(".cited[data-live]")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

/** Sets characters first..last of a paragraph apart; the element to scroll to. */
function mark(root, first, last) {
  let passed = 0;
  let begin = null;
  for (const node of ownText(root)) {
    const length = [...node.data].length;
    const low = Math.max(first - passed, 0);
    const high = Math.min(last - passed, length);
    passed += length;
    if (low >= high) continue;
    const range = document.createRange();
    range.setStart(node, unit(node.data, low));
    range.setEnd(node, unit(node.data, high));
    const span = document.createElement("span");
    span.className = "cited";
    span.dataset.live = "";
    range.surroundContents(span);
    begin ??= span;
  }
  return begin;
}

function follow() {
  unmark();
  const found = CITED.exec(location.hash);
  if (!found) return;
  const paragraph = document.getElementById(`p${found[1]}`);
  const words = paragraph?.querySelector(".words");
  if (!words) return;
  const begin = mark(words, Number(found[2]), Number(found[3])) ?? paragraph;
  begin.tabIndex = -1;
  begin.focus({ preventScroll: true });
  begin.scrollIntoView({ block: "center", behavior: "instant" });
}

/** Only the result comes; when that fails, the form is sent as it would be without this script. */
async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const place = document.getElementById("result");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "x-fragment": "1", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(new FormData(form)),
    });
    place.innerHTML = await response.text(); // made by this site, escaped there
    place.scrollIntoView({ block: "nearest" });
  } catch {
    form.submit();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** One speaker's quotes alone; the same chip again shows all of them. */
function only(event) {
  const chip = event.target.closest(".chip");
  if (!chip) return;
  const chosen = !chip.hasAttribute("aria-current");
  for (const other of document.querySelectorAll(".chip")) other.removeAttribute("aria-current");
  document.body.classList.toggle("only", chosen);
  for (const quote of document.querySelectorAll("mark")) {
    quote.classList.toggle("on", chosen && quote.dataset.s === chip.dataset.s);
  }
  if (chosen) chip.setAttribute("aria-current", "true");
  else event.preventDefault();
}

for (const form of document.querySelectorAll("form[data-live]")) form.addEventListener("submit", ask);
document.querySelector(".speakers")?.addEventListener("click", only);
window.addEventListener("hashchange", follow);
// a second click on the same link marks again
document.addEventListener("click", (event) => {
  if (event.target.closest("a")?.getAttribute("href") === location.hash) follow();
});
follow();
