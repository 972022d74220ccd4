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
        stream.unshift(chunk.subarray(maxBytes));
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

/** Bytes up to and with `end`; more than `maxBytes` without it is a failure. What follows `end` goes back into the stream. */
export async function readUntil(stream: Duplex, end: string, maxBytes: number): Promise<string> {
  let text = "";
  for (;;) {
    const chunk = Buffer.from(await readSome(stream, maxBytes - text.length)).toString("latin1");
    const from = Math.max(0, text.length - end.length + 1);
    text += chunk;
    const found = text.indexOf(end, from);
    if (found >= 0) {
      const rest = text.slice(found + end.length);
      if (rest !== "") {
        stream.unshift(Buffer.from(rest, "latin1"));
      }
      return text.slice(0, found + end.length);
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
