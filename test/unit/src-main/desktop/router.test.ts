import type { IpcMain, IpcMainInvokeEvent } from "electron";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REQUEST_CHANNELS } from "../../../../shared/ipc/channels.ts";
import { REQUEST_SCHEMAS } from "../../../../shared/ipc/contract.ts";
import { connectRequests } from "../../../../src-main/desktop/ipc/router.ts";
import type { RequestHandlers } from "../../../../src-main/desktop/ipc/router.ts";
import type { Logger } from "../../../../src-main/ports/logger.ts";

const OUR_ID = 7;
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

type Listener = Parameters<IpcMain["handle"]>[1];

/** The router on a fake ipcMain, with handlers that note that they were called. */
function setUp(react: (channel: string) => unknown = () => null) {
  const listeners = new Map<string, Listener>();
  const called: Array<{ channel: string; payload: unknown }> = [];
  const handlers = Object.fromEntries(
    REQUEST_CHANNELS.map((channel) => [
      channel,
      (payload: unknown) => {
        called.push({ channel, payload });
        return react(channel);
      },
    ]),
  ) as unknown as RequestHandlers;
  const disconnect = connectRequests(Promise.resolve(handlers), {
    ipcMain: {
      handle: (channel, listener) => void listeners.set(channel, listener),
      removeHandler: (channel) => void listeners.delete(channel),
    },
    logger: silent,
    ownContents: new Set([OUR_ID]),
  });
  const send = async (channel: string, payload: unknown, event = ours()): Promise<unknown> =>
    (await listeners.get(channel)?.(event, payload)) as unknown;
  return { listeners, called, send, disconnect };
}

function event(frameUrl: string | null, contentsId: number, hasParent = false): IpcMainInvokeEvent {
  const senderFrame = frameUrl === null ? null : { url: frameUrl, parent: hasParent ? {} : null };
  return { senderFrame, sender: { id: contentsId } } as unknown as IpcMainInvokeEvent;
}

const ours = (): IpcMainInvokeEvent => event("app://sentray/index.html", OUR_ID);

describe("connectRequests", () => {
  it("listens on every channel of the contract, and on none after disconnecting", () => {
    const { listeners, disconnect } = setUp();
    expect([...listeners.keys()].toSorted()).toEqual([...REQUEST_CHANNELS].toSorted());
    disconnect();
    expect(listeners.size).toBe(0);
  });

  it.each([
    ["another origin", event("https://example.org/", OUR_ID)],
    ["an origin that begins like ours", event("app://sentray.example.org/", OUR_ID)],
    ["a file", event("file:///index.html", OUR_ID)],
    ["contents that are not ours", event("app://sentray/index.html", 99)],
    ["a frame inside our page", event("app://sentray/index.html", OUR_ID, true)],
    ["a frame that is gone", event(null, OUR_ID)],
  ])("refuses %s on every channel", async (_name, foreign) => {
    const { called, send } = setUp();
    for (const channel of REQUEST_CHANNELS)
      expect(await send(channel, undefined, foreign)).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(called).toEqual([]);
  });

  it("refuses a payload that does not have the form of its channel", async () => {
    const { called, send } = setUp();
    for (const channel of REQUEST_CHANNELS) {
      const reply = await send(channel, { surprise: true });
      expect(reply, channel).toMatchObject({ ok: false, error: { code: "bad_request" } });
    }
    expect(called).toEqual([]);
  });

  it("hands on what the schema returned, not what was sent", async () => {
    const { called, send } = setUp();
    const scope = JSON.parse('{"kind": "endpoint", "key": "a_b", "__proto__": {"polluted": true}}') as unknown;
    await send("monitor:check-now", scope);
    const payload = called[0]?.payload;
    expect(called).toHaveLength(payload === undefined ? 0 : 1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("answers with a code when a handler breaks, without its message", async () => {
    const { send } = setUp(() => {
      throw new Error("password is hunter2");
    });
    const reply = await send("app:get-info", undefined);
    expect(reply).toMatchObject({ ok: false, error: { code: "internal" } });
    expect(JSON.stringify(reply)).not.toContain("hunter2");
  });

  it("survives anything that can be sent", async () => {
    const { send } = setUp();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...REQUEST_CHANNELS),
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        async (channel, payload) => {
          const accepted = REQUEST_SCHEMAS[channel].safeParse(payload).success;
          expect(await send(channel, payload)).toMatchObject({ ok: accepted });
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
