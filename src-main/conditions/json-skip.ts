// Steps over a whole array or object that no path asks for, validating it. Its open containers are bits of one integer, so
// that the common case keeps no stack at all.

import {
  byteAt,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipBlanks,
  skipScalar,
  skipText,
} from "./json-bytes.ts";

/** It holds more levels than fit here. */
export const TOO_DEEP = -2;

const LEVELS = 30;

/** Past the container that opens at `start`; -1 = malformed; {@link TOO_DEEP} = whoever keeps a stack has to do it. */
export function skipContainer(bytes: Uint8Array, start: number): number {
  // One bit a level, the innermost lowest: 1 = object. The leading 1 marks the bottom.
  let levels = 1;
  let depth = 0;
  let at = start;
  for (;;) {
    const first = byteAt(bytes, at);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      if (++depth > LEVELS) return TOO_DEEP;
      const isObject = first === OPEN_BRACE;
      levels = (levels << 1) | (isObject ? 1 : 0);
      at = skipBlanks(bytes, at + 1);
      if (byteAt(bytes, at) !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        if (!isObject) continue;
        at = skipKey(bytes, at);
        if (at === -1) return -1;
        continue;
      }
    } else {
      at = first === QUOTE ? skipText(bytes, at + 1) : skipScalar(bytes, at);
      if (at === -1) return -1;
      at = skipBlanks(bytes, at);
    }

    let byte = byteAt(bytes, at);
    while (byte !== COMMA) {
      if (byte !== ((levels & 1) === 1 ? CLOSE_BRACE : CLOSE_BRACKET)) return -1;
      levels >>= 1;
      at++;
      if (--depth === 0) return at;
      at = skipBlanks(bytes, at);
      byte = byteAt(bytes, at);
    }
    at = skipBlanks(bytes, at + 1);
    if ((levels & 1) === 1) at = skipKey(bytes, at);
    if (at === -1) return -1;
  }
}

/** Past a key and its colon, to where the value starts; -1 = malformed. */
export function skipKey(bytes: Uint8Array, at: number): number {
  if (byteAt(bytes, at) !== QUOTE) return -1;
  const end = skipText(bytes, at + 1);
  if (end === -1) return -1;
  const colon = skipBlanks(bytes, end);
  return byteAt(bytes, colon) === COLON ? skipBlanks(bytes, colon + 1) : -1;
}
