// The packed forms: what goes in comes out, and damage never makes a reader throw.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlockCursor } from "../../../../src-main/history/block-cursor.ts";
import { ByteReader, ByteWriter } from "../../../../src-main/history/bytes.ts";
import { ChainEncoder } from "../../../../src-main/history/chain-encoder.ts";
import { LONGEST_TEXT } from "../../../../src-main/history/chain-state.ts";
import { addCheck, bucketAt, emptyRollup, timingOf, type RollupBuckets } from "../../../../src-main/history/rollup.ts";
import { decodeBuckets, decodeRollup, encodeBuckets, encodeRollup } from "../../../../src-main/history/rollup-codec.ts";
import type { CheckResult } from "../../../../shared/model/result.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.constantFrom("", "[STATUS] == 200", "connection refused", "שלום", "<b>x</b>"),
);
const ticks = fc.integer({ min: 0, max: 6_000_000 }).map((value) => value / 100);
const condition = fc.record({ condition: text, success: fc.boolean(), display: text });
const result: fc.Arbitrary<CheckResult> = fc.record({
  key: fc.constant("k"),
  timestampMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  durationMs: ticks,
  outcome: fc.constantFrom("healthy" as const, "degraded" as const, "failing" as const),
  connected: fc.boolean(),
  status: fc.nat({ max: 999 }),
  hostname: text,
  ip: text,
  dnsRcode: text,
  certificateExpiresInMs: fc.option(fc.integer({ min: -1e12, max: 1e12 })),
  domainExpiresInMs: fc.option(fc.integer({ min: -1e12, max: 1e12 })),
  phases: fc.record({ dnsMs: ticks, connectMs: ticks, tlsMs: ticks, firstByteMs: ticks, transferMs: ticks }),
  conditions: fc.array(condition, { maxLength: 3 }),
  degradedConditions: fc.array(condition, { maxLength: 2 }),
  errors: fc.array(text, { maxLength: 2 }),
  attempts: fc.array(
    fc.record({
      atEpochMs: fc.integer({ min: 0, max: 4e12 }),
      success: fc.boolean(),
      durationMs: ticks,
      errors: fc.array(text, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  inMaintenance: fc.boolean(),
});

function pack(results: readonly CheckResult[]): Buffer {
  const out = new ByteWriter();
  let chain = ChainEncoder.start();
  for (const [index, one] of results.entries()) {
    // Now and then as after a restart: the chain is taken up from the bytes.
    if (index % 3 === 2) chain = ChainEncoder.resume(out.take()) ?? chain;
    chain.write(out, one);
  }
  return out.take();
}

function unpack(block: Uint8Array): CheckResult[] {
  const cursor = new BlockCursor(block);
  const results: CheckResult[] = [];
  while (cursor.next()) results.push(cursor.result("k"));
  return results;
}

describe("integers", () => {
  it("come back, up to the largest safe one", () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 })), (unsigned, signed) => {
        const out = new ByteWriter(1);
        for (const value of unsigned) out.unsigned(value);
        for (const value of signed) out.signed(value);
        const from = new ByteReader(out.take());
        expect(unsigned.map(() => from.unsigned())).toEqual(unsigned);
        expect(signed.map(() => from.signed())).toEqual(signed.map((value) => (value === 0 ? 0 : value)));
        expect(from.done).toBe(true);
      }),
    );
  });
});

describe("results in a block", () => {
  it("come back as they were; ends of certificates within a second", () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 12 }), (results) => {
        const unpacked = unpack(pack(results));
        const withoutEnds = (list: readonly CheckResult[]): unknown[] =>
          list.map((one) => ({
            ...one,
            certificateExpiresInMs: one.certificateExpiresInMs === null,
            domainExpiresInMs: one.domainExpiresInMs === null,
          }));
        expect(withoutEnds(unpacked)).toEqual(withoutEnds(results));
        for (const [index, one] of unpacked.entries()) {
          expect(Math.abs((one.certificateExpiresInMs ?? 0) - (results[index]?.certificateExpiresInMs ?? 0))).toBeLessThan(1_000);
        }
      }),
    );
  });

  it("never make the cursor throw when they are damaged", () => {
    fc.assert(
      fc.property(fc.array(result, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat({ max: 255 }), (results, at, byte) => {
        const block = pack(results);
        block[at % block.length] = byte;
        expect(() => unpack(block)).not.toThrow();
        expect(() => unpack(block.subarray(0, at % block.length))).not.toThrow();
      }),
    );
  });

  it("never make the cursor throw when they are noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(() => unpack(noise)).not.toThrow();
      }),
    );
  });

  it("take few bytes each while nothing changes", () => {
    const one = fc.sample(result, { numRuns: 1, seed: 1 })[0];
    if (one === undefined) throw new Error("no sample");
    const steady = Array.from({ length: 101 }, (_, index) => ({
      ...one,
      attempts: [],
      conditions: [{ condition: "[STATUS] == 200", success: true, display: "[STATUS] == 200" }],
      certificateExpiresInMs: null,
      domainExpiresInMs: null,
      phases: { dnsMs: 0, connectMs: 1, tlsMs: 0, firstByteMs: 9, transferMs: 1 },
      durationMs: 11,
      timestampMs: 1_700_000_000_000 + index * 60_000,
    }));
    expect((pack(steady).length - pack(steady.slice(0, 1)).length) / 100).toBeLessThan(12);
  });

  it("cut texts that would swell the file", () => {
    const sample = fc.sample(result, { numRuns: 1, seed: 2 })[0];
    if (sample === undefined) throw new Error("no sample");
    const [back] = unpack(pack([{ ...sample, errors: ["x".repeat(100_000)] }]));
    expect(back?.errors[0]).toHaveLength(LONGEST_TEXT);
  });
});

describe("rollups", () => {
  const check = fc.record({
    timestampMs: fc.integer({ min: 0, max: 3_600_000 - 1 }),
    durationTicks: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000_000 })),
    failing: fc.boolean(),
    degraded: fc.boolean(),
    inMaintenance: fc.boolean(),
  });

  it("come back as they were, alone and by the hour", () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 80 }), (checks) => {
        const whole = emptyRollup();
        const minutes: RollupBuckets = new Map();
        for (const one of checks) {
          addCheck(whole, one);
          addCheck(bucketAt(minutes, 600 + Math.floor(one.timestampMs / 60_000)), one);
        }
        const back = decodeRollup(encodeRollup(whole));
        expect({ ...back, sketch: null }).toEqual({ ...whole, sketch: null });
        expect(timingOf(back)).toEqual(timingOf(whole));
        const hour = decodeBuckets(encodeBuckets(minutes, 600), 600);
        expect(new Map([...hour].map(([minute, rollup]) => [minute, timingOf(rollup)]))).toEqual(
          new Map([...minutes].map(([minute, rollup]) => [minute, timingOf(rollup)])),
        );
      }),
    );
  });

  it("fail with a RangeError or are read when they are noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        try {
          decodeBuckets(noise, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
