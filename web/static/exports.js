// Shows how far a file is while the service makes and sends it. Without this script, or where
// fetching fails, each link is an ordinary download.
"use strict";
(() => {
  const panel = document.getElementById("progress");
  const text = document.getElementById("progress-text");
  const bar = document.getElementById("progress-bar");
  let busy = false;

  function say(words, share) {
    panel.hidden = false;
    text.textContent = words;
    if (share === null) {
      bar.removeAttribute("value");
    } else {
      bar.value = share;
    }
  }

  async function received(response, label) {
    const total = Number(response.headers.get("Content-Length"));
    const whole = response.headers.get("Content-Encoding") ? 0 : total;
    const reader = response.body.getReader();
    const parts = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return new Blob(parts, { type: response.headers.get("Content-Type") });
      }
      parts.push(value);
      size += value.length;
      say(`${panel.dataset.sending} ${label}`, whole ? Math.min(size / whole, 1) : null);
    }
  }

  function hand(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function fetched(link) {
    const label = link.getAttribute("aria-label") || link.textContent.trim();
    const name = new URL(link.href).pathname.split("/").pop();
    const started = Date.now();
    const clock = () => say(
      `${panel.dataset.making} ${label} (${Math.round((Date.now() - started) / 1000)} s)`, null);
    clock();
    const ticking = setInterval(clock, 1000);
    let response;
    try {
      response = await fetch(link.href);
    } finally {
      clearInterval(ticking);
    }
    if (!response.ok) {
      const problem = await response.json();
      say(`${panel.dataset.failed} ${problem.detail}`, 0);
      return;
    }
    hand(await received(response, label), name);
    say(`${panel.dataset.done} ${label}`, 1);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href*='/exports/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    fetched(link).catch(() => window.location.assign(link.href)).finally(() => { busy = false; });
  });
})();
