// The only place that touches ipcMain: checks the sender, parses the payload with its schema, calls the handler, and
// turns whatever happens into an answer. A refused message gets no facts about why beyond its code.

import type { IpcMain, IpcMainInvokeEvent } from "electron";
import { say } from "../../../shared/i18n/said.ts";
import { REQUEST_SCHEMAS } from "../../../shared/ipc/contract.ts";
import type { ParsedPayload, RequestChannel, RequestReplies } from "../../../shared/ipc/contract.ts";
import type { IpcResult } from "../../../shared/ipc/result.ts";
import type { SettingsChannel } from "../../../shared/ipc/settings-channels.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { AppError } from "../../../shared/errors.ts";
import type { Logger } from "../../ports/logger.ts";
import { isTrustedSender } from "./sender.ts";

/** A handler's way to fail in an expected way. */
export class RequestError extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.name = "RequestError";
    this.error = error;
  }
}

/** Who asked. */
export interface RequestOrigin {
  readonly contentsId: number;
}

/** One handler for each channel; a missing one does not compile. */
export type RequestHandlers = {
  readonly [C in RequestChannel]: (payload: ParsedPayload<C>, origin: RequestOrigin) => RequestReplies[C] | Promise<RequestReplies[C]>;
};

/** The settings' share of them; see desktop/settings/. */
export type SettingsHandlers = Pick<RequestHandlers, SettingsChannel>;

export interface RouterPorts {
  readonly ipcMain: Pick<IpcMain, "handle" | "removeHandler">;
  readonly logger: Logger;
  readonly ownContents: ReadonlySet<number>;
}

/** Connects the handlers, before they are even made: a page that asks early waits. Returns the way to disconnect them. */
export function connectRequests(handlers: Promise<RequestHandlers>, ports: RouterPorts): () => void {
  const channels = Object.keys(REQUEST_SCHEMAS) as RequestChannel[];
  for (const channel of channels) {
    ports.ipcMain.handle(channel, async (event, payload: unknown) => await answer(channel, handlers, event, payload, ports));
  }
  return () => {
    for (const channel of channels) ports.ipcMain.removeHandler(channel);
  };
}

async function answer<C extends RequestChannel>(
  channel: C,
  handlers: Promise<RequestHandlers>,
  event: IpcMainInvokeEvent,
  payload: unknown,
  { logger, ownContents }: RouterPorts,
): Promise<IpcResult<RequestReplies[C]>> {
  if (!isTrustedSender(event, ownContents)) {
    logger.warn("a message from a foreign sender was refused", { channel });
    return err("forbidden", say("errors.request.foreign"));
  }
  const parsed = parsePayload(channel, payload);
  if (parsed?.success !== true) {
    logger.warn("a message of the wrong shape was refused", { channel });
    return err("bad_request", say("errors.request.shape", { channel }));
  }
  try {
    // The schema of a channel gives exactly the payload that its handler takes; the mapped type cannot say so for a generic C.
    const handler = (await handlers)[channel] as (
      payload: unknown,
      origin: RequestOrigin,
    ) => RequestReplies[C] | Promise<RequestReplies[C]>;
    return ok(await handler(parsed.data, { contentsId: event.sender.id }));
  } catch (error) {
    if (error instanceof RequestError) return { ok: false, error: error.error };
    logger.error("a request failed", { channel, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return err("internal", say("errors.request.bug", { channel }));
  }
}

/** null = so hostile that the schema itself gave up: comparing an object without a primitive value throws. */
function parsePayload(channel: RequestChannel, payload: unknown): ReturnType<(typeof REQUEST_SCHEMAS)[RequestChannel]["safeParse"]> | null {
  try {
    return REQUEST_SCHEMAS[channel].safeParse(payload);
  } catch {
    return null;
  }
}
