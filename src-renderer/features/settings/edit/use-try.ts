// A real check of what stands in the form right now.

import { useCallback, useEffect, useRef, useState } from "react";
import type { Told } from "../../../../shared/i18n/said.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import type { TryReport } from "../../../../shared/model/settings-monitor.ts";
import { describeError, RequestError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { mappingPayload } from "../config/payload.ts";

export interface TryState {
  /** The latest answer; stays while the next one is awaited. */
  readonly report: TryReport | null;
  readonly isRunning: boolean;
  readonly failure: Told | null;
}

export interface Try extends TryState {
  /** Starts over when one is under way. */
  readonly run: (value: PlainMapping) => Promise<TryReport | null>;
  readonly cancel: () => void;
}

const IDLE: TryState = { report: null, isRunning: false, failure: null };

/** Cancels what is under way when the component goes. */
export function useTry(): Try {
  const { client } = useServices();
  const [state, setState] = useState<TryState>(IDLE);
  const current = useRef<string | null>(null);

  const cancel = useCallback(() => {
    const tryId = current.current;
    if (tryId === null) return;
    current.current = null;
    setState((before) => ({ ...before, isRunning: false }));
    // It may have ended meanwhile; there is nothing to tell then.
    client.request("settings:cancel-try", { tryId }).catch(() => undefined);
  }, [client]);

  const run = useCallback(
    async (value: PlainMapping): Promise<TryReport | null> => {
      cancel();
      const tryId = crypto.randomUUID();
      current.current = tryId;
      setState((before) => ({ ...before, isRunning: true, failure: null }));
      try {
        const report = await client.request("settings:try", { tryId, value: mappingPayload(value) });
        if (current.current !== tryId) return null;
        current.current = null;
        setState({ report, isRunning: false, failure: null });
        return report;
      } catch (error) {
        if (current.current !== tryId) return null;
        current.current = null;
        const isCancelled = error instanceof RequestError && error.code === "cancelled";
        setState((before) => ({ ...before, isRunning: false, failure: isCancelled ? null : describeError(error) }));
        return null;
      }
    },
    [client, cancel],
  );

  useEffect(() => cancel, [cancel]);
  return { ...state, run, cancel };
}
