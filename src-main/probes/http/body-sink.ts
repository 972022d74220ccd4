// Takes the body of an answer as it arrives: keeps it up to a limit, unpacks it, or only lets it pass. Never holds more than its
// limit, however far a few packed bytes unfold.

import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { Transform } from "node:stream";
import { asError } from "../failure.ts";

/** What became of a body. */
export interface BodyOutcome {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
  /** What broke while reading; what came before is kept. */
  readonly error: Error | null;
}

/** A place for the chunks of a body. */
export interface BodySink {
  /** False = enough: the rest need not be read. */
  write(chunk: Uint8Array): boolean;
  /** The body so far; `error` is what ended it early. */
  finish(error: Error | null): BodyOutcome | Promise<BodyOutcome>;
}

const NOTHING = new Uint8Array(0);

/** Lets at most `maxBytes` pass and keeps none. */
export function passingSink(maxBytes: number): BodySink {
  let passed = 0;
  return {
    write: (chunk) => {
      passed += chunk.length;
      return passed <= maxBytes;
    },
    // Nobody looks at this body, so nobody cares how it ended.
    finish: () => ({ bytes: NOTHING, truncated: false, error: null }),
  };
}

class KeepingSink implements BodySink {
  readonly #parts: Uint8Array[] = [];
  readonly #maxBytes: number;
  #kept = 0;
  truncated = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  write(chunk: Uint8Array): boolean {
    const part = chunk.subarray(0, this.#maxBytes - this.#kept);
    if (part.length > 0) {
      this.#parts.push(part);
      this.#kept += part.length;
    }
    this.truncated ||= part.length < chunk.length;
    return !this.truncated;
  }

  finish(error: Error | null): BodyOutcome {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts, this.#kept);
    // A limit that was reached is no failure of the server's.
    return { bytes, truncated: this.truncated, error: this.truncated ? null : error };
  }
}

/** Some servers send `deflate` without the zlib wrapper that RFC 9110 section 8.4.1.2 asks for. */
function inflaterFor(first: Uint8Array): Transform {
  return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

type Unpacker = (first: Uint8Array) => Transform;

const UNPACKERS: Readonly<Record<string, Unpacker>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  deflate: inflaterFor,
  br: () => createBrotliDecompress(),
};

class UnpackingSink implements BodySink {
  readonly #inner: KeepingSink;
  readonly #make: Unpacker;
  #stream: Transform | null = null;
  #enough = false;
  #error: Error | null = null;
  #settled: (() => void) | null = null;

  constructor(maxBytes: number, make: Unpacker) {
    this.#inner = new KeepingSink(maxBytes);
    this.#make = make;
  }

  write(chunk: Uint8Array): boolean {
    this.#stream ??= this.#open(chunk);
    if (!this.#enough) {
      this.#stream.write(chunk);
    }
    return !this.#enough;
  }

  async finish(error: Error | null): Promise<BodyOutcome> {
    const stream = this.#stream;
    if (stream !== null && !this.#enough) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
        // A body that broke off is unpacked as far as it goes.
        stream.end();
      });
    }
    stream?.destroy();
    return this.#inner.finish(error ?? this.#error);
  }

  #open(first: Uint8Array): Transform {
    const stream = this.#make(first);
    const stop = () => {
      this.#enough = true;
      this.#settled?.();
    };
    stream.on("data", (part: Uint8Array) => {
      if (!this.#enough && !this.#inner.write(part)) {
        stop();
        stream.destroy();
      }
    });
    stream.on("error", (error) => {
      this.#error = asError(error);
      stop();
    });
    stream.on("end", stop);
    stream.on("close", stop);
    return stream;
  }
}

/** Keeps up to `maxBytes` of the body, unpacked as `encoding` (the header's value; unknown ones stay as they are). */
export function keepingSink(maxBytes: number, encoding: string): BodySink {
  const make = UNPACKERS[encoding.trim().toLowerCase()];
  return make === undefined ? new KeepingSink(maxBytes) : new UnpackingSink(maxBytes, make);
}

/** Keeps the beginning of a body that nothing depends on: how it ended is no part of the verdict. */
export function explainingSink(maxBytes: number, encoding: string): BodySink {
  const sink = keepingSink(maxBytes, encoding);
  return {
    write: (chunk) => sink.write(chunk),
    finish: async (error) => ({ ...(await sink.finish(error)), error: null }),
  };
}
