// Parses a URL without throwing; `URL.parse` is missing in the oldest runtime.

/** The parsed URL; null when it is none. Pure. */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
