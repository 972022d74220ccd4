// Which texts are numbers, and how two numbers compare, whatever their notation and size. Nothing is ever rounded.

import { compareDecimals, decimalFrom, type Decimal, positionFrom } from "./decimal.ts";

/** A number. `safe` holds it when it is an integer that a double represents exactly; else it is NaN and `value` holds it. */
export interface Numeric {
  /** Written as an integer; `1.0` and `1e3` are not. */
  readonly isInteger: boolean;
  readonly safe: number;
  /** A decimal, or the value of a large integer written in base 2, 8 or 16. */
  readonly value: Decimal | bigint | null;
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const UNDERSCORE = 0x5f;
const POINT = 0x2e;
/** So many digits are exact in a double, whichever they are. */
const SAFE_DIGITS = 15;

/** An integer that a double holds exactly. */
export function safeInteger(safe: number): Numeric {
  return { isInteger: true, safe, value: null };
}

/** A number that may have a fraction. */
export function exactDecimal(value: Decimal): Numeric {
  return { isInteger: false, safe: safeValue(value), value };
}

function safeValue({ sign, digits, position }: Decimal): number {
  if (sign === 0) return 0;
  const isShortInteger = typeof position === "number" && position <= SAFE_DIGITS && digits.length <= position;
  return isShortInteger ? sign * Number(digits.padEnd(position, "0")) : Number.NaN;
}

/** The number that `text` is, completely; null = it is none. */
export function parseNumber(text: string): Numeric | null {
  return parseShortInteger(text) ?? parseAnyNumber(text);
}

/** The everyday case: up to 15 decimal digits, perhaps with a minus. */
function parseShortInteger(text: string): Numeric | null {
  const start = text.charCodeAt(0) === 0x2d ? 1 : 0;
  const digits = text.length - start;
  if (digits < 1 || digits > SAFE_DIGITS) return null;
  const first = text.charCodeAt(start);
  if (first === DIGIT_0 && digits > 1) return null;
  let value = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - DIGIT_0;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  // No negative zero: it would print as "0" and sort apart from 0 in places that use Object.is.
  return safeInteger(start === 1 && value !== 0 ? -value : value);
}

function parseAnyNumber(text: string): Numeric | null {
  const sign = text.charCodeAt(0);
  const start = sign === 0x2b || sign === 0x2d ? 1 : 0;
  if (start >= text.length) return null;
  const negative = sign === 0x2d;
  if (text.charCodeAt(start) === DIGIT_0 && start + 1 < text.length) {
    const based = parseBasedInteger(text, start, negative);
    if (based !== null) return based;
  }
  return parseDecimal(text, start, negative);
}

const BASES: Readonly<Record<string, { readonly prefix: string; readonly isDigit: (unit: number) => boolean }>> = {
  x: { prefix: "0x", isDigit: (unit) => isDecimalDigit(unit) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66) },
  o: { prefix: "0o", isDigit: isOctalDigit },
  b: { prefix: "0b", isDigit: (unit) => unit === DIGIT_0 || unit === DIGIT_0 + 1 },
};

/** `0x1F`, `0b11`, `0o17`, and `017`, which is octal too. */
function parseBasedInteger(text: string, start: number, negative: boolean): Numeric | null {
  const base = BASES[text.charAt(start + 1).toLowerCase()];
  const from = base === undefined ? start + 1 : start + 2;
  if (from >= text.length || !isSeparatedDigits(text, from, base?.isDigit ?? isOctalDigit)) return null;
  const magnitude = BigInt((base?.prefix ?? "0o") + withoutUnderscores(text.slice(from)));
  const value = negative ? -magnitude : magnitude;
  const isSafe = magnitude <= BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? safeInteger(Number(value)) : { isInteger: true, safe: Number.NaN, value };
}

/** Whether the rest of `text` is digits, each with at most one underscore before it. */
function isSeparatedDigits(text: string, from: number, isDigit: (unit: number) => boolean): boolean {
  for (let i = from; i < text.length; i++) {
    if (text.charCodeAt(i) === UNDERSCORE) i++;
    if (i >= text.length || !isDigit(text.charCodeAt(i))) return false;
  }
  return true;
}

