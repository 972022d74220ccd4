// What a single text means where a truth value, a number or a moment is wanted: the readings of Go's yaml.v3, which Gatus uses.
// Pure functions over the text; null = it is none.

const TRUE = /^(true|True|TRUE)$/;
const FALSE = /^(false|False|FALSE)$/;
const OLD_TRUE = /^(y|Y|yes|Yes|YES|on|On|ON)$/;
const OLD_FALSE = /^(n|N|no|No|NO|off|Off|OFF)$/;

/** Truth values; the spellings of YAML 1.1 count even when they are quoted. */
export function readFlag(text: string, plain: boolean): boolean | null {
  if (OLD_TRUE.test(text)) return true;
  if (OLD_FALSE.test(text)) return false;
  if (!plain) return null;
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : null;
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0x[0-9a-f]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)$/i;
const LARGEST = 2 ** 63;

/** Whole numbers: decimal, `0x`, `0o`, `0b`, octal with a leading zero, `1_000`; a fraction is cut off. */
export function readInteger(text: string): number | null {
  const number = readNumber(text);
  if (number === null || Math.abs(number) >= LARGEST) return null;
  return Math.trunc(number) + 0;
}

/** Any finite number. */
export function readNumber(text: string): number | null {
  // An underscore may stand between digits only; that covers every spelling that people use.
  const digits = /_/.test(text) ? text.replace(/(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])/g, "") : text;
  const [, sign, whole] = INTEGER.exec(digits) ?? [];
  if (whole !== undefined) {
    const octal = /^0[0-7]+$/.test(whole) ? `0o${whole.slice(1)}` : whole;
    return (sign === "-" ? -1 : 1) * Number(octal);
  }
  return FLOAT.test(digits) ? Number(digits) : null;
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const MOMENT = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(\.\d+)?(?:[ \t]*(Z|[-+]\d{2}:?(?:\d{2})?))?$/;

/** A moment as milliseconds since the Unix epoch. A quoted text must be a full RFC 3339 moment with its zone. */
export function readTimestamp(text: string, plain: boolean): number | null {
  const date = plain ? DATE.exec(text) : null;
  if (date !== null) return utc(date, 0);
  const moment = MOMENT.exec(text);
  if (moment === null) return null;
  const [, , , , , , , , zone] = moment;
  const hasT = /[Tt]/.test(text);
  // With a T a zone is needed; the form with a blank is UTC without one. Quoted, only the form with a T counts.
  if ((hasT || !plain) && zone === undefined) return null;
  if (!plain && !hasT) return null;
  const offset = zoneOffsetMs(zone);
  return offset === null ? null : utc(moment, offset);
}

function utc(parts: RegExpExecArray, offsetMs: number): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = parts[7] === undefined ? 0 : Math.round(Number(`0${parts[7]}`) * 1000);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that the month doesn't have would silently become one of the next month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return null;
  date.setUTCHours(hour, minute, second, fraction);
  return date.getTime() - offsetMs;
}

function zoneOffsetMs(zone: string | undefined): number | null {
  if (zone === undefined || zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes ?? 0) > 59) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}
