// The tokens of JSON on UTF-8 bytes (RFC 8259): where each one ends, or that it is none. Nothing is copied or allocated.

export const QUOTE = 0x22;
export const COMMA = 0x2c;
const MINUS = 0x2d;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** The byte at `at`; 0, which no token may hold, beyond the end. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? (bytes[at] ?? 0) : 0;
}

/** Past the blanks, tabs and line breaks that start at `at`. */
export function skipBlanks(bytes: Uint8Array, at: number): number {
  let end = at;
  for (; end < bytes.length; end++) {
    const byte = bytes[end] ?? 0;
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
  }
  return end;
}

/** Past the text whose content starts at `at` (after its quote); -1 = malformed. */
export function skipText(bytes: Uint8Array, at: number): number {
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) return i + 1;
    if (byte < 0x20) return -1;
    if (byte === BACKSLASH) {
      i = escapeEnd(bytes, i + 1);
      if (i === -1) return -1;
    }
  }
  return -1;
}

/** The last byte of the escape whose letter is at `at`; -1 = malformed. */
function escapeEnd(bytes: Uint8Array, at: number): number {
  switch (byteAt(bytes, at)) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at;
    case 0x75: // u
      for (let i = at + 1; i <= at + 4; i++) if (!isHexDigit(byteAt(bytes, i))) return -1;
      return at + 4;
    default:
      return -1;
  }
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Past the number, `true`, `false` or `null` at `at`; -1 = it is none of them. */
export function skipScalar(bytes: Uint8Array, at: number): number {
  switch (byteAt(bytes, at)) {
    case 0x74:
      return skipWord(bytes, at, 0x72, 0x75, 0x65);
    case 0x66:
      return byteAt(bytes, at + 1) === 0x61 ? skipWord(bytes, at + 1, 0x6c, 0x73, 0x65) : -1;
    case 0x6e:
      return skipWord(bytes, at, 0x75, 0x6c, 0x6c);
    default:
      return skipNumber(bytes, at);
  }
}

/** Past the letter at `at` and the three that have to follow it. */
function skipWord(bytes: Uint8Array, at: number, second: number, third: number, fourth: number): number {
  const fits = byteAt(bytes, at + 1) === second && byteAt(bytes, at + 2) === third && byteAt(bytes, at + 3) === fourth;
  return fits ? at + 4 : -1;
}

function skipNumber(bytes: Uint8Array, at: number): number {
  let end = byteAt(bytes, at) === MINUS ? at + 1 : at;
  const first = byteAt(bytes, end);
  if (!isDigit(first)) return -1;
  end = first === 0x30 ? end + 1 : skipDigits(bytes, end);
  let next = byteAt(bytes, end);
  if (next === 0x2e) {
    const fraction = end + 1;
    end = skipDigits(bytes, fraction);
    if (end === fraction) return -1;
    next = byteAt(bytes, end);
  }
  if (next === 0x65 || next === 0x45) {
    const sign = byteAt(bytes, end + 1);
    const exponent = sign === 0x2b || sign === MINUS ? end + 2 : end + 1;
    end = skipDigits(bytes, exponent);
    if (end === exponent) return -1;
  }
  return end;
}

function skipDigits(bytes: Uint8Array, at: number): number {
  let end = at;
  while (isDigit(byteAt(bytes, end))) end++;
  return end;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Shorter texts are put together here: a call of the decoder costs more than this loop. */
const SHORT_TEXT = 24;

/** UTF-8 to text; a byte order mark stays, what is no UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_TEXT) return utf8.decode(bytes.subarray(start, end));
  let text = "";
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80) return utf8.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The text between two quotes, unescaped. The bytes are known to be well-formed. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const source = decodeUtf8(bytes, start, end);
  if (!source.includes("\\")) return source;
  const text = JSON.parse(`"${source}"`) as string;
  // Half a surrogate pair can only come from an escape; it is no character, as in Go.
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
}
