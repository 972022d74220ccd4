// The worker's side of editing a large configuration: answers calls one after the other until it is ended.

import { parentPort } from "node:worker_threads";

import { createEditMethods } from "./edit-engine.ts";
import type { EditCall, EditReply } from "./edit-in-worker.ts";

const port = parentPort;
if (port === null) throw new Error("edit.worker runs in a worker thread only");

const methods = createEditMethods();
port.on("message", ({ id, method, args }: EditCall) => {
  // The caller's types say that these arguments belong to this method.
  const run = methods[method] as (...given: readonly unknown[]) => unknown;
  port.postMessage({ id, value: run(...args) } satisfies EditReply);
});
