// Exact decimal numbers of any size. They are compared by sign, then by where their first digit stands, then by their digits,
// so that 1e999999999 costs no more than its own text. What texts are numbers is decided in number.ts and duration.ts.

/** A count of decimal places: a number where that is exact, else its sign and digits (no leading zeros). */
export type Position = number | { readonly negative: boolean; readonly digits: string };

/** The value `sign × 0.digits × 10^position`; `digits` has no zero at either end and is empty for zero alone. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly position: Position;
}

/** Nothing at all, of which there is one notation. */
const ZERO: Decimal = { sign: 0, digits: "", position: 0 };

/** Digits up to which a number (and a sum with the length of a text) is exact in a double. */
const EXACT_DIGITS = 15;

/** From decimal digits (any zeros around them) of which the first `integerDigits` stand before the point. */
export function decimalFrom(negative: boolean, digits: string, integerDigits: number, exponent: Position): Decimal {
  let start = 0;
  while (start < digits.length && digits.charCodeAt(start) === 0x30) start++;
  if (start === digits.length) return ZERO;
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end--;
  return { sign: negative ? -1 : 1, digits: digits.slice(start, end), position: shift(exponent, integerDigits - start) };
}

/** From an exponent as written: its digits, zeros in front allowed. */
export function positionFrom(negative: boolean, digits: string): Position {
  let start = 0;
  while (start < digits.length && digits.charCodeAt(start) === 0x30) start++;
  const significant = digits.slice(start);
  if (significant.length > EXACT_DIGITS) return { negative, digits: significant };
  const value = Number(significant);
  return negative ? -value : value;
}

/** Below, equal or above: negative, zero, positive. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
  const byPosition = comparePositions(a.position, b.position);
  if (byPosition !== 0) return byPosition * a.sign;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -a.sign : a.sign;
}

function comparePositions(a: Position, b: Position): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const left = spelledOut(a);
  const right = spelledOut(b);
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const magnitude = compareDigits(left.digits, right.digits);
  return left.negative ? -magnitude : magnitude;
}

function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function spelledOut(position: Position): { readonly negative: boolean; readonly digits: string } {
  return typeof position === "number" ? { negative: position < 0, digits: String(Math.abs(position)) } : position;
}

/** Adds a number of the size of a text's length. */
function shift(position: Position, by: number): Position {
  if (typeof position === "number") return position + by;
  const head = position.digits.slice(0, -EXACT_DIGITS);
  const limit = 10 ** EXACT_DIGITS;
  const tail = Number(position.digits.slice(-EXACT_DIGITS)) + (position.negative ? -by : by);
  if (tail >= limit) return withTail(position.negative, increment(head), tail - limit);
  if (tail < 0) return withTail(position.negative, decrement(head), tail + limit);
  return withTail(position.negative, head, tail);
}

function withTail(negative: boolean, head: string, tail: number): Position {
  const digits = head + String(tail).padStart(EXACT_DIGITS, "0");
  return positionFrom(negative, digits);
}

function increment(digits: string): string {
  let nines = digits.length;
  while (nines > 0 && digits.charCodeAt(nines - 1) === 0x39) nines--;
  const zeros = "0".repeat(digits.length - nines);
  if (nines === 0) return `1${zeros}`;
  return digits.slice(0, nines - 1) + String(Number(digits[nines - 1]) + 1) + zeros;
}

/** Of digits that are not all zero. */
function decrement(digits: string): string {
  let zeros = digits.length;
  while (digits.charCodeAt(zeros - 1) === 0x30) zeros--;
  return digits.slice(0, zeros - 1) + String(Number(digits[zeros - 1]) - 1) + "9".repeat(digits.length - zeros);
}

/** Without exponent, for example `-0.05` or `1000`; null when that would take more than `maxDigits` digits. */
export function plainDecimal(value: Decimal, maxDigits: number): string | null {
  if (value.sign === 0) return "0";
  const { digits, position } = value;
  if (typeof position !== "number" || Math.abs(position) + digits.length > maxDigits) return null;
  const sign = value.sign < 0 ? "-" : "";
  if (position <= 0) return `${sign}0.${"0".repeat(-position)}${digits}`;
  if (position >= digits.length) return sign + digits + "0".repeat(position - digits.length);
  return `${sign}${digits.slice(0, position)}.${digits.slice(position)}`;
}
