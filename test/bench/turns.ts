// How long the process is kept busy at a stretch: by the clock, which counts waiting for the disk, and for a processor that other
// programs have; and in processor time, which counts the work of all threads.

/** Processor time of this process so far, all threads, in milliseconds. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The most between two turns of the event loop, in milliseconds. */
export interface LongestTurn {
  clockMs: number;
  /** Collecting garbage, which has threads of its own, counts in full. */
  processorMs: number;
}

/** Looks at both once in each turn of the event loop until it is told to stop. */
export function watchTurns(): { stop(): Readonly<LongestTurn> } {
  const longest: LongestTurn = { clockMs: 0, processorMs: 0 };
  let [lastAt, lastWork] = [performance.now(), processorMs()];
  let isOver = false;
  const measure = (): void => {
    const [at, work] = [performance.now(), processorMs()];
    longest.clockMs = Math.max(longest.clockMs, at - lastAt);
    longest.processorMs = Math.max(longest.processorMs, work - lastWork);
    [lastAt, lastWork] = [at, work];
  };
  const look = (): void => {
    measure();
    if (!isOver) setImmediate(look);
  };
  look();
  return {
    stop() {
      isOver = true;
      measure();
      return longest;
    },
  };
}
