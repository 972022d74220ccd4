import { describe, expect, it } from "vitest";
import type { SuiteConfig } from "../../../../../shared/model/config.ts";
import { MINUTE, SECOND } from "../../../../../shared/units.ts";
import { emptyConfig } from "../../../../../src-main/composition/empty-config.ts";
import { endpointConfig } from "../../../../helpers/endpoint-config.ts";
import { DOWN, monitorBench } from "../../../../helpers/monitor-bench.ts";

const login = endpointConfig({ name: "login", group: "shop", url: "https://shop.example.org/login", tags: ["paid"] });
const buy = endpointConfig({ name: "buy", group: "shop", url: "https://shop.example.org/buy" });
const web = endpointConfig({ name: "web", url: "https://www.example.org/", intervalMs: 10 * MINUTE });

const SUITE: SuiteConfig = {
  key: "shop_order",
  name: "order",
  group: "shop",
  enabled: true,
  intervalMs: 5 * MINUTE,
  timeoutMs: MINUTE,
  context: {},
  endpoints: [login, buy].map((endpoint) => ({ endpoint, alwaysRun: false, store: {} })),
  position: { file: "config.yaml", line: 1, column: 1 },
};

const withSuite = (change: Partial<SuiteConfig> = {}) => monitorBench([web], { config: { suites: [{ ...SUITE, ...change }] } });
const statesOf = (bench: ReturnType<typeof withSuite>) =>
  Object.fromEntries(bench.monitor.snapshot().endpoints.map(({ name, state }) => [name, state]));

