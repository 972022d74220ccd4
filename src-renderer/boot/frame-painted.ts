// Gives the browser the moment in which it paints: loading the app keeps it from painting for as long as that takes.

/** A page that is not painted by then, because nobody can see it, waits no longer. */
const LONGEST_MS = 250;

/** Resolves once what the document holds by itself was painted. */
export async function framePainted(): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, LONGEST_MS);
    // A frame's callbacks run before it is painted, timers after it.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
