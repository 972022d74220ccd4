// What runs inside the measured main process. Each function stands alone: it is sent there as text.

/**
 * Notes from now on every time the process was not free to run a timer, and the entry of the tray's menu that opens the glance window.
 * One function, because while the app starts each call from outside may be the one that gets lost.
 * @param {typeof import("electron")} electron
 */
export function watchProcess({ Menu }) {
  const build = Menu.buildFromTemplate.bind(Menu);
  Menu.buildFromTemplate = (template) => {
    const menu = build(template);
    const entry = menu.items.find(({ label }) => label === "At a glance");
    if (entry !== undefined) Reflect.set(globalThis, "glanceEntry", entry);
    return menu;
  };
  const everyMs = 5;
  const worthNotingMs = 20;
  const { monitorEventLoopDelay, performance } = process.getBuiltinModule("node:perf_hooks");
  /** @type {Array<{ atMs: number, lengthMs: number, workedMs: number }>} since its start; how long, and what of it was the process's own work */
  const stalls = [];
  const workedMs = () => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000;
  let workedBeforeMs = workedMs();
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  let expectedMs = performance.now() + everyMs;
  const look = () => {
    const lateMs = performance.now() - expectedMs;
    const workedNowMs = workedMs();
    const ownMs = Math.min(lateMs + everyMs, workedNowMs - workedBeforeMs);
    workedBeforeMs = workedNowMs;
    if (lateMs > worthNotingMs) stalls.push({ atMs: Math.round(expectedMs), lengthMs: Math.round(lateMs), workedMs: Math.round(ownMs) });
    expectedMs = performance.now() + everyMs;
    setTimeout(look, everyMs).unref();
  };
  setTimeout(look, everyMs).unref();
  histogram.enable();
  Reflect.set(globalThis, "eventLoopWatch", { stalls, histogram });
}

/** What was noted since the last time. */
export function readEventLoop() {
  /** @typedef {{ stalls: Array<{ atMs: number, lengthMs: number, workedMs: number }>, histogram: import("node:perf_hooks").IntervalHistogram }} Watch */
  const { stalls, histogram } = /** @type {Watch} */ (Reflect.get(globalThis, "eventLoopWatch"));
  const read = {
    stalls: [...stalls],
    p99Ms: histogram.percentile(99) / 1e6,
  };
  stalls.length = 0;
  histogram.reset();
  return read;
}

/**
 * Clicks the entry of the tray's menu and waits for the first frame of the shown window; then hides it again.
 * @param {typeof import("electron")} electron
 * @returns {Promise<number>} how long that took, in milliseconds
 */
export async function openGlance({ BrowserWindow }) {
  const entry = /** @type {{ click(): void }} */ (Reflect.get(globalThis, "glanceEntry"));
  const clickedMs = Date.now();
  entry.click();
  const shown = () =>
    BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().endsWith("/glance.html") && window.isVisible());
  while (shown() === undefined && Date.now() - clickedMs < 10_000) await new Promise((done) => setTimeout(done, 2));
  const window = shown();
  if (window === undefined) throw new Error("the glance window did not open");
  await window.webContents.executeJavaScript("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
  const tookMs = Date.now() - clickedMs;
  window.hide();
  return tookMs;
}