describe("a suite that is watched", () => {
  it("stands among the endpoints as a card, followed by its elements at its own rhythm", async () => {
    const bench = withSuite();
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    expect(
      bench.monitor.snapshot().endpoints.map(({ key, kind, state, intervalMs, tags }) => ({ key, kind, state, intervalMs, tags })),
    ).toEqual([
      { key: "_web", kind: "HTTP", state: "healthy", intervalMs: 10 * MINUTE, tags: [] },
      { key: "shop_order", kind: "SUITE", state: "healthy", intervalMs: 5 * MINUTE, tags: [] },
      { key: "shop_login", kind: "HTTP", state: "healthy", intervalMs: 5 * MINUTE, tags: ["paid", "suite:order"] },
      { key: "shop_buy", kind: "HTTP", state: "healthy", intervalMs: 5 * MINUTE, tags: ["suite:order"] },
    ]);
  });

  it("runs at its interval, one element after the other, and hands every result to alerting and history by its own key", async () => {
    const bench = withSuite();
    await bench.monitor.start();
    await bench.clock.advanceAsync(5 * MINUTE + SECOND);
    expect(bench.probed.filter((key) => key !== "_web")).toEqual(["shop_login", "shop_buy", "shop_login", "shop_buy"]);
    const oneRun = ["shop_login", "shop_buy", "shop_order"];
    expect(bench.handled.filter(({ key }) => key !== "_web").map(({ key }) => key)).toEqual([...oneRun, ...oneRun]);
    expect((await bench.history.results({ key: "shop_buy", limit: 10 })).results).toHaveLength(2);
  });

  it("shows which element failed; one that was skipped has no result, and so nobody else's", async () => {
    const bench = withSuite();
    bench.answers.set("shop_login", { status: 401 });
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    expect(statesOf(bench)).toEqual({ web: "healthy", order: "failing", login: "failing", buy: "unknown" });
    expect(bench.monitor.snapshot().endpoints[1]?.cause).toBe("login: [STATUS] (401) == 200");
    expect(bench.monitor.snapshot().endpoints[3]?.barOutcomes).toBe("n");
    expect(bench.handled.map(({ key }) => key)).not.toContain("shop_buy");
    expect((await bench.monitor.detail("shop_order"))?.conditions).toEqual(["login", "buy"]);
  });

  it.each([
    ["the suite", { kind: "endpoint", key: "shop_order" }],
    ["one of its elements", { kind: "endpoint", key: "shop_buy" }],
    ["its group", { kind: "group", group: "shop" }],
  ] as const)("runs once as a whole when %s is to be checked now", async (_name, scope) => {
    const bench = withSuite();
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    bench.probed.length = 0;
    const checking = bench.monitor.checkNow(scope);
    await bench.clock.advanceAsync(SECOND);
    expect((await checking).length).toBe(scope.kind === "group" ? 3 : 1);
    expect(bench.probed).toEqual(["shop_login", "shop_buy"]);
  });

  it("rests while it is paused; a paused element runs for the others, and its result is not kept", async () => {
    const bench = withSuite();
    bench.monitor.pause({ kind: "endpoint", key: "shop_login" }, null);
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    expect(bench.probed).toContain("shop_login");
    expect(bench.handled.map(({ key }) => key)).not.toContain("shop_login");
    bench.monitor.pause({ kind: "endpoint", key: "shop_order" }, null);
    bench.probed.length = 0;
    await bench.clock.advanceAsync(11 * MINUTE);
    expect(bench.probed).toEqual(["_web"]);
  });

  it("is not observed while the network is away, and then nobody is blamed", async () => {
    const bench = withSuite();
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    bench.handled.length = 0;
    bench.network.hasNetwork = false;
    bench.monitor.signal({ kind: "network", online: false });
    bench.answers.set("shop_login", DOWN);
    await bench.clock.advanceAsync(5 * MINUTE + 10 * SECOND);
    expect(bench.handled.filter(({ key }) => key.startsWith("shop_"))).toEqual([]);
    expect(statesOf(bench)).toMatchObject({ order: "not-observed", login: "not-observed", buy: "not-observed" });
  });

  it("comes, changes and goes with a reload, and the others do not notice", async () => {
    const bench = monitorBench([web]);
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    const reload = (suites: readonly SuiteConfig[]) => bench.monitor.reload({ ...emptyConfig(), endpoints: [web], suites }, [], []);
    expect(await reload([SUITE])).toMatchObject({ added: ["shop_order", "shop_login", "shop_buy"], unchanged: 1 });
    await bench.clock.advanceAsync(SECOND);
    expect(bench.probed).toEqual(["_web", "shop_login", "shop_buy"]);
    expect((await reload([{ ...SUITE, intervalMs: MINUTE }])).changed).toEqual(["shop_order", "shop_login", "shop_buy"]);
    bench.probed.length = 0;
    await bench.clock.advanceAsync(MINUTE + SECOND);
    expect(bench.probed).toEqual(["shop_login", "shop_buy", "shop_login", "shop_buy"]);
    expect((await reload([])).removed).toEqual(["shop_order", "shop_login", "shop_buy"]);
    bench.probed.length = 0;
    await bench.clock.advanceAsync(5 * MINUTE);
    expect(bench.probed).toEqual([]);
  });

  it("takes new values of its context without being started anew", async () => {
    const asking = { endpoint: { ...login, url: "https://shop.example.org/[CONTEXT].page" }, alwaysRun: false, store: {} };
    const first = { ...SUITE, endpoints: [asking] };
    const bench = monitorBench([], { config: { suites: [first] } });
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    expect(statesOf(bench)).toMatchObject({ login: "failing" });
    const summary = await bench.monitor.reload({ ...emptyConfig(), suites: [{ ...first, context: { page: "p1" } }] }, [], []);
    expect(summary).toMatchObject({ changed: [], unchanged: 2 });
    await bench.clock.advanceAsync(5 * MINUTE);
    expect(statesOf(bench)).toMatchObject({ login: "healthy", order: "healthy" });
  });

  it("is left alone when it is disabled, and still shown", async () => {
    const bench = withSuite({ enabled: false });
    await bench.monitor.start();
    await bench.clock.advanceAsync(SECOND);
    expect(bench.probed).toEqual(["_web"]);
    expect(statesOf(bench)).toMatchObject({ order: "disabled", login: "disabled" });
  });

  it("is no endpoint that could be called by itself", async () => {
    const bench = withSuite();
    await bench.monitor.start();
    expect(bench.monitor.configOf("shop_order")).toBeNull();
    expect(bench.monitor.configOf("shop_login")?.url).toBe("https://shop.example.org/login");
  });
});
