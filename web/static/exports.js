// Shows how far a file is while the service makes and sends it. Without this script, or where
// fetching fails, each link is an ordinary download. A module, so that its names are its own.

export {};

const panel = /** @type {HTMLElement} */ (document.getElementById("progress"));
const text = /** @type {HTMLElement} */ (document.getElementById("progress-text"));
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("progress-bar"));
const KEPT_MS = 60000;
let busy = false;

/**
 * @param {string} words
 * @param {number | null} share between 0 and 1, `null` where it is not known
 */
function say(words, share) {
  panel.hidden = false;
  text.textContent = words;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
}

/**
 * @param {Response} response
 * @param {string} label
 */
async function received(response, label) {
  const total = Number(response.headers.get("Content-Length"));
  const whole = response.headers.get("Content-Encoding") ? 0 : total;
  const reader = response.body?.getReader();
  /** @type {BlobPart[]} */
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return new Blob(parts, { type: response.headers.get("Content-Type") ?? "" });
    parts.push(value);
    size += value.length;
    say(`${panel.dataset.sending} ${label}`, whole ? Math.min(size / whole, 1) : null);
  }
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

/** @param {HTMLAnchorElement} link */
async function fetched(link) {
  const label = link.getAttribute("aria-label") || link.textContent?.trim() || "";
  const name = new URL(link.href).pathname.split("/").pop() ?? "";
  const started = Date.now();
  const clock = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`${panel.dataset.making} ${label} (${seconds} s)`, null);
  };
  clock();
  const ticking = setInterval(clock, 1000);
  const response = await fetch(link.href).finally(() => clearInterval(ticking));
  if (!response.ok) {
    const problem = await response.json();
    say(`${panel.dataset.failed} ${problem.detail}`, 0);
    return;
  }
  hand(await received(response, label), name);
  say(`${panel.dataset.done} ${label}`, 1);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const link = target?.closest("main a[href*='/exports/']");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!(link instanceof HTMLAnchorElement) || !plain) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  fetched(link)
    .catch(() => window.location.assign(link.href))
    .finally(() => {
      busy = false;
    });
});
