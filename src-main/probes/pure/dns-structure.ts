// Whether the bytes of a DNS message hold together, before anything is read from them: a lenient decoder would read past the end of
// a record and take its neighbour's bytes. @see RFC 1035 sections 4.1.1 to 4.1.4

const HEADER_BYTES = 12;
const QUESTION_TAIL_BYTES = 4;
const RECORD_TAIL_BYTES = 10;
const POINTER = 0xc0;

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}

/** Where the name that starts at `at` ends; -1 = it runs out of the message. Pointers are not followed. */
function skipName(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) {
      return -1;
    }
    if (length === 0) {
      return at + 1;
    }
    if ((length & POINTER) === POINTER) {
      return at + 2;
    }
    if ((length & POINTER) !== 0) {
      return -1;
    }
    at += length + 1;
  }
}

/** Whether every announced question and record is there, whole. */
export function isWhole(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) {
    return false;
  }
  const questions = uint16(bytes, 4);
  const records = uint16(bytes, 6) + uint16(bytes, 8) + uint16(bytes, 10);
  let at = HEADER_BYTES;
  for (let i = 0; i < questions + records && at >= 0; i += 1) {
    const nameEnd = skipName(bytes, at);
    if (nameEnd < 0) {
      return false;
    }
    const dataBytes = i < questions ? QUESTION_TAIL_BYTES : RECORD_TAIL_BYTES + uint16(bytes, nameEnd + RECORD_TAIL_BYTES - 2);
    at = nameEnd + dataBytes;
    if (at > bytes.length) {
      return false;
    }
  }
  return true;
}
