// Keeps the tray in step with the monitor, and does what its menu says. Decides when it is drawn; how, is for the model and the icon.

import { assertNever } from "../../../shared/assert-never.ts";
import { createTranslator } from "../../../shared/i18n/create.ts";
import type { Translator } from "../../../shared/i18n/create.ts";
import { createFormatter } from "../../../shared/i18n/format.ts";
import type { Formatter } from "../../../shared/i18n/format.ts";
import type { Language } from "../../../shared/i18n/languages.ts";
import type { NavigationTarget } from "../../../shared/ipc/schemas.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../../ports/clock.ts";
import type { Monitor } from "../../ports/monitor.ts";
import { nextMorning } from "../next-morning.ts";
import type { AppTray } from "./tray.ts";
import { createTrayFeed } from "./tray-feed.ts";
import { trayModel } from "./tray-model.ts";
import type { TrayAction } from "./tray-model.ts";

/** Its durations ("failing for 4 min") are redrawn this often. */
const REDRAW_MS = 30_000;
/** Changes are drawn this soon, and never more often. */
const PACE_MS = 500;

export interface TrayDeskPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly monitor: Pick<Monitor, "snapshot" | "on" | "checkNow" | "pause" | "resume">;
  /** The language at the moment; the user may change it. */
  readonly language: () => Language;
  readonly createIcon: (onAction: (action: TrayAction) => void) => AppTray;
  readonly showMain: (target?: NavigationTarget) => void;
  readonly toggleGlance: () => void;
  readonly quit: () => void;
}

/** A tray that is drawn by itself until it is disposed. */
export interface TrayDesk {
  /** Draws at once, for what the monitor doesn't know: another language. */
  draw(): void;
  dispose(): void;
}

interface Words {
  readonly language: Language;
  readonly translator: Translator;
  readonly format: Formatter;
}

/** Puts the icon into the tray. What it tells is drawn at the usual pace: at a start, the window is waited for. */
export function openTrayDesk(ports: TrayDeskPorts): TrayDesk {
  const { clock, timers, monitor } = ports;
  const icon = ports.createIcon((action) => perform(action, ports));
  const feed = createTrayFeed(() => monitor.snapshot());
  let words: Words | null = null;
  let next: TimerHandle | null = null;
  let isSoon = true;

  function wordsNow(): Words {
    const language = ports.language();
    if (words?.language !== language) words = { language, translator: createTranslator(language), format: createFormatter(language) };
    return words;
  }

  function drawAfter(delayMs: number): void {
    next?.cancel();
    next = timers.setTimer(delayMs, draw);
  }

  function draw(): void {
    const { translator, format } = wordsNow();
    icon.render(trayModel(feed.current(), clock.nowMs(), translator, format));
    isSoon = false;
    drawAfter(REDRAW_MS);
  }

  const unsubscribe = monitor.on("changed", (delta) => {
    feed.accept(delta);
    if (isSoon) return;
    isSoon = true;
    drawAfter(PACE_MS);
  });
  // Summing up thousands of endpoints for the first time, and telling of them for the first time, are a turn's work each.
  wordsNow();
  next = timers.setTimer(PACE_MS, () => {
    feed.current();
    drawAfter(0);
  });
  return {
    draw,
    dispose: () => {
      unsubscribe();
      next?.cancel();
      icon.dispose();
    },
  };
}

function perform(action: TrayAction, { monitor, clock, showMain, toggleGlance, quit }: TrayDeskPorts): void {
  switch (action.do) {
    case "open":
      return showMain();
    case "glance":
      return toggleGlance();
    case "show":
      return showMain(action.target);
    case "check-all":
      void monitor.checkNow({ kind: "everything" });
      return;
    case "pause":
      return monitor.pause({ kind: "everything" }, pauseEnd(action.forMs, clock.nowMs()));
    case "resume":
      return monitor.resume({ kind: "everything" });
    case "quit":
      return quit();
    default:
      assertNever(action, "tray action");
  }
}

/** null = until it is resumed. */
function pauseEnd(forMs: number | "tomorrow" | "resumed", nowMs: EpochMs): EpochMs | null {
  if (forMs === "resumed") return null;
  return forMs === "tomorrow" ? nextMorning(nowMs) : nowMs + forMs;
}
