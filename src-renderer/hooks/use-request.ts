// A question to the main process as state: loading, answer, failure. The last answer stays while the next one is awaited.

import { useCallback, useEffect, useRef, useState } from "react";
import type { RequestChannel, RequestPayload, RequestReplies } from "../../shared/ipc/contract.ts";
import type { Told } from "../../shared/i18n/said.ts";
import { describeError } from "../api/client.ts";
import { useServices } from "../app/services.ts";
import { useTell } from "./use-tell.ts";

export interface RequestState<T> {
  /** The latest answer; null until there is one. May belong to the question before while `isLoading`. */
  readonly data: T | null;
  readonly isLoading: boolean;
  readonly failure: string | null;
  readonly reload: () => void;
}

interface Settled<T> {
  readonly asked: string;
  readonly data: T | null;
  readonly failure: Told | null;
}

/**
 * Asks whenever the payload, or `revision` (anything that makes the old answer stale), changes. `null` as payload asks nothing.
 * Answers that were overtaken are dropped.
 */
export function useRequest<C extends RequestChannel>(
  channel: C,
  payload: RequestPayload<C> | null,
  revision: string | number | null = null,
): RequestState<RequestReplies[C]> {
  const { client } = useServices();
  const tell = useTell();
  const [reloads, setReloads] = useState(0);
  const [settled, setSettled] = useState<Settled<RequestReplies[C]>>({ asked: "", data: null, failure: null });
  // Nothing to ask is not the same as a question without a payload.
  const question = payload === null ? "nothing" : JSON.stringify([channel, payload ?? null]);
  const asked = `${question} ${revision} ${reloads}`;
  // The payload is a fresh object in each render; its text, in `asked`, is what counts.
  const latestPayload = useRef(payload);
  useEffect(() => {
    latestPayload.current = payload;
  });

  useEffect(() => {
    const current = latestPayload.current;
    if (current === null) return undefined;
    let isCurrent = true;
    client.request(channel, current).then(
      (data) => isCurrent && setSettled({ asked, data, failure: null }),
      (error: unknown) => isCurrent && setSettled((before) => ({ asked, data: before.data, failure: describeError(error) })),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, channel, asked]);

  const reload = useCallback(() => setReloads((count) => count + 1), []);
  return {
    data: settled.data,
    failure: settled.failure === null ? null : tell(settled.failure),
    isLoading: payload !== null && settled.asked !== asked,
    reload,
  };
}
