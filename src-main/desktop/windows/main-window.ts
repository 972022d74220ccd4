// The main window: made when first shown, hidden instead of closed, survives the crash of its page.

import { BrowserWindow, nativeTheme, screen } from "electron";
import type { NavigationTarget } from "../../../shared/ipc/schemas.ts";
import type { Logger } from "../../ports/logger.ts";
import type { MonitorDelta } from "../../../shared/model/status.ts";
import { APP_ORIGIN } from "../app-protocol.ts";
import { clampBounds, DEFAULT_SIZE, SMALLEST_SIZE } from "./window-bounds.ts";
import type { WindowBounds } from "./window-bounds.ts";
import { createDeltaGate } from "./delta-gate.ts";
import { backgroundColour, secureWindowOptions } from "./window-options.ts";

/** A page that crashes more often than this within a minute stays closed until it is opened again. */
const MOST_CRASHES_A_MINUTE = 3;
/** A page that has not painted by then is shown all the same. */
const SHOW_AFTER_MS = 3_000;

export interface MainWindowPorts {
  /** Where the window was; kept when it is closed. */
  readonly place: { bounds: WindowBounds | null };
  readonly logger: Logger;
  readonly preloadFile: string;
  readonly iconFile: string;
  /** Tells which contents are ours; called with each new and each gone id. */
  readonly onContents: (id: number, exists: boolean) => void;
  /** The user closed the window; true = keep the app in the tray. */
  readonly onClose: () => boolean;
}

export interface MainWindow {
  /** Shows the window, making it if needed, and goes to a place if one is given. */
  show(target?: NavigationTarget): void;
  /** Sends an event to the page; nothing happens while there is no window. */
  send(channel: string, payload: unknown): void;
  /** Sends what changed, at once or when the window is shown again. */
  sendDelta(delta: MonitorDelta): void;
  readonly isOpen: boolean;
  readonly window: BrowserWindow | null;
  /** Closes for good. */
  dispose(): void;
}

export function createMainWindow(ports: MainWindowPorts): MainWindow {
  let window: BrowserWindow | null = null;
  let isQuitting = false;
  let crashes: number[] = [];
  let pending: NavigationTarget | undefined;
  const deltas = createDeltaGate((delta) => send("monitor:changed", delta));

  const send = (channel: string, payload: unknown): void => {
    if (window !== null && !window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(channel, payload);
  };

  const open = (): BrowserWindow => {
    const saved = ports.place.bounds;
    const areas = screen.getAllDisplays().map((display) => display.workArea);
    const bounds = saved === null ? null : clampBounds(saved, areas);
    const created = new BrowserWindow({
      ...secureWindowOptions(ports.preloadFile),
      ...(bounds ?? DEFAULT_SIZE),
      minWidth: SMALLEST_SIZE.width,
      minHeight: SMALLEST_SIZE.height,
      title: "Sentray",
      icon: ports.iconFile,
      backgroundColor: backgroundColour(nativeTheme.shouldUseDarkColors),
      autoHideMenuBar: true,
    });
    const contentsId = created.webContents.id;
    ports.onContents(contentsId, true);
    if (saved?.isMaximized === true) created.maximize();
    // Once, by whichever comes first; not at all when it was closed before.
    const reveal = (): void => {
      keepHidden();
      created.show();
    };
    const revealTimer = setTimeout(reveal, SHOW_AFTER_MS);
    const keepHidden = (): void => {
      clearTimeout(revealTimer);
      created.off("ready-to-show", reveal);
    };
    created.once("ready-to-show", reveal);
    created.webContents.on("did-finish-load", () => {
      if (pending !== undefined) created.webContents.send("app:navigation-requested", pending);
      pending = undefined;
    });
    created.webContents.on("render-process-gone", (_event, details) => onPageGone(created, details.reason));
    created.on("close", (event) => {
      ports.place.bounds = { ...created.getNormalBounds(), isMaximized: created.isMaximized() };
      if (isQuitting || !ports.onClose()) return;
      event.preventDefault();
      keepHidden();
      created.hide();
    });
    created.on("show", () => deltas.open());
    created.on("hide", () => deltas.close());
    created.on("closed", () => {
      deltas.close();
      clearTimeout(revealTimer);
      ports.onContents(contentsId, false);
      window = null;
    });
    void created.loadURL(`${APP_ORIGIN}/index.html`);
    return created;
  };

  const onPageGone = (gone: BrowserWindow, reason: string): void => {
    if (isQuitting || reason === "clean-exit") return;
    const nowMs = Date.now();
    crashes = [...crashes.filter((atMs) => nowMs - atMs < 60_000), nowMs];
    ports.logger.error("the window's page died; watching goes on", { reason, crashes: crashes.length });
    if (crashes.length > MOST_CRASHES_A_MINUTE) gone.destroy();
    else gone.webContents.reload();
  };

  return {
    show(target) {
      if (window === null) {
        pending = target;
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (target === undefined) return;
      if (window.webContents.isLoading()) pending = target;
      else window.webContents.send("app:navigation-requested", target);
    },
    send,
    sendDelta: (delta) => deltas.accept(delta),
    get isOpen() {
      return window !== null && window.isVisible();
    },
    get window() {
      return window;
    },
    dispose() {
      isQuitting = true;
      window?.destroy();
    },
  };
}
