// A program that is made to be killed: it takes up the store, lets endpoints fail and recover as fast as it can, and delivers the
// alerts to the address that it is given. Run by kill-nine.test.ts; `finish` makes everything well and ends when all is told.

import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import { createAlertManager } from "../../../../src-main/alerting/alert-manager.ts";
import { deliver } from "../../../../src-main/alerting/providers/executor.ts";
import { PROVIDERS } from "../../../../src-main/alerting/providers/registry.ts";
import { isProviderType } from "../../../../src-main/alerting/providers/types.ts";
import { openHttpClient } from "../../../../src-main/platform/http-client.ts";
import { createSystemClock, createSystemRandom, createSystemTimers } from "../../../../src-main/platform/system-clock.ts";
import { alertConfig, alertedEndpoint, alertingConfig, checkResult, NO_LOG, unusedWays } from "../../../helpers/alerting.ts";

const ENDPOINTS = 8;
/** Some alerts are left undelivered at every kill, and some are not. */
const PAUSE_MS = 2;

async function main(file: string, serverUrl: string, mode: string): Promise<void> {
  const clock = createSystemClock();
  const timers = createSystemTimers();
  const opened = await openHistoryStore({ file, clock, timers, logger: NO_LOG });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const http = openHttpClient({ clock, environment: {} });
  const manager = createAlertManager({
    store,
    providers: (type) => (isProviderType(type) ? PROVIDERS[type] : undefined),
    deliver,
    ways: { ...unusedWays(clock), http },
    clock,
    timers,
    random: createSystemRandom(),
    logger: NO_LOG,
    limits: { atOnce: 8, atOncePerDestination: 4, pacePerHost: { burst: 1_000, perSecond: 1_000 }, attemptTimeoutMs: 5_000 },
  });
  const alerts = [alertConfig({ type: "matrix", failureThreshold: 1, successThreshold: 1 })];
  const endpoints = Array.from({ length: ENDPOINTS }, (_, index) => alertedEndpoint(`e${index}`, { alerts }));
  const settings = { "server-url": serverUrl, "access-token": "token", "internal-room-id": "!room:example.org" };
  manager.configure(alertingConfig({ matrix: { settings } }), endpoints);
  manager.start();
  const isTriggered = (key: string) => manager.statusOf(key)[0]?.state === "triggered";
  const handle = (key: string, isUp: boolean) =>
    manager.handle(checkResult(key, isUp ? "healthy" : "failing", { timestampMs: Math.round(clock.nowMs()) }));
  if (mode === "finish") {
    for (const { key } of endpoints) handle(key, true);
    while (store.pendingMessages(1).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await manager.stop(clock.nowMs() + 5_000);
    await http.close();
    await store.close();
    return;
  }
  for (let turn = 0; ; turn += 1) {
    const key = endpoints[turn % ENDPOINTS]?.key ?? "";
    handle(key, isTriggered(key));
    // One character a step: the test kills after so many.
    process.stdout.write(".");
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const [file = "", serverUrl = "", mode = ""] = process.argv.slice(2);
await main(file, serverUrl, mode);
