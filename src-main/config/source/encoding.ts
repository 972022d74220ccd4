// From bytes to text: UTF-8 with or without a byte order mark, and clear words about everything else.

import { isUtf8 } from "node:buffer";
import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import { toldAs } from "../../../shared/i18n/tell.ts";

/** The text, or what is wrong and where. `offset` counts bytes for `badByte`, and UTF-16 units of `text` for `badCharacter`. */
export type DecodedText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "badByte"; readonly message: string; readonly said: Said; readonly byteOffset: number; readonly textBefore: string }
  | { readonly kind: "badCharacter"; readonly message: string; readonly said: Said; readonly text: string; readonly offset: number };

/** Decodes a configuration file. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const foreign = foreignEncoding(bytes);
  if (foreign !== null) {
    return {
      kind: "badByte",
      ...toldAs(say("problem.encoding", { encoding: foreign })),
      byteOffset: 0,
      textBefore: "",
    };
  }
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  // The system says it at once; where the mistake is, only a look at every byte.
  const invalid = isUtf8(body) ? null : firstInvalidByte(body);
  if (invalid !== null) {
    const byteOffset = invalid + (bytes.length - body.length);
    const value = (bytes[byteOffset] ?? 0).toString(16).padStart(2, "0");
    return {
      kind: "badByte",
      ...toldAs(say("problem.badByte", { offset: byteOffset, value })),
      byteOffset,
      textBefore: new TextDecoder().decode(body.subarray(0, invalid)),
    };
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
  const control = firstControl(text);
  if (control !== null) {
    const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, "0");
    return {
      kind: "badCharacter",
      ...toldAs(say("problem.badCharacter", { code })),
      text,
      offset: control,
    };
  }
  return { kind: "text", text };
}

/** YAML allows no control characters but tab and line ends. DEL and the C1 range are let through, as other readers do. */
function firstControl(text: string): number | null {
  const index = text.search(/[^\t\n\r -\uffff]/);
  return index === -1 ? null : index;
}

function foreignEncoding(bytes: Uint8Array): Said | null {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0 && bytes.length > 1)) return say("problem.utf16le");
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] !== 0 && bytes.length > 1)) return say("problem.utf16be");
  return null;
}

/** The offset of the first byte that no UTF-8 text can have there, or null. @see RFC 3629 section 4 */
function firstInvalidByte(bytes: Uint8Array): number | null {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return null;
}

/** The length of the sequence that begins here; 0 = it is not valid. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  if ((second & 0xc0) !== 0x80) return 0;
  if (lead < 0xe0) return 2;
  const overlongOrSurrogate =
    (lead === 0xe0 && second < 0xa0) ||
    (lead === 0xed && second > 0x9f) ||
    (lead === 0xf0 && second < 0x90) ||
    (lead === 0xf4 && second > 0x8f);
  if (overlongOrSurrogate || ((bytes[at + 2] ?? 0) & 0xc0) !== 0x80) return 0;
  if (lead < 0xf0) return 3;
  return ((bytes[at + 3] ?? 0) & 0xc0) === 0x80 ? 4 : 0;
}
