/// <reference lib="dom" />
// What runs inside the measured page. Each function stands alone: it is sent there as text.

/** Notes when the first card could be seen. Runs before the page's own scripts. */
export function noteFirstCard() {
  const seen = () => {
    if (document.querySelector("article") === null) return false;
    requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { firstCardMs: performance.now() })));
    return true;
  };
  const observer = new MutationObserver(() => seen() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true });
}

/**
 * Scrolls up and down for a while and returns the time between frames.
 * @param {number} forMs
 * @returns {Promise<number[]>}
 */
export function scrollFor(forMs) {
  const scroller = [...document.querySelectorAll("section")].find((section) => section.scrollHeight > section.clientHeight + 100);
  if (scroller === undefined) throw new Error("nothing scrolls on this page");
  return new Promise((done) => {
    /** @type {number[]} */
    const gapsMs = [];
    const startMs = performance.now();
    let lastMs = startMs;
    let direction = 1;
    /** @param {number} nowMs */
    const frame = (nowMs) => {
      gapsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2) direction = -1;
      else if (scroller.scrollTop <= 0) direction = 1;
      scroller.scrollTop += direction * 30;
      if (nowMs - startMs < forMs) requestAnimationFrame(frame);
      else done(gapsMs.slice(1));
    };
    requestAnimationFrame(frame);
  });
}

/**
 * The same without moving: what live updates alone cost.
 * @param {number} forMs
 * @returns {Promise<number[]>}
 */
export function watchFramesFor(forMs) {
  return new Promise((done) => {
    /** @type {number[]} */
    const gapsMs = [];
    const startMs = performance.now();
    let lastMs = startMs;
    /** @param {number} nowMs */
    const frame = (nowMs) => {
      gapsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      if (nowMs - startMs < forMs) requestAnimationFrame(frame);
      else done(gapsMs.slice(1));
    };
    requestAnimationFrame(frame);
  });
}
