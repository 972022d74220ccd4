// Who may talk to the main process: the main frame of one of our own windows, on our own origin.

import type { IpcMainInvokeEvent } from "electron";
import { APP_ORIGIN } from "../app-protocol.ts";
import { parseUrl } from "../parse-url.ts";

/** What of an IPC event decides whether it is trusted. */
export type SenderFacts = Pick<IpcMainInvokeEvent, "senderFrame" | "sender">;

/** Whether a message comes from where only our own pages can send. `ownContents` holds the ids of our windows' contents. */
export function isTrustedSender(event: SenderFacts, ownContents: ReadonlySet<number>): boolean {
  const frame = event.senderFrame;
  if (frame === null || frame === undefined || frame.parent !== null) return false;
  if (!ownContents.has(event.sender.id)) return false;
  return parseUrl(frame.url)?.origin === APP_ORIGIN || frame.url.startsWith(`${APP_ORIGIN}/`);
}
