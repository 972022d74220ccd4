// Waiting on a stream: for its first bytes, for a line. Every wait ends when the stream does; nothing is read beyond its bound.

import type { Duplex } from "node:stream";
import { ProbeFailure } from "../failure.ts";

const CLOSED_TEXT = "server closed the connection before answering";

/** Runs `listen` until it settles; an error, an end or a close of the stream rejects. Listeners are gone afterwards. */
function untilSettled<T>(stream: Duplex, listen: (settle: (value: T) => void, fail: (error: Error) => void) => () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cleanUps: Array<() => void> = [];
    const done = (act: () => void) => {
      for (const cleanUp of cleanUps) {
        cleanUp();
      }
      act();
    };
    const fail = (error: Error) => {
      done(() => {
        reject(error);
      });
    };
    const ended = () => {
      fail(new ProbeFailure("closed", CLOSED_TEXT));
    };
    stream.on("error", fail);
    stream.on("end", ended);
    stream.on("close", ended);
    cleanUps.push(() => {
      stream.off("error", fail);
      stream.off("end", ended);
      stream.off("close", ended);
    });
    const settle = (value: T) => {
      done(() => {
        resolve(value);
      });
    };
    cleanUps.push(listen(settle, fail));
    if (stream.destroyed || stream.readableEnded) {
      ended();
    }
  });
}

/** For the next reader. A stream that has ended takes nothing back, and has no next reader either. */
export function putBack(stream: Duplex, bytes: Uint8Array): void {
  if (!stream.readableEnded && !stream.destroyed) {
    stream.unshift(bytes);
  }
}

/** The next bytes that arrive, cut to `maxBytes`; what is over goes back into the stream. */
export function readSome(stream: Duplex, maxBytes: number): Promise<Uint8Array> {
  return untilSettled<Uint8Array>(stream, (settle) => {
    const onReadable = () => {
      const chunk = stream.read() as Buffer | null;
      if (chunk === null || chunk.length === 0) {
        return;
      }
      stream.off("readable", onReadable);
      if (chunk.length > maxBytes) {
        putBack(stream, chunk.subarray(maxBytes));
      }
      settle(chunk.subarray(0, maxBytes));
    };
    stream.on("readable", onReadable);
    return () => stream.off("readable", onReadable);
  });
}

/** Exactly `length` bytes. */
export async function readExactly(stream: Duplex, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let missing = length;
  while (missing > 0) {
    const part = await readSome(stream, missing);
    parts.push(part);
    missing -= part.length;
  }
  return Buffer.concat(parts, length);
}

/** Where the wanted part of `text` ends; -1 = more is needed. Called again with more text; `seen` is how much was there before. */
export type FindEnd = (text: string, seen: number) => number;

/** Up to and with the text `end`. */
export function endsWith(end: string): FindEnd {
  return (text, seen) => {
    const found = text.indexOf(end, Math.max(0, seen - end.length + 1));
    return found < 0 ? -1 : found + end.length;
  };
}

/**
 * Text (one character a byte) up to the end that `findEnd` sees; more than `maxBytes` without it is a failure. What follows goes
 * back into the stream.
 */
export async function readUntil(stream: Duplex, findEnd: FindEnd, maxBytes: number): Promise<string> {
  let text = "";
  for (;;) {
    const seen = text.length;
    text += Buffer.from(await readSome(stream, maxBytes - seen)).toString("latin1");
    const end = findEnd(text, seen);
    if (end >= 0) {
      if (end < text.length) {
        putBack(stream, Buffer.from(text.slice(end), "latin1"));
      }
      return text.slice(0, end);
    }
    if (text.length >= maxBytes) {
      throw new ProbeFailure("too-large", `server sent more than ${String(maxBytes)} bytes where a short answer was expected`);
    }
  }
}

/** Resolves once `event` fires; rejects when the stream fails or ends first. */
export function untilEvent(stream: Duplex, event: "connect" | "secureConnect"): Promise<void> {
  return untilSettled<void>(stream, (settle) => {
    const onEvent = () => {
      settle();
    };
    stream.once(event, onEvent);
    return () => stream.off(event, onEvent);
  });
}

/** An error that nobody waits for any more must not end the process: the check it belonged to is over. */
export function ignoreLateErrors<T extends Duplex>(stream: T): T {
  stream.on("error", () => undefined);
  return stream;
}
