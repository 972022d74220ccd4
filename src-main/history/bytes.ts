// The alphabet of the packed rows: variable-length integers and texts, written to and read from byte arrays.
// What the bytes mean belongs to the codecs.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Appends to a byte array that grows. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** An integer from 0 to 2^53 - 1; seven bits a byte, low ones first. */
  unsigned(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      // Bit operations cut to 32 bits, and moments need 41.
      this.#bytes[this.#length++] = (rest % 128) | 0x80;
      rest = rest > 0x7fff_ffff ? Math.floor(rest / 128) : rest >>> 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** An integer between ±2^52, small where its size is small. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -value * 2 - 1 : value * 2);
  }

  text(value: string): void {
    const encoded = encoder.encode(value);
    this.unsigned(encoded.length);
    this.append(encoded);
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written from `start` on, without copying; valid until the next write. */
  view(start = 0): Uint8Array {
    return this.#bytes.subarray(start, this.#length);
  }

  /** A copy of everything written. */
  take(): Buffer {
    return Buffer.from(this.view());
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(extra: number): void {
    const needed = this.#length + extra;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Reads what a {@link ByteWriter} wrote. @throws RangeError when the bytes end too early: they are damaged. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError("packed data ends in the middle of a value");
    this.#at += 1;
    return value;
  }

  unsigned(): number {
    let value = this.byte();
    if (value < 0x80) return value;
    value -= 0x80;
    let scale = 128;
    for (let byte = 0; ; ) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
      if (scale > Number.MAX_SAFE_INTEGER) throw new RangeError("packed data holds an integer that is too long");
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  text(): string {
    return decoder.decode(this.bytes(this.unsigned()));
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("packed data ends in the middle of a text");
    const slice = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return slice;
  }
}
