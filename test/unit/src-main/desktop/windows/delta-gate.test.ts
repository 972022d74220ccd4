import { describe, expect, it } from "vitest";
import type { MonitorDelta } from "../../../../../shared/model/status.ts";
import { createDeltaGate } from "../../../../../src-main/desktop/windows/delta-gate.ts";
import { fakeEndpoint, fakeSnapshot } from "../../../../helpers/fake-world.ts";

const NOW = 1_700_000_000_000;
const endpoint = (key: string, state: "healthy" | "failing" = "healthy") => fakeEndpoint(NOW, { name: key, key, state });
const { overall } = fakeSnapshot([]);
const worse = { ...overall, state: "failing" } as const;

function gateOf() {
  const sent: MonitorDelta[] = [];
  return { gate: createDeltaGate((delta) => sent.push(delta)), sent };
}

describe("createDeltaGate", () => {
  it("lets messages through while the page is seen", () => {
    const { gate, sent } = gateOf();
    gate.open();
    const delta = { overall, changed: [endpoint("a")], removed: [] };
    gate.accept(delta);
    expect(sent).toEqual([delta]);
  });

  it("sends what messages add up to once the page is seen", () => {
    const { gate, sent } = gateOf();
    gate.accept({ overall, changed: [endpoint("a"), endpoint("b")], removed: [] });
    gate.accept({ overall: worse, changed: [endpoint("a", "failing")], removed: ["b", "c"] });
    gate.accept({ overall: worse, changed: [endpoint("c")], removed: [] });
    expect(sent).toEqual([]);
    gate.open();
    expect(sent).toEqual([{ overall: worse, changed: [endpoint("a", "failing"), endpoint("c")], removed: ["b"] }]);
  });

  it("sends it once, and nothing where nothing happened", () => {
    const { gate, sent } = gateOf();
    gate.open();
    gate.close();
    gate.accept({ overall: worse, changed: [], removed: [] });
    gate.open();
    gate.close();
    gate.open();
    expect(sent).toEqual([{ overall: worse, changed: [], removed: [] }]);
  });
});
