import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { Cancellations } from "../../../../src-main/probes/cancellations.ts";

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("Cancellations", () => {
  it("tells everybody who waits, once, with one listener", () => {
    const cancellations = new Cancellations();
    const controller = new AbortController();
    const told: string[] = [];
    cancellations.on(controller.signal, () => told.push("a"));
    cancellations.on(controller.signal, () => told.push("b"));
    expect(listenersOf(controller.signal)).toBe(1);
    controller.abort();
    controller.abort();
    expect(told).toEqual(["a", "b"]);
  });

  it("does not tell who has left, nor whoever waits for another signal", () => {
    const cancellations = new Cancellations();
    const controller = new AbortController();
    const other = new AbortController();
    const told: string[] = [];
    const leaver = (): void => void told.push("leaver");
    cancellations.on(controller.signal, leaver);
    cancellations.on(controller.signal, () => told.push("stayer"));
    cancellations.on(other.signal, () => told.push("other"));
    cancellations.off(controller.signal, leaver);
    cancellations.off(other.signal, leaver);
    controller.abort();
    expect(told).toEqual(["stayer"]);
  });

  it("does not tell who leaves while the others are told", () => {
    const cancellations = new Cancellations();
    const controller = new AbortController();
    const told: string[] = [];
    const second = (): void => void told.push("second");
    const first = (): void => {
      told.push("first");
      cancellations.off(controller.signal, second);
    };
    cancellations.on(controller.signal, first);
    cancellations.on(controller.signal, second);
    controller.abort();
    expect(told).toEqual(["first"]);
  });

  it("listens to nothing when nobody waits, and again when somebody does", () => {
    const cancellations = new Cancellations();
    const controller = new AbortController();
    let told = 0;
    const callback = (): void => {
      told += 1;
    };
    cancellations.on(controller.signal, callback);
    cancellations.off(controller.signal, callback);
    cancellations.off(controller.signal, callback);
    expect(listenersOf(controller.signal)).toBe(0);
    cancellations.on(controller.signal, callback);
    controller.abort();
    expect(told).toBe(1);
    expect(listenersOf(controller.signal)).toBe(0);
  });
});
