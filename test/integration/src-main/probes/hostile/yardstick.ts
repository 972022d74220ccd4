// What is measured beside a hostile case: how long the machine kept this thread waiting for a processor, how much memory was held at
// the worst moment, and which sockets and processes are open.

import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Milliseconds that this thread could have run and was not let, since its start; null = this system does not tell. */
function waitedForProcessorMs(): number | null {
  try {
    // Time on a processor and time waiting for one, in nanoseconds. @see https://docs.kernel.org/scheduler/sched-stats.html
    const [, waitedNs] = readFileSync("/proc/thread-self/schedstat", "latin1").split(" ");
    return Number(waitedNs) / 1e6;
  } catch {
    return null;
  }
}

/**
 * Starts to count the machine's own lateness. Where the system does not tell, the longest pause of the event loop stands for it, which
 * is more lenient: the code under test may have caused it.
 */
export function startLateness(): { readonly end: () => number } {
  const before = waitedForProcessorMs();
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  return {
    end: () => {
      loop.disable();
      const after = waitedForProcessorMs();
      return before === null || after === null ? loop.max / 1e6 : after - before;
    },
  };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Starts to watch the memory outside of the heap (buffers of sockets, bodies, unpackers). `end` gives its greatest growth, in bytes. */
export function startMemory(): { readonly end: () => number } {
  collectGarbage();
  const held = () => process.memoryUsage().external;
  const before = held();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, held());
  }, 2);
  return {
    end: () => {
      clearInterval(timer);
      return Math.max(peak, held()) - before;
    },
  };
}

const WATCHED = new Set(["TCPSocketWrap", "TCPWRAP", "UDPWRAP", "UDPSendWrap", "PipeWrap", "ProcessWrap", "TLSWRAP", "HTTP2SESSION"]);

/** Open sockets and running processes of this process, by kind. */
export function openResources(): number {
  return process.getActiveResourcesInfo().filter((kind) => WATCHED.has(kind)).length;
}
