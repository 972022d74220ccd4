// A storm of messages on the router itself: wrong channels, senders and shapes, huge ones, prototype tricks. A short one in every run
// of the tests, a million by `npm run fuzz:ipc`. Seeded, so that a failure comes again.

import type { IpcMain, IpcMainInvokeEvent } from "electron";
import { describe, expect, it } from "vitest";
import { REQUEST_CHANNELS } from "../../../../shared/ipc/channels.ts";
import type { RequestChannel } from "../../../../shared/ipc/channels.ts";
import { REQUEST_SCHEMAS } from "../../../../shared/ipc/contract.ts";
import { connectRequests } from "../../../../src-main/desktop/ipc/router.ts";
import type { RequestHandlers } from "../../../../src-main/desktop/ipc/router.ts";

const MESSAGES = Number(process.env["SENTRAY_FUZZ_MESSAGES"] ?? 20_000);
const OUR_ID = 7;

/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NAMES = [
  "key",
  "kind",
  "group",
  "scope",
  "untilMs",
  "action",
  "note",
  "id",
  "url",
  "file",
  "to",
  "fromMs",
  "toMs",
  "limit",
  "keys",
  "maxPoints",
  "text",
  "atEpochMs",
  "suggestedName",
  "format",
  "content",
  "heightPx",
  "theme",
  "language",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "then",
  "length",
];
const WORDS = [
  "",
  "a",
  "core_front-end",
  "everything",
  "endpoint",
  "group",
  "mute",
  "snooze",
  "csv",
  "dashboard",
  "../../x",
  "\u0000",
  "\ud800",
  "__proto__",
  "=cmd()",
  "\u001b[31m",
  "javascript:1",
  "file:///etc/passwd",
  "system",
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  2 ** 53,
  -(2 ** 31),
  8.64e15,
  8.64e15 + 1,
  100,
];

/** Any value that structured cloning could bring, and some that it could not. */
function anything(random: () => number, depth = 0): unknown {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const kind = Math.floor(random() * (depth > 3 ? 8 : 13));
  switch (kind) {
    case 0:
      return undefined;
    case 1:
      return null;
    case 2:
      return pick(NUMBERS);
    case 3:
    case 4:
      return pick(WORDS);
    case 5:
      return random() < 0.01 ? "x".repeat(100_000) : random() < 0.5;
    case 6:
      return pick([1n, new Date(Number.NaN), new Map([["key", "x"]]), new Set(["x"]), new Uint8Array(64), /x/g, new Error("x")] as const);
    case 7:
      return Math.floor(random() * 1e6);
    case 8:
      return Array.from({ length: random() < 0.001 ? 10_000 : Math.floor(random() * 5) }, () => anything(random, depth + 1));
    default: {
      const object: Record<string, unknown> = random() < 0.1 ? (Object.create(null) as Record<string, unknown>) : {};
      for (let count = Math.floor(random() * 5); count > 0; count -= 1) {
        // Defined, not assigned, so that `__proto__` becomes a member of its own as it would from JSON.
        Object.defineProperty(object, pick(NAMES), {
          value: anything(random, depth + 1),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return object;
    }
  }
}

function sender(random: () => number): { readonly event: IpcMainInvokeEvent; readonly isOurs: boolean } {
  const url =
    random() < 0.7
      ? "app://sentray/index.html"
      : ["https://example.test/", "file:///x", "app://sentray.evil/", "", "about:blank", "data:,x"][Math.floor(random() * 6)];
  const id = random() < 0.8 ? OUR_ID : 99;
  const isChild = random() < 0.1;
  const isGone = random() < 0.05;
  const senderFrame = isGone ? null : { url, parent: isChild ? {} : null };
  return {
    event: { senderFrame, sender: { id } } as unknown as IpcMainInvokeEvent,
    isOurs: !isGone && !isChild && id === OUR_ID && url === "app://sentray/index.html",
  };
}

/** Some values are so hostile that the schema itself throws. */
function isWellFormed(channel: RequestChannel, payload: unknown): boolean {
  try {
    return REQUEST_SCHEMAS[channel].safeParse(payload).success;
  } catch {
    return false;
  }
}

describe("the router under a storm", () => {
  it(
    `acts on none of ${String(MESSAGES)} messages that it should not act on, and answers each`,
    async () => {
      const random = seeded(20_261_122);
      const listeners = new Map<string, Parameters<IpcMain["handle"]>[1]>();
      let calls = 0;
      const handlers = Object.fromEntries(
        REQUEST_CHANNELS.map((channel) => [channel, () => void (calls += 1)]),
      ) as unknown as RequestHandlers;
      const nothing = (): undefined => undefined;
      connectRequests(Promise.resolve(handlers), {
        ipcMain: { handle: (channel, listener) => void listeners.set(channel, listener), removeHandler: nothing },
        logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
        ownContents: new Set([OUR_ID]),
      });
      const wrong: string[] = [];
      let accepted = 0;
      for (let message = 0; message < MESSAGES; message += 1) {
        const channel = REQUEST_CHANNELS[Math.floor(random() * REQUEST_CHANNELS.length)] as RequestChannel;
        const { event, isOurs } = sender(random);
        const payload = anything(random);
        const before = calls;
        const answer = (await listeners.get(channel)?.(event, payload)) as { readonly ok: boolean };
        const mayAct = isOurs && isWellFormed(channel, payload);
        if (answer.ok !== mayAct || calls - before !== (mayAct ? 1 : 0)) wrong.push(`${channel} at ${String(message)}`);
        if (mayAct) accepted += 1;
      }
      expect(wrong).toEqual([]);
      // Some are right by chance, else the storm would prove nothing.
      expect(accepted).toBeGreaterThan(0);
      expect(accepted).toBeLessThan(MESSAGES / 4);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
    Math.max(20_000, MESSAGES),
  );
});
