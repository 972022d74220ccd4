// The window's only way to the app, with answers unwrapped. No state, no caching.

import type {
  EventChannel,
  EventPayloads,
  RendererApi,
  RequestChannel,
  RequestPayload,
  RequestReplies,
} from "../../shared/ipc/contract.ts";
import type { AppError, ErrorCode } from "../../shared/errors.ts";
import type { Said, Told } from "../../shared/i18n/said.ts";

/** A request that the main process answered with an expected failure. `message` is meant for people. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  /** The message for whoever does not read English; undefined = only a system or a server could say it. */
  readonly said: Said | undefined;

  constructor(error: AppError) {
    super(error.message);
    this.name = "RequestError";
    this.code = error.code;
    this.said = error.said;
  }
}

export interface Client {
  /** @throws RequestError for every failure, a broken connection included (`unavailable`). */
  request<C extends RequestChannel>(channel: C, payload: RequestPayload<C>): Promise<RequestReplies[C]>;
  /** Returns the unsubscribe. */
  on<C extends EventChannel>(channel: C, listener: (payload: EventPayloads[C]) => void): () => void;
}

/** Wraps what the preload script offers. */
export function createClient(api: RendererApi): Client {
  return {
    async request(channel, payload) {
      const result = await api.request(channel, payload).catch((cause: unknown) => {
        throw new RequestError({ code: "unavailable", message: cause instanceof Error ? cause.message : String(cause) });
      });
      if (!result.ok) throw new RequestError(result.error);
      return result.value;
    },
    on: (channel, listener) => api.on(channel, listener),
  };
}

/** What to tell people about anything that was thrown, to be shown in their language. */
export function describeError(error: unknown): Told {
  if (error instanceof RequestError && error.said !== undefined) return { message: error.message, said: error.said };
  return { message: error instanceof Error ? error.message : String(error) };
}
