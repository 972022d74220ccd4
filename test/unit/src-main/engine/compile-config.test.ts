import { describe, expect, it } from "vitest";
import type { SuiteConfig } from "../../../../shared/model/config.ts";
import type { EndpointConfig } from "../../../../shared/model/endpoint.ts";
import { err } from "../../../../shared/errors.ts";
import type { MonotonicMs } from "../../../../shared/units.ts";
import { conditionCompiler } from "../../../../src-main/composition/condition-compiler.ts";
import { compileConfig } from "../../../../src-main/engine/compile-config.ts";
import type { CompilePorts } from "../../../../src-main/engine/compile-config.ts";
import type { CompiledEndpoint } from "../../../../src-main/engine/compiled-endpoint.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

const POSITION = { file: "/config.yaml", line: 7, column: 3 };

const login = endpointConfig({ name: "login", group: "shop" });
const suite: SuiteConfig = {
  key: "shop_order",
  name: "order",
  group: "shop",
  enabled: true,
  intervalMs: 60_000,
  timeoutMs: 60_000,
  context: {},
  endpoints: [{ endpoint: login, alwaysRun: false, store: {} }],
  position: POSITION,
};

function many(count: number): readonly EndpointConfig[] {
  return Array.from({ length: count }, (_, index) => endpointConfig({ name: `e${index}`, conditions: [`[BODY].id == ${index}`] }));
}

function bench(former: readonly CompiledEndpoint[] = [], ports: Partial<CompilePorts> = {}): CompilePorts & { logged: unknown[] } {
  const byKey = new Map(former.map((endpoint) => [endpoint.config.key, endpoint]));
  const logged: unknown[] = [];
  const log = (_message: string, fields?: unknown): void => void logged.push(fields);
  return {
    clock: new FakeClock(),
    logger: { debug: log, info: log, warn: log, error: log },
    compileConditions: conditionCompiler,
    known: (key) => byKey.get(key),
    logged,
    ...ports,
  };
}

/** A clock on which every look takes a millisecond. */
class BusyClock extends FakeClock {
  override monotonicMs(): MonotonicMs {
    this.stall(1);
    return super.monotonicMs();
  }
}

/** How often the event loop turns while the work is under way. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

describe("preparing a configuration", () => {
  it.each([
    ["when everything is new", [] as const],
    ["when nothing has changed", many(5_000)],
    ["when everything has changed", many(5_000).map((endpoint) => ({ ...endpoint, intervalMs: 1_000 }))],
  ])("lets everything else run every few endpoints %s", async (_when, before) => {
    const former = await compileConfig({ endpoints: before, suites: [] }, bench());
    const ports = bench(former, { clock: new BusyClock() });
    const turns = await turnsDuring(() => compileConfig({ endpoints: many(5_000), suites: [] }, ports));
    expect(turns).toBeGreaterThanOrEqual(500);
  });

  it("takes over what means the same, wherever it stands now, and prepares the rest", async () => {
    const [first, second] = [endpointConfig({ name: "first" }), endpointConfig({ name: "second" })];
    const former = await compileConfig({ endpoints: [first, second], suites: [suite] }, bench());
    const later = structuredClone({
      endpoints: [
        { ...second, intervalMs: 5_000 },
        { ...first, position: POSITION },
      ],
      suites: [
        {
          ...suite,
          position: { ...POSITION, line: 8 },
          endpoints: [{ ...suite.endpoints[0], endpoint: { ...login, position: POSITION } }],
        },
      ],
    }) as { endpoints: EndpointConfig[]; suites: SuiteConfig[] };
    const compiled = await compileConfig(later, bench(former));
    expect(compiled.map(({ config }) => config.key)).toEqual(["_second", "_first", "shop_order", "shop_login"]);
    expect(compiled.map((endpoint) => former.includes(endpoint))).toEqual([false, true, true, true]);
  });

  it("prepares a suite anew as a whole when one element changes", async () => {
    const former = await compileConfig({ endpoints: [], suites: [suite] }, bench());
    const changed = { ...suite, endpoints: [{ endpoint: { ...login, method: "POST" }, alwaysRun: false, store: {} }] };
    const compiled = await compileConfig({ endpoints: [], suites: [changed] }, bench(former));
    expect(compiled.map((endpoint) => former.includes(endpoint))).toEqual([false, false]);
  });

  it("does not take an element of a suite for an endpoint of that name", async () => {
    const former = await compileConfig({ endpoints: [], suites: [suite] }, bench());
    const element = former.find(({ part }) => part?.kind === "element");
    const [compiled] = await compileConfig({ endpoints: [element?.config ?? login], suites: [] }, bench(former));
    expect(compiled?.part).toBeNull();
  });

  it("leaves out what does not compile, and says which it was", async () => {
    const [fine, broken] = [endpointConfig({ name: "fine" }), endpointConfig({ name: "broken", conditions: ["?"] })];
    const ports = bench([], {
      compileConditions: (texts, endpoint) =>
        texts[0] === "?" ? err("condition_syntax", "no condition") : conditionCompiler(texts, endpoint),
    });
    const compiled = await compileConfig({ endpoints: [broken, fine], suites: [] }, ports);
    expect(compiled.map(({ config }) => config.key)).toEqual(["_fine"]);
    expect(ports.logged).toEqual([{ key: "_broken", error: "no condition" }]);
  });
});
