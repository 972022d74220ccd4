// Everything that a page could ask for and does not get: permissions, navigation, new windows, embedded content.

import { session, shell } from "electron";
import type { App } from "electron";
import type { Logger } from "../ports/logger.ts";
import { APP_ORIGIN } from "./app-protocol.ts";
import { parseUrl } from "./parse-url.ts";

/** The one thing that our own pages may do besides showing themselves: put text on the clipboard when the user asks. */
const GRANTED = "clipboard-sanitized-write";

/** Denies permissions, navigation and windows, for every page there will ever be. Call once, after ready for the session part. */
export function lockDown(app: App, logger: Logger): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, callback) => {
    const isGranted = permission === GRANTED && contents.getURL().startsWith(`${APP_ORIGIN}/`);
    if (!isGranted) logger.warn("a page asked for a permission and was refused", { permission });
    callback(isGranted);
  });
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === GRANTED && origin.startsWith(APP_ORIGIN),
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
  app.on("web-contents-created", (_event, contents) => {
    const refuse = (event: { preventDefault(): void; readonly url: string }): void => {
      if (event.url.startsWith(`${APP_ORIGIN}/`)) return;
      event.preventDefault();
      logger.warn("a page tried to leave the app and was stopped");
    };
    contents.on("will-navigate", refuse);
    contents.on("will-redirect", refuse);
    contents.on("will-frame-navigate", refuse);
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** A URL that may be opened in the browser, normalised; null = refused. Only the web, no credentials. Pure. */
export function externalUrl(text: string): string | null {
  const url = parseUrl(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  if (url.username !== "" || url.password !== "") return null;
  return url.href;
}

/** Opens a web page in the user's browser. Resolves to false when the address is refused. */
export async function openExternal(text: string): Promise<boolean> {
  const url = externalUrl(text);
  if (url === null) return false;
  await shell.openExternal(url);
  return true;
}
