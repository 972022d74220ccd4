// A network that is really cut: the cable is pulled, answers are lost, a portal answers for everybody, a tunnel falls. Needs root.

import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BEHIND_TUNNEL, obstacle, THEIR_HOST, TwoNamespaces } from "./two-namespaces.ts";

const REFERENCE_PORT = 8053;
const VICTIM_PORT = 8081;
const SURVIVOR_PORT = 8082;
const TUNNEL_PORT = 8083;
const PORTAL_PORT = 8090;
/** All but the victim: the reference, the portal probe and what lies behind the tunnel too. */
const SURVIVORS = [REFERENCE_PORT, SURVIVOR_PORT, TUNNEL_PORT, PORTAL_PORT];

interface Options {
  readonly references?: readonly string[];
  readonly portalUrl?: string;
  /** One more endpoint, by name and address. */
  readonly also?: readonly [name: string, url: string];
}

/** Everything is told at its first failure, but for the victim: at its second. */
function config({ references = [`${THEIR_HOST}:${REFERENCE_PORT}`], portalUrl, also }: Options = {}): string {
  const portal = portalUrl === undefined ? "" : `, captive-portal: {url: "${portalUrl}", expected-status: 204}`;
  const endpoint = (name: string, url: string, threshold = 1): string => `
  - name: ${name}
    url: "${url}"
    interval: 1s
    client: {timeout: 3s, ignore-redirect: true}
    conditions: ["[CONNECTED] == true"${url.startsWith("http") ? ', "[STATUS] == 200"' : ""}]
    alerts: [{type: custom, failure-threshold: ${threshold}, success-threshold: 1}]`;
  return `
alerting:
  custom: {url: "http://RECEIVER/", method: POST, body: "[ALERT_TRIGGERED_OR_RESOLVED] [ENDPOINT_NAME]"}
connectivity:
  checker: {targets: ${JSON.stringify(references)}, interval: 5s${portal}}
endpoints:${endpoint("victim", `http://${THEIR_HOST}:${VICTIM_PORT}/`, 2)}${endpoint("survivor", `http://${THEIR_HOST}:${SURVIVOR_PORT}/`)}${
    also === undefined ? "" : endpoint(...also)
  }${endpoint("local", "tcp://RECEIVER")}
