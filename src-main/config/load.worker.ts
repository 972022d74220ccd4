// The worker's side of reading large configurations: a request, questions, the answer in portions, and then the next request. What it
// knows of the last configuration it doesn't read again, and doesn't send again.

import { parentPort } from "node:worker_threads";

import type { AssembleRequest } from "./assemble.ts";
import { createEntryMemory } from "./entry-memory.ts";
import type { KnownEndpoint, RememberedAssembly, RememberedResult } from "./entry-memory.ts";
import type { SentEndpoint, WorkerMessage, WorkerRequest } from "./load-in-worker.ts";

/** As many as take the other side a few milliseconds. */
const ENDPOINTS_AT_ONCE = 100;
/** Those that are there already are but a number. */
const REFERENCES_AT_ONCE = 2_000;

const port = parentPort;
if (port === null) throw new Error("load.worker runs in a worker thread only");
const say = (message: WorkerMessage): void => port.postMessage(message);

const memory = createEntryMemory();
let request: AssembleRequest | null = null;
let assembly: RememberedAssembly | null = null;
let result: RememberedResult | null = null;
let sent = 0;
/** Where the other side has what is known, in the order in which it got it last. */
let before: ReadonlyMap<KnownEndpoint, number> = new Map();

function ask(asking: RememberedAssembly): void {
  assembly = asking;
  say({ kind: "questions", questions: asking.questions });
}

function nextPortion({ assembled, known }: RememberedResult): readonly SentEndpoint[] {
  const endpoints = assembled.config?.endpoints ?? [];
  const portion: SentEndpoint[] = [];
  for (let whole = 0; sent < endpoints.length && whole < ENDPOINTS_AT_ONCE && portion.length < REFERENCES_AT_ONCE; sent += 1) {
    const config = endpoints[sent];
    const own = known[sent] ?? null;
    const place = own === null ? undefined : before.get(own);
    if (config === undefined) continue;
    if (place !== undefined) portion.push({ before: place, line: config.position.line });
    else {
      whole += 1;
      portion.push({ config });
    }
  }
  return portion;
}

function sendMore(current: RememberedResult): void {
  const endpoints = nextPortion(current);
  if (endpoints.length > 0) return say({ kind: "endpoints", endpoints });
  const { assembled, known } = current;
  const { config } = assembled;
  if (config !== null) before = new Map(known.flatMap((own, index) => (own === null ? [] : [[own, index] as const])));
  result = null;
  say({ kind: "assembled", assembled: { ...assembled, config: config === null ? null : { ...config, endpoints: [] } } });
}

// Both sides are built from one source, so what arrives is what its type says.
port.on("message", (message: WorkerRequest) => {
  switch (message.kind) {
    case "assemble":
      request = message.request;
      sent = 0;
      return ask(memory.begin(request));
    case "answers":
      result = assembly?.finish(message.answers) ?? null;
      assembly = null;
      if (result !== null) return sendMore(result);
      if (request !== null) ask(memory.beginWhole(request));
      return;
    case "more":
      if (result !== null) sendMore(result);
  }
});
