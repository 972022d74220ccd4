// Durations as the condition language writes them: `1d12h`, `1.5s`, `300us`. Exact, of any size; units up to weeks.

import { decimalFrom } from "./decimal.ts";
import { exactDecimal, type Numeric, safeInteger } from "./number.ts";

/** One millisecond-based unit: `multiplier × 10^exponent` milliseconds. */
interface Unit {
  readonly multiplier: number;
  readonly exponent: number;
}

const UNITS: Readonly<Record<string, Unit>> = {
  ns: { multiplier: 1, exponent: -6 },
  us: { multiplier: 1, exponent: -3 },
  "\u00b5s": { multiplier: 1, exponent: -3 },
  "\u03bcs": { multiplier: 1, exponent: -3 },
  ms: { multiplier: 1, exponent: 0 },
  s: { multiplier: 1, exponent: 3 },
  m: { multiplier: 6, exponent: 4 },
  h: { multiplier: 36, exponent: 5 },
  d: { multiplier: 864, exponent: 5 },
  w: { multiplier: 6048, exponent: 5 },
};

interface Amount {
  readonly integer: string;
  readonly fraction: string;
  readonly unit: Unit;
}

/** The duration that `text` is, completely, in milliseconds; null = it is none. A number without unit is none. */
export function parseDuration(text: string): Numeric | null {
  const sign = text.charCodeAt(0);
  const start = sign === 0x2b || sign === 0x2d ? 1 : 0;
  const amounts: Amount[] = [];
  for (let at = start; at < text.length; ) {
    const integerEnd = skipPlainDigits(text, at);
    const hasPoint = text.charCodeAt(integerEnd) === 0x2e;
    const fractionStart = hasPoint ? integerEnd + 1 : integerEnd;
    const fractionEnd = hasPoint ? skipPlainDigits(text, fractionStart) : integerEnd;
    if (integerEnd === at && fractionEnd === fractionStart) return null;
    const name = unitNameAt(text, fractionEnd);
    const unit = UNITS[name];
    if (unit === undefined) return null;
    amounts.push({ integer: text.slice(at, integerEnd), fraction: text.slice(fractionStart, fractionEnd), unit });
    at = fractionEnd + name.length;
  }
  return amounts.length === 0 ? null : sum(amounts, sign === 0x2d);
}

function skipPlainDigits(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end++;
  return end;
}

/** The longest unit that starts here; empty when none does. */
function unitNameAt(text: string, at: number): string {
  const two = text.slice(at, at + 2);
  if (two.length === 2 && Object.hasOwn(UNITS, two)) return two;
  const one = two.slice(0, 1);
  return Object.hasOwn(UNITS, one) ? one : "";
}

function sum(amounts: readonly Amount[], negative: boolean): Numeric {
  const short = sumShort(amounts);
  if (short !== null) return safeInteger(negative && short !== 0 ? -short : short);
  return exactDecimal(sumLong(amounts, negative));
}

/** Whole milliseconds below 2^53, which is what people write; null = not of that kind. */
function sumShort(amounts: readonly Amount[]): number | null {
  let totalMs = 0;
  for (const { integer, fraction, unit } of amounts) {
    if (fraction !== "" || unit.exponent < 0 || integer.length > 9) return null;
    totalMs += Number(integer) * unit.multiplier * 10 ** unit.exponent;
    if (totalMs > Number.MAX_SAFE_INTEGER) return null;
  }
  return totalMs;
}

const LIMB_DIGITS = 6;
const LIMB = 10 ** LIMB_DIGITS;

/**
 * Adds the amounts in fixed point, six decimal digits to a limb, little end first. The cost follows the length of the text,
 * however long a single amount is and however many there are; big integers would be quadratic in one or the other.
 */
function sumLong(amounts: readonly Amount[], negative: boolean): ReturnType<typeof decimalFrom> {
  let integerDigits = 0;
  let places = 0;
  for (const amount of amounts) {
    integerDigits = Math.max(integerDigits, amount.integer.length);
    places = Math.max(places, amount.fraction.length);
  }
  places += 6; // a nanosecond has six places after the millisecond's point
  // Room for the largest unit (8 digits), for the sum of all amounts, and for a carry.
  const limbs = new Float64Array(Math.ceil((integerDigits + places + 9 + String(amounts.length).length) / LIMB_DIGITS) + 2);
  for (const { integer, fraction, unit } of amounts) {
    addProduct(limbs, integer + fraction, unit.multiplier, places - fraction.length + unit.exponent);
  }
  let digits = "";
  for (let i = limbs.length - 1; i >= 0; i--) digits += String(limbs[i]).padStart(LIMB_DIGITS, "0");
  return decimalFrom(negative, digits, digits.length - places, 0);
}

/** `limbs += digits × multiplier × 10^power`. */
function addProduct(limbs: Float64Array, digits: string, multiplier: number, power: number): void {
  const padded = digits + "0".repeat(power % LIMB_DIGITS);
  let limb = Math.floor(power / LIMB_DIGITS);
  let carry = 0;
  for (let end = padded.length; end > 0 || carry > 0; end -= LIMB_DIGITS, limb++) {
    const chunk = end > 0 ? Number(padded.slice(Math.max(0, end - LIMB_DIGITS), end)) : 0;
    const value = (limbs[limb] ?? 0) + chunk * multiplier + carry;
    carry = Math.floor(value / LIMB);
    limbs[limb] = value - carry * LIMB;
  }
}

/** `336h`, `1m30s`, `0s`: cut to whole seconds, hours never folded into days, zero units dropped at both ends. */
export function printDuration(ms: number): string {
  const total = Math.trunc(Math.abs(ms) / 1_000);
  if (total === 0) return "0s";
  const seconds = total % 60;
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3_600);
  let text = ms < 0 ? "-" : "";
  if (hours > 0) text += `${BigInt(hours)}h`;
  if (minutes > 0 || (hours > 0 && seconds > 0)) text += `${minutes}m`;
  if (seconds > 0) text += `${seconds}s`;
  return text;
}
