// How long the process is kept busy at a stretch, by its processor time: what other programs take of the machine is not in it.

/** Processor time of this process so far, all threads, in milliseconds. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Looks at the processor time once in each turn of the event loop until it is told to stop.
 * @returns the most between two turns, in milliseconds (all threads, so collecting garbage counts in full)
 */
export function watchTurns(): { stop(): number } {
  let longest = 0;
  let last = processorMs();
  let isOver = false;
  const measure = (): void => {
    const now = processorMs();
    longest = Math.max(longest, now - last);
    last = now;
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
