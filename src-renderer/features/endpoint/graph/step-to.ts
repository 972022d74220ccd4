// Arrow keys along the points of a graph. Pure.

/** The position that a key leads to; null when the key means nothing here or there is no point. */
export function stepTo(key: string, from: number | null, filled: readonly number[]): number | null {
  const at = from === null ? filled.length : filled.findIndex((index) => index >= from);
  switch (key) {
    case "ArrowLeft":
      return filled[Math.max(0, (at === -1 ? filled.length : at) - 1)] ?? null;
    case "ArrowRight":
      return filled[from === null ? 0 : Math.min(filled.length - 1, (at === -1 ? filled.length - 2 : at) + 1)] ?? null;
    case "Home":
      return filled[0] ?? null;
    case "End":
      return filled.at(-1) ?? null;
    default:
      return null;
  }
}
