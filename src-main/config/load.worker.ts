// The worker's side of reading a large configuration: one request, one round of questions, one answer, and it is over.

import { parentPort, workerData } from "node:worker_threads";

import type { AssembleRequest } from "./assemble.ts";
import { beginAssembly } from "./assemble.ts";
import type { WorkerMessage } from "./load-in-worker.ts";
import type { Answers } from "./questions.ts";

const port = parentPort;
if (port === null) throw new Error("load.worker runs in a worker thread only");

// Both sides are built from one source, so what arrives is what its type says.
const assembly = beginAssembly(workerData as AssembleRequest);
port.once("message", (answers: Answers) => {
  port.postMessage({ kind: "assembled", assembled: assembly.finish(answers) } satisfies WorkerMessage);
});
port.postMessage({ kind: "questions", questions: assembly.questions } satisfies WorkerMessage);
