// What can be done to the monitor from several places: check, pause, resume, silence.

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { RequestPayload } from "../../shared/ipc/contract.ts";
import type { SilenceScope } from "../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { EpochMs } from "../../shared/units.ts";
import { useServices } from "../app/services.ts";
import { shorten } from "../components/text.ts";
import type { MonitorStore } from "../state/monitor-store.ts";
import { useAct } from "./use-act.ts";

export type Scope = RequestPayload<"monitor:check-now">;
export type Silence = RequestPayload<"alert:silence">;

/** What a scope is called; null = everything. */
export function nameOfScope(scope: Scope | SilenceScope, monitor: MonitorStore): string | null {
  const connection = monitor.get();
  const nameOf = (key: EndpointKey): string =>
    (connection.status === "ready" ? connection.monitor.endpoints.get(key)?.name : undefined) ?? key;
  switch (scope.kind) {
    case "endpoint":
      return shorten(nameOf(scope.key), 60);
    case "endpoints":
      return shorten(scope.keys.map(nameOf).join(", "), 60);
    case "group":
      return shorten(scope.group, 60);
    case "provider":
      return scope.provider;
    default:
      return null;
  }
}

/** Checks now and says so. Resolves to whether it worked. */
export function useCheckNow(): (scope: Scope) => Promise<boolean> {
  const { client, monitor } = useServices();
  const act = useAct();
  const { t } = useTranslation();
  return useCallback(
    (scope) =>
      act(async () => {
        const results = await client.request("monitor:check-now", scope);
        const name = nameOfScope(scope, monitor);
        return name === null || scope.kind !== "endpoint"
          ? t("shell.toast.checkedMany", { count: results.length })
          : t("shell.toast.checked", { name });
      }),
    [act, client, monitor, t],
  );
}

/** Pauses until a moment, or until resumed (null). */
export function usePause(): (scope: Scope, untilMs: EpochMs | null) => Promise<boolean> {
  const { client, monitor } = useServices();
  const act = useAct();
  const { t } = useTranslation();
  return useCallback(
    (scope, untilMs) =>
      act(async () => {
        await client.request("monitor:pause", { scope, untilMs });
        return t("shell.toast.paused", { name: nameOfScope(scope, monitor) ?? t("shell.toast.everything") });
      }),
    [act, client, monitor, t],
  );
}

export function useResume(): (scope: Scope) => Promise<boolean> {
  const { client, monitor } = useServices();
  const act = useAct();
  const { t } = useTranslation();
  return useCallback(
    (scope) =>
      act(async () => {
        await client.request("monitor:resume", scope);
        return t("shell.toast.resumed", { name: nameOfScope(scope, monitor) ?? t("shell.toast.everything") });
      }),
    [act, client, monitor, t],
  );
}

/** Acknowledges, snoozes, mutes or puts into maintenance. */
export function useSilence(): (silence: Silence) => Promise<boolean> {
  const { client, monitor } = useServices();
  const act = useAct();
  const { t } = useTranslation();
  return useCallback(
    (silence) =>
      act(async () => {
        await client.request("alert:silence", silence);
        const name = nameOfScope(silence.scope, monitor) ?? t("shell.toast.everything");
        return silence.action === "acknowledge" ? t("shell.toast.acknowledged", { name }) : t("shell.toast.silenced", { name });
      }),
    [act, client, monitor, t],
  );
}

/** Opens a configuration file in the system's editor: the first one unless named. */
export function useOpenConfig(): (file?: string) => Promise<boolean> {
  const { client } = useServices();
  const act = useAct();
  return useCallback(
    (file) =>
      act(async () => {
        await client.request("app:open-config", file === undefined ? undefined : { file });
        return null;
      }),
    [act, client],
  );
}