`;
}

const reason = obstacle();

describe.skipIf(reason !== null)(`a monitor whose network is cut${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  const world = new TwoNamespaces();

  beforeAll(async () => await world.lay(), 120_000);
  afterEach(() => world.stopAll());
  afterAll(async () => await world.clear());

  it("alerts nobody while the cable is out or the other side is silent, writes it down, and tells of a server that really stopped", async () => {
    world.serve(...SURVIVORS);
    const victim = world.serve(VICTIM_PORT);
    const watcher = await world.watch(config());
    await watcher.until("everything is seen", () => watcher.isAllHealthy);

    world.pullCable();
    await watcher.until("the pulled cable is noticed", () => watcher.suspended === "offline");
    expect(watcher.states).toEqual(["victim not-observed", "survivor not-observed", "local healthy"]);
    await wait(3_000);
    world.plugCable();
    await watcher.until("the network is back", () => watcher.isAllHealthy);

    world.setTheirAddress(false);
    await watcher.until("the silence is noticed", () => watcher.suspended === "offline");
    await wait(3_000);
    world.setTheirAddress(true);
    await watcher.until("the other side is back", () => watcher.isAllHealthy);

    world.dropAnswers(true);
    await watcher.until("the loss is noticed", () => watcher.suspended === "offline");
    await wait(3_000);
    world.dropAnswers(false);
    await watcher.until("answers come again", () => watcher.isAllHealthy);
    expect(watcher.alerts).toEqual([]);

    const stoppedMs = Date.now();
    victim.kill("SIGKILL");
    await watcher.until("the stopped server is told", () => watcher.alerts.length > 0);
    expect(watcher.alerts).toEqual(["TRIGGERED victim"]);

    const written = await watcher.end();
    expect(written.get("victim")?.reasons).toEqual(["offline", "offline", "offline"]);
    expect(written.get("survivor")).toEqual({ reasons: ["offline", "offline", "offline"], failures: [] });
    expect(written.get("local")).toEqual({ reasons: [], failures: [] });
    expect(Math.min(...(written.get("victim")?.failures ?? []))).toBeGreaterThan(stoppedMs);
  }, 240_000);

  it("alerts nobody when answers are lost for seconds and come again before a check gives up", async () => {
    world.serve(...SURVIVORS, VICTIM_PORT);
    const watcher = await world.watch(config());
    await watcher.until("everything is seen", () => watcher.isAllHealthy);
    for (const lossMs of [2_300, 4_000]) {
      world.dropAnswers(true);
      await wait(lossMs);
      world.dropAnswers(false);
      await wait(6_000);
      await watcher.until("it is over", () => watcher.isAllHealthy);
    }
    expect(watcher.alerts).toEqual([]);
    const written = await watcher.end();
    expect(written.get("victim")?.failures).toEqual([]);
    expect(written.get("survivor")?.failures).toEqual([]);
  }, 240_000);

  it("blames a captive portal that answers for everybody, until somebody logs in", async () => {
    const server = world.serve(...SURVIVORS, VICTIM_PORT);
    const watcher = await world.watch(config({ portalUrl: `http://${THEIR_HOST}:${PORTAL_PORT}/generate_204` }));
    await watcher.until("everything is seen", () => watcher.isAllHealthy);
    server.kill("SIGUSR2");
    await watcher.until("the portal is noticed", () => watcher.suspended === "captive-portal");
    expect(watcher.states).toEqual(["victim not-observed", "survivor not-observed", "local healthy"]);
    await wait(3_000);
    server.kill("SIGUSR2");
    await watcher.until("the portal lets everybody through", () => watcher.isAllHealthy);
    expect(watcher.alerts).toEqual([]);
    const written = await watcher.end();
    expect(written.get("survivor")).toEqual({ reasons: ["captive-portal"], failures: [] });
    expect(written.get("local")).toEqual({ reasons: [], failures: [] });
  }, 120_000);

  it("is offline where names are not resolved although packets pass, when the portal probe goes by name", async () => {
    world.serve(...SURVIVORS, VICTIM_PORT);
    // No namespace has a resolver, and the name is one that nobody may ever have; @see RFC 2606
    const also = ["named", `http://named.invalid:${SURVIVOR_PORT}/`] as const;
    const watcher = await world.watch(config({ portalUrl: `http://portal.invalid:${PORTAL_PORT}/generate_204`, also }));
    await watcher.until("the missing resolver is noticed", () => watcher.suspended === "offline");
    expect(watcher.alerts).toEqual([]);
    await watcher.end();
  }, 120_000);

  it("alerts nobody while a tunnel is dialled anew, and tells of one that stays away", async () => {
    world.dialTunnel();
    world.serve(...SURVIVORS, VICTIM_PORT);
    const watcher = await world.watch(config({ also: ["tunnelled", `http://${BEHIND_TUNNEL}:${TUNNEL_PORT}/`] }));
    await watcher.until("everything is seen", () => watcher.isAllHealthy);
    for (const awayMs of [500, 4_000]) {
      world.hangUpTunnel();
      await wait(awayMs);
      world.dialTunnel();
      await watcher.until("the tunnel is back", () => watcher.isAllHealthy);
    }
    await wait(4_000);
    expect(watcher.alerts).toEqual([]);

    const hungUpMs = Date.now();
    world.hangUpTunnel();
    await watcher.until("the tunnel that stays away is told", () => watcher.alerts.length > 0);
    expect(watcher.alerts).toEqual(["TRIGGERED tunnelled"]);
    const written = await watcher.end();
    expect(written.get("survivor")).toEqual({ reasons: [], failures: [] });
    expect(written.get("tunnelled")?.reasons).toEqual([]);
    expect(Math.min(...(written.get("tunnelled")?.failures ?? []))).toBeGreaterThan(hungUpMs);
  }, 240_000);
});
