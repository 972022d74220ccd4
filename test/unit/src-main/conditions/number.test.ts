// Numbers and durations: which texts are some, and that they compare as exact arithmetic says.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainDecimal } from "../../../../src-main/conditions/decimal.ts";
import { parseDuration, printDuration } from "../../../../src-main/conditions/duration.ts";
import { compareNumbers, type Numeric, parseNumber, toDecimal } from "../../../../src-main/conditions/number.ts";

function plain(number: Numeric | null): string | null {
  return number === null ? null : plainDecimal(toDecimal(number), 1_000);
}

function sign(order: number): number {
  return order === 0 ? 0 : Math.sign(order);
}

function compareTexts(a: string, b: string): number {
  const left = parseNumber(a) ?? parseDuration(a);
  const right = parseNumber(b) ?? parseDuration(b);
  if (left === null || right === null) throw new Error(`${a} or ${b} is no quantity`);
  return sign(compareNumbers(left, right));
}

describe("parseNumber", () => {
  it.each([
    ["12", "12", true],
    ["-7", "-7", true],
    ["+5", "5", true],
    ["0", "0", true],
    ["-0", "0", true],
    ["0x1F", "31", true],
    ["0XfF", "255", true],
    ["0b11", "3", true],
    ["0o17", "15", true],
    ["012", "10", true],
    ["-0_17", "-15", true],
    ["00", "0", true],
    ["1_000", "1000", true],
    ["123456789012345678901234567890", "123456789012345678901234567890", true],
    ["0x8ac7230489e80000", "10000000000000000000", true],
    ["08", "8", false],
    ["1.50", "1.5", false],
    [".5", "0.5", false],
    ["5.", "5", false],
    ["1e3", "1000", false],
    ["-0.0", "0", false],
    ["1_000.5", "1000.5", false],
    ["1E-5", "0.00001", false],
    ["1_0e+1_0", "100000000000", false],
    ["0.000e999999999999999999", "0", false],
  ])("reads %s as %s", (text, value, isInteger) => {
    const number = parseNumber(text);
    expect([plain(number), number?.isInteger]).toEqual([value, isInteger]);
  });

  it.each([
    "",
    "-",
    "+",
    ".",
    "e3",
    "1e",
    "1e+",
    "inf",
    "nan",
    "0x",
    "0x1p4",
    "0x_",
    "1,024",
    "87%",
    "1__0",
    "_1",
    "1_",
    "1._5",
    " 1",
    "1 ",
    "--1",
    "0b2",
    "1.2.3",
  ])("reads %j as no number", (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});

/** The value of a decimal text as an integer of 10^-60: slow, plain, and right for the exponents that the tests use. */
function oracle(text: string): bigint {
  const parts = /^([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  if (parts === null) throw new Error(`the oracle cannot read ${text}`);
  const [, minus = "", integer = "", fraction = "", exponent = "0"] = parts;
  const magnitude = BigInt(integer + fraction || "0") * 10n ** BigInt(60 - fraction.length + Number(exponent));
  return minus === "-" ? -magnitude : magnitude;
}

const digits = fc.stringMatching(/^[0-9]{1,20}$/);
const decimalText = fc
  .tuple(fc.constantFrom("", "-"), fc.constantFrom("1", "9", "10", "305"), digits, digits, fc.integer({ min: -30, max: 30 }))
  .map(([minus, first, integer, fraction, exponent]) => `${minus}${first}${integer}.${fraction}e${exponent}`);

describe("compareNumbers", () => {
  it("agrees with exact arithmetic on arbitrary decimals", () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        expect(compareTexts(a, b)).toBe(sign(Number(oracle(a) > oracle(b)) - Number(oracle(a) < oracle(b))));
      }),
    );
  });

  it("finds every notation of a number equal", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat({ max: 12 }), (value, places) => {
        const minus = value < 0n ? "-" : "";
        const magnitude = value < 0n ? -value : value;
        const notations = [
          `${minus}${magnitude}`,
          `${minus}0x${magnitude.toString(16)}`,
          `${minus}0b${magnitude.toString(2)}`,
          `${minus}${magnitude}.${"0".repeat(places)}`,
          `${minus}${magnitude}${"0".repeat(places)}e-${places}`,
        ];
        for (const a of notations) for (const b of notations) expect(compareTexts(a, b)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it("orders integers of any base as big integers are ordered", () => {
    const integer = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        const hex = `${b < 0n ? "-" : ""}0x${(b < 0n ? -b : b).toString(16)}`;
        expect(compareTexts(String(a), hex)).toBe(sign(Number(a > b) - Number(a < b)));
      }),
    );
  });

  it.each([
    ["1e999999999", "1e1000000000", -1],
    ["10e999999999", "1e1000000000", 0],
    ["1e-400", "0", 1],
    ["-1e999999999", "-1", -1],
    ["1e9999999999999999", "10e9999999999999998", 0],
    ["1e10000000000000000", "0.1e10000000000000001", 0],
    ["1e-10000000000000000", "10e-10000000000000001", 0],
    ["1e-10000000000000000", "1e-9999999999999999", -1],
    ["1e99999999999999999999", "9e99999999999999999998", 1],
    ["1e99999999999999999999", "0xffffffffffffffffffffffff", 1],
    ["1e-99999999999999999999", "-0xffffffffffffffffffffffff", 1],
    ["0x20000000000001", "9007199254740993.5", -1],
    ["-0x20000000000001", "-9007199254740993.5", 1],
    ["1d", "86400000", 0],
    ["1.5ms", "1.4999", 1],
  ])("compares %s with %s: %i", (a, b, order) => {
    expect([compareTexts(a, b), compareTexts(b, a)]).toEqual([order, order === 0 ? 0 : -order]);
  });
});

