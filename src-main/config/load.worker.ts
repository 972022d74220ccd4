// The worker's side of reading a large configuration: one request, one round of questions, the answer in portions, and it is over.

import { parentPort, workerData } from "node:worker_threads";

import type { Assembled, AssembleRequest } from "./assemble.ts";
import { beginAssembly } from "./assemble.ts";
import type { WorkerMessage, WorkerRequest } from "./load-in-worker.ts";

/** As many as take the other side a few milliseconds. */
const ENDPOINTS_AT_ONCE = 100;

const port = parentPort;
if (port === null) throw new Error("load.worker runs in a worker thread only");

// Both sides are built from one source, so what arrives is what its type says.
const assembly = beginAssembly(workerData as AssembleRequest);
const say = (message: WorkerMessage): void => port.postMessage(message);
let assembled: Assembled | null = null;
let sent = 0;
port.on("message", (request: WorkerRequest) => {
  if (request.kind === "answers") assembled = assembly.finish(request.answers);
  if (assembled === null) return;
  const { config } = assembled;
  const endpoints = config?.endpoints.slice(sent, sent + ENDPOINTS_AT_ONCE) ?? [];
  sent += endpoints.length;
  if (endpoints.length > 0) say({ kind: "endpoints", endpoints });
  else say({ kind: "assembled", assembled: { ...assembled, config: config === null ? null : { ...config, endpoints: [] } } });
});
say({ kind: "questions", questions: assembly.questions });
