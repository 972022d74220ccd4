// The references are asked together, not too often, and what they take is measured against what they usually take.

import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/units.ts";
import { References } from "../../../../src-main/engine/references.ts";
import type { ConnectivityVerdict } from "../../../../src-main/ports/connectivity.ts";
import { FakeClock, settle } from "../../../helpers/fake-clock.ts";

const CONFIG = { targets: ["192.0.2.1:53"], intervalMs: MINUTE, captivePortal: null };

function setUp(tookMs = 20) {
  const clock = new FakeClock();
  const line = { tookMs, verdict: "online" as ConnectivityVerdict, asked: 0, slow: 0 };
  const references = new References({
    clock,
    timers: clock,
    connectivity: {
      check: () => {
        line.asked += 1;
        return new Promise((resolve) => clock.setTimer(line.tookMs, () => resolve(line.verdict)));
      },
    },
    onSlow: () => (line.slow += 1),
  });
  references.configure(CONFIG);
  const ask = async (): Promise<ConnectivityVerdict> => {
    const answer = references.ask(true);
    await clock.advanceAsync(6 * SECOND);
    return await answer;
  };
  return { clock, line, references, ask };
}

describe("references", () => {
  it("are asked once for all who ask at the same time, and again half a second later at the earliest", async () => {
    const { clock, line, references } = setUp();
    const answers = [references.ask(true), references.ask(true)];
    await clock.advanceAsync(100);
    answers.push(references.ask(true), references.ask(true));
    await clock.advanceAsync(300);
    expect(line.asked).toBe(1);
    await clock.advanceAsync(SECOND);
    expect(line.asked).toBe(2);
    expect(await Promise.all(answers)).toEqual(["online", "online", "online", "online"]);
  });

  it("need not be asked for old news that has an answer of the last two seconds", async () => {
    const { clock, line, references } = setUp();
    void references.ask(true);
    await clock.advanceAsync(1_900);
    void references.ask(false);
    await clock.advanceAsync(SECOND);
    expect(line.asked).toBe(1);
    void references.ask(false);
    await clock.advanceAsync(SECOND);
    expect(line.asked).toBe(2);
  });

  it("that do not exist say online at once", async () => {
    const { line, references } = setUp();
    references.configure(null);
    expect(await references.ask(true)).toBe("online");
    expect(line.asked).toBe(0);
  });

  it("are slow when an answer has to be sent twice, and that is known before the answer is", async () => {
    const { clock, line, references, ask } = setUp();
    await ask();
    expect(line.slow).toBe(0);
    line.tookMs = 1_030;
    void references.ask(true);
    await clock.advanceAsync(900);
    expect(line.slow).toBe(1);
  });

  it.each([
    { line: "a satellite of 1.2 s", tookMs: 1_200, nextMs: 1_300, isSlow: false },
    { line: "a satellite that loses a packet", tookMs: 1_200, nextMs: 2_600, isSlow: true },
    { line: "a quick line", tookMs: 20, nextMs: 700, isSlow: false },
    { line: "a quick line that loses a packet", tookMs: 20, nextMs: 1_020, isSlow: true },
  ])("on $line are measured against their quickest answer", async ({ tookMs, nextMs, isSlow }) => {
    const { line, ask } = setUp(tookMs);
    await ask();
    line.slow = 0;
    line.tookMs = nextMs;
    await ask();
    expect(line.slow > 0).toBe(isSlow);
  });

  it("are measured anew on another line", async () => {
    const { line, references, ask } = setUp(1_200);
    await ask();
    line.slow = 0;
    references.forgetLine();
    await ask();
    expect(line.slow).toBe(1);
  });

  it("take nothing from an answer that says offline: a refusal is quick everywhere", async () => {
    const { line, ask } = setUp(1);
    line.verdict = "offline";
    await ask();
    Object.assign(line, { verdict: "online", tookMs: 700 });
    await ask();
    line.tookMs = 1_200;
    line.slow = 0;
    await ask();
    expect(line.slow).toBe(0);
  });

  it("end what waits for them when they are closed", async () => {
    const { clock, references } = setUp();
    void references.ask(true);
    await settle();
    const second = references.ask(true);
    references.close();
    await clock.advanceAsync(20);
    expect(await second).toBe("online");
  });
});
