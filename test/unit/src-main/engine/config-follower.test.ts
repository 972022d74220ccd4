import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { emptyConfig } from "../../../../src-main/composition/empty-config.ts";
import { compileConditions } from "../../../../src-main/conditions/compile.ts";
import { ConfigFollower } from "../../../../src-main/engine/config-follower.ts";
import { EndpointTable } from "../../../../src-main/engine/endpoint-table.ts";
import type { RenamedEndpoint } from "../../../../src-main/ports/alerting.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

const ignore = (): void => undefined;
const config = { ...emptyConfig(), endpoints: ["api", "web"].map((name) => endpointConfig({ name })) };

/** A follower whose parts note that they were told. */
function bench(carried: readonly RenamedEndpoint[] = []) {
  const told: string[] = [];
  const table = new EndpointTable();
  const note = (part: string) => (): void => void told.push(part);
  const follower = new ConfigFollower({
    clock: new FakeClock(),
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    compileConditions: (texts) => compileConditions(texts, { insideSuite: false }),
    history: {
      setEndpoints: (endpoints) => {
        told.push(`history of ${endpoints.length}, table of ${table.keys().length}`);
        return carried;
      },
    },
    alerts: {
      configure: (_alerting, endpoints, renamed) => told.push(`alerts of ${endpoints.length}, renamed ${renamed?.length}`),
      start: note("sending"),
    },
    table,
    gate: { configure: note("gate") },
    maintenance: { configure: note("maintenance") },
    quietHours: { configure: note("quiet hours") },
  });
  /** Follows the first configuration for a number of turns of the event loop. */
  const begin = async (turns: number): Promise<readonly string[]> => {
    const prepared = await follower.prepare(config);
    let left = turns;
    const begun = follower.begin(prepared, () => left > 0);
    while (left > 0) {
      await setImmediate();
      left -= 1;
    }
    await begun;
    return told;
  };
  return { told, follower, begin };
}

const HISTORY = "history of 2, table of 2";
const ALERTS = ["alerts of 2, renamed 0", "sending"];
const REST = ["gate", "maintenance", "quiet hours"];

describe("following a configuration", () => {
  it("happens in one turn, for no check may end in the middle", async () => {
    const { told, follower } = bench();
    const change = follower.follow(await follower.prepare(config));
    expect(told).toEqual([HISTORY, ...ALERTS, ...REST]);
    expect(change).toEqual({ added: ["_api", "_web"], changed: [], removed: [] });
  });
});

describe("following the first configuration", () => {
  it.each([
    [0, []],
    [1, []],
    [2, [HISTORY]],
    [3, [HISTORY, ...ALERTS]],
    [4, [HISTORY, ...ALERTS, ...REST]],
  ])("gives each part a turn, for as long as it is wanted: %d turns", async (turns, expected) => {
    expect(await bench().begin(turns)).toEqual(expected);
  });

  it("tells history and alerting of a new name in the same turn", async () => {
    const told = await bench([{ from: "_old", to: "_api" }]).begin(2);
    expect(told).toEqual([HISTORY, "alerts of 2, renamed 1", "sending"]);
  });
});
