// The bridge between the sandboxed page and the main process: one function to ask, one to listen, for listed channels only.

import { contextBridge, ipcRenderer } from "electron";
import type { IpcRendererEvent } from "electron";
import { EVENT_CHANNELS, REQUEST_CHANNELS } from "../../shared/ipc/channels.ts";
import type { RendererApi } from "../../shared/ipc/contract.ts";

const requests: ReadonlySet<string> = new Set(REQUEST_CHANNELS);
const events: ReadonlySet<string> = new Set(EVENT_CHANNELS);

const api: RendererApi = {
  request: async (channel, payload) => {
    if (!requests.has(channel)) return { ok: false, error: { code: "bad_request", message: "there is no such request" } };
    // What the main process answers on a channel is typed by the contract on both sides.
    return (await ipcRenderer.invoke(channel, payload)) as Awaited<ReturnType<RendererApi["request"]>> as never;
  },
  on: (channel, listener) => {
    if (!events.has(channel)) return () => undefined;
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]): void => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => ipcRenderer.off(channel, forward);
  },
};

contextBridge.exposeInMainWorld("api", api);