function parseDecimal(text: string, start: number, negative: boolean): Numeric | null {
  const integerEnd = skipDigits(text, start);
  const hasPoint = text.charCodeAt(integerEnd) === POINT;
  const fractionStart = hasPoint ? integerEnd + 1 : integerEnd;
  const fractionEnd = hasPoint ? skipDigits(text, fractionStart) : integerEnd;
  if (integerEnd === start && fractionEnd === fractionStart) return null;
  const exponent = fractionEnd === text.length ? 0 : parseExponent(text, fractionEnd);
  if (exponent === null) return null;

  const integer = withoutUnderscores(text.slice(start, integerEnd));
  const fraction = withoutUnderscores(text.slice(fractionStart, fractionEnd));
  const value = decimalFrom(negative, integer + fraction, integer.length, exponent);
  // What starts with a zero and is not octal (`08`) is no integer of the language, though it is a number.
  const isInteger = integerEnd === text.length && (text.charCodeAt(start) !== DIGIT_0 || integer.length === 1);
  return { ...exactDecimal(value), isInteger };
}

function parseExponent(text: string, at: number): ReturnType<typeof positionFrom> | null {
  if ((text.charCodeAt(at) | 0x20) !== 0x65) return null;
  const sign = text.charCodeAt(at + 1);
  const start = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
  if (start >= text.length || skipDigits(text, start) !== text.length) return null;
  return positionFrom(sign === 0x2d, withoutUnderscores(text.slice(start)));
}

/** The end of the digits (single underscores between them) that start at `from`; `from` where there are none. */
export function skipDigits(text: string, from: number): number {
  let end = from;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isDecimalDigit(unit)) end = i + 1;
    else if (unit !== UNDERSCORE || end !== i || i === from) break;
  }
  return end;
}

function withoutUnderscores(digits: string): string {
  return digits.includes("_") ? digits.replaceAll("_", "") : digits;
}

function isDecimalDigit(unit: number): boolean {
  return unit >= DIGIT_0 && unit <= DIGIT_9;
}

function isOctalDigit(unit: number): boolean {
  return unit >= DIGIT_0 && unit <= DIGIT_0 + 7;
}

/** Below, equal or above: negative, zero, positive. Exact for every notation and size. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (!Number.isNaN(a.safe) && !Number.isNaN(b.safe)) return a.safe - b.safe;
  const left = a.value ?? decimalOfSafe(a.safe);
  const right = b.value ?? decimalOfSafe(b.safe);
  if (typeof left === "bigint") return typeof right === "bigint" ? compareBigInts(left, right) : compareBigIntToDecimal(left, right);
  return typeof right === "bigint" ? -compareBigIntToDecimal(right, left) : compareDecimals(left, right);
}

/** The same value as a decimal, for printing. Not cheap for very large integers of another base. */
export function toDecimal(number: Numeric): Decimal {
  if (typeof number.value !== "bigint") return number.value ?? decimalOfSafe(number.safe);
  const digits = String(number.value < 0n ? -number.value : number.value);
  return decimalFrom(number.value < 0n, digits, digits.length, 0);
}

function decimalOfSafe(safe: number): Decimal {
  const digits = String(Math.abs(safe));
  return decimalFrom(safe < 0, digits, digits.length, 0);
}

function compareBigInts(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Converts only when both are of one magnitude: a huge number must not cost more than its text.
 * log10(16) bounds the decimal places of the integer from its hexadecimal ones.
 */
function compareBigIntToDecimal(integer: bigint, decimal: Decimal): number {
  const sign = integer < 0n ? -1 : 1;
  if (sign !== decimal.sign) return sign - decimal.sign;
  const magnitude = integer < 0n ? -integer : integer;
  const hexDigits = magnitude.toString(16).length;
  const { digits, position } = decimal;
  if (typeof position !== "number") return position.negative ? sign : -sign;
  if (position > Math.ceil(hexDigits * Math.log10(16)) + 1) return -sign;
  if (position < Math.floor((hexDigits - 1) * Math.log10(16))) return sign;

  const whole = BigInt(digits.slice(0, position).padEnd(position, "0"));
  if (magnitude !== whole) return magnitude < whole ? -sign : sign;
  return digits.length > position ? -sign : 0;
}