const UNIT_NS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

const amount = fc.record({ integer: digits, fraction: fc.stringMatching(/^[0-9]{0,12}$/), unit: fc.constantFrom(...Object.keys(UNIT_NS)) });

describe("parseDuration", () => {
  it.each([
    ["1d12h", "129600000"],
    ["1.5d", "129600000"],
    ["300us", "0.3"],
    ["300\u00b5s", "0.3"],
    ["300\u03bcs", "0.3"],
    [".5w", "302400000"],
    ["5.s", "5000"],
    ["1m1m", "120000"],
    ["1ns", "0.000001"],
    ["-1d", "-86400000"],
    ["+0h", "0"],
    ["1w2d3h4m5s6ms", "788645006"],
    ["99999999999999999999w", "60479999999999999999395200000"],
  ])("reads %s as %s ms", (text, ms) => {
    expect(plain(parseDuration(text))).toBe(ms);
  });

  it.each(["", "5", "1D", "1d12", "1 d", "h", "-", ".s", "1h 30m", "30days", "1e3s", "1_0s", "s1"])("reads %j as no duration", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("adds amounts exactly", () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 12 }), (amounts) => {
        const text = amounts.map(({ integer, fraction, unit }) => `${integer}.${fraction}${unit}`).join("");
        let picoOfPicoseconds = 0n;
        for (const { integer, fraction, unit } of amounts) {
          picoOfPicoseconds += BigInt(integer + fraction) * 10n ** BigInt(24 - fraction.length) * (UNIT_NS[unit] ?? 0n);
        }
        expect(compareTexts(text, `${picoOfPicoseconds}e-30`)).toBe(0);
      }),
    );
  });

  it("adds very many and very long amounts", () => {
    const nines = "9".repeat(20_000);
    expect(compareTexts(`${nines}s1ms`, `${nines}001`)).toBe(0);
    expect(plain(parseDuration("1s".repeat(30_000)))).toBe("30000000");
    expect(plain(parseDuration(`0.${"0".repeat(500)}1ms`))).toBe(`0.${"0".repeat(500)}1`);
  });
});

describe("printDuration", () => {
  it.each([
    [0, "0s"],
    [999, "0s"],
    [-500, "0s"],
    [10_000, "10s"],
    [90_000, "1m30s"],
    [600_000, "10m"],
    [4_200_000, "1h10m"],
    [3_615_000, "1h0m15s"],
    [1_209_600_000, "336h"],
    [-3_600_000, "-1h"],
    [-3_661_999, "-1h1m1s"],
  ])("prints %i ms as %s", (ms, text) => {
    expect(printDuration(ms)).toBe(text);
  });
});
