import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeText } from "../../../../../src-main/config/source/encoding.ts";

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function messageOf(input: Uint8Array): string {
  const decoded = decodeText(input);
  return decoded.kind === "text" ? "" : decoded.message;
}

describe("decodeText", () => {
  it("takes the byte order mark off, and only the first", () => {
    expect(decodeText(utf8("\ufeff\ufeffa: 1"))).toEqual({ kind: "text", text: "\ufeffa: 1" });
  });

  it("keeps line ends, tabs and every character", () => {
    const text = "a: \u{1f600}\r\nb:\tü\u2028\u007f\u0085";
    expect(decodeText(utf8(text))).toEqual({ kind: "text", text });
  });

  it.each([
    ["a lone continuation byte", bytes(0x61, 0x80), 1],
    ["Latin-1", bytes(0x61, 0xe9, 0x62), 1],
    ["an over-long slash", bytes(0xc0, 0xaf), 0],
    ["a surrogate", bytes(0x61, 0xed, 0xa0, 0x80), 1],
    ["a cut sequence", bytes(0x61, 0xe2, 0x82), 1],
    ["a cut sequence of four", bytes(0xf0, 0x9f, 0x98), 0],
    ["beyond Unicode", bytes(0xf4, 0x90, 0x80, 0x80), 0],
    ["after a byte order mark", bytes(0xef, 0xbb, 0xbf, 0x61, 0xff), 4],
  ])("names the byte: %s", (_, input, byteOffset) => {
    expect(decodeText(input)).toMatchObject({ kind: "badByte", byteOffset });
    expect(messageOf(input)).toContain(`Byte ${byteOffset} `);
  });

  it.each([
    ["UTF-16 little endian with a mark", bytes(0xff, 0xfe, 0x61, 0)],
    ["UTF-16 big endian with a mark", bytes(0xfe, 0xff, 0, 0x61)],
    ["UTF-16 little endian", bytes(0x61, 0, 0x3a, 0)],
    ["UTF-16 big endian", bytes(0, 0x61, 0, 0x3a)],
  ])("knows %s", (_, input) => {
    expect(messageOf(input)).toContain("UTF-16");
  });

  it("names a control character", () => {
    expect(decodeText(utf8("a: \u0007"))).toMatchObject({ kind: "badCharacter", offset: 3 });
    expect(messageOf(utf8("a: \u0007"))).toContain("U+0007");
  });

  it.each(Array.from({ length: 0x20 }, (_, code) => code))("lets control character %i through only where YAML does", (code) => {
    const isAllowed = [0x09, 0x0a, 0x0d].includes(code);
    expect(decodeText(utf8(`a: ${String.fromCharCode(code)}`)).kind).toBe(isAllowed ? "text" : "badCharacter");
  });

  it("names a byte in whatever is no UTF-8 text, behind the text that is one", () => {
    const noisy = fc.tuple(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 6 }), fc.string());
    fc.assert(
      fc.property(noisy, ([before, noise, after]) => {
        const input = Uint8Array.from([...utf8(`a: ${before}`), ...noise, ...utf8(after)]);
        const decoded = decodeText(input);
        const strictly = (): string => new TextDecoder("utf-8", { fatal: true }).decode(input);
        if (decoded.kind === "badByte") {
          expect(strictly).toThrow(TypeError);
          expect([...utf8(decoded.textBefore)]).toEqual([...input.subarray(0, decoded.byteOffset)]);
        } else expect(strictly).not.toThrow();
      }),
    );
  });
});
