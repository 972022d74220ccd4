// The small window by the tray: made ahead of its first use, so that a click shows it painted.

import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Rectangle } from "electron";
import type { MonitorDelta } from "../../../shared/model/status.ts";
import { APP_ORIGIN } from "../app-protocol.ts";
import { createDeltaGate } from "./delta-gate.ts";
import { backgroundColour, secureWindowOptions } from "./window-options.ts";

const WIDTH = 330;
const MARGIN = 8;
/** A page that has not said its height by then is shown all the same. */
const SHOW_AFTER_MS = 1_500;

export interface GlanceWindow {
  /** Shows it by the tray icon, or hides it when it is shown. */
  toggle(trayBounds: Rectangle): void;
  hide(): void;
  /** Fits the window to its content. */
  fit(heightPx: number): void;
  send(channel: string, payload: unknown): void;
  /** Sends what changed, at once or when the window is shown. */
  sendDelta(delta: MonitorDelta): void;
  readonly contentsId: number;
  dispose(): void;
}

export interface GlanceWindowPorts {
  readonly preloadFile: string;
  readonly onContents: (id: number, exists: boolean) => void;
}

/** Where a popover of this size belongs: beside the icon, within the display. Pure. */
export function popoverPosition(
  tray: Rectangle,
  size: { readonly width: number; readonly height: number },
  area: Rectangle,
): { x: number; y: number } {
  const isAtTop = tray.y + tray.height / 2 < area.y + area.height / 2;
  const x = Math.round(tray.x + tray.width / 2 - size.width / 2);
  const y = isAtTop ? tray.y + tray.height + MARGIN : tray.y - size.height - MARGIN;
  return {
    x: Math.min(Math.max(x, area.x + MARGIN), area.x + area.width - size.width - MARGIN),
    y: Math.min(Math.max(y, area.y + MARGIN), area.y + area.height - size.height - MARGIN),
  };
}

export function createGlanceWindow(ports: GlanceWindowPorts): GlanceWindow {
  const window = new BrowserWindow({
    ...secureWindowOptions(ports.preloadFile),
    width: WIDTH,
    height: 240,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: "Sentray",
    backgroundColor: backgroundColour(nativeTheme.shouldUseDarkColors),
  });
  const contentsId = window.webContents.id;
  const send = (channel: string, payload: unknown): void => {
    if (!window.isDestroyed()) window.webContents.send(channel, payload);
  };
  const deltas = createDeltaGate((delta) => send("monitor:changed", delta));
  window.on("show", () => deltas.open());
  window.on("hide", () => deltas.close());
  let anchor: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  ports.onContents(contentsId, true);
  window.on("blur", () => window.hide());
  window.on("closed", () => ports.onContents(contentsId, false));
  void window.loadURL(`${APP_ORIGIN}/glance.html`);
  // Before its page knew its height there would be an empty box to see.
  let isPainted = false;
  let isWanted = false;
  const showOnceWanted = (): void => {
    if (isPainted) return;
    isPainted = true;
    clearTimeout(patience);
    // A window that was never shown counts as seen: its page would go on drawing, every second, sixty frames long.
    if (isWanted) reveal();
    else window.hide();
  };
  const patience = setTimeout(showOnceWanted, SHOW_AFTER_MS);
  window.on("closed", () => clearTimeout(patience));

  const workArea = (): Rectangle => screen.getDisplayMatching(anchor).workArea;

  const place = (): void => {
    const area = workArea();
    const [width = WIDTH, height = 240] = window.getSize();
    const { x, y } = popoverPosition(anchor, { width, height }, area);
    window.setPosition(x, y);
  };

  const reveal = (): void => {
    isWanted = false;
    place();
    window.show();
    window.focus();
  };

  return {
    toggle(trayBounds) {
      if (window.isVisible()) {
        window.hide();
        return;
      }
      anchor = trayBounds;
      if (isPainted) reveal();
      else isWanted = true;
    },
    hide: () => window.hide(),
    fit(heightPx) {
      window.setContentSize(WIDTH, Math.min(heightPx, workArea().height - 2 * MARGIN));
      if (window.isVisible()) place();
      showOnceWanted();
    },
    send,
    sendDelta: (delta) => deltas.accept(delta),
    contentsId,
    dispose: () => window.destroy(),
  };
}
