// Removes known secrets from any text before it is logged, kept or shown. It knows values, not patterns.

const MARK = "<redacted>";
/** Shorter values would tear ordinary words apart. */
const SHORTEST = 6;

/** Learns the values of secrets and takes them out of texts. */
export interface SecretScrubber {
  /** Learns values; short ones are ignored. */
  learn(values: Iterable<string>): void;
  /** The text without any known secret, also in its URL-encoded and base64 form. */
  scrub(text: string): string;
}

/** A scrubber that knows nothing yet. */
export function createSecretScrubber(): SecretScrubber {
  const known = new Set<string>();
  let pattern: RegExp | null = null;
  return {
    learn(values) {
      for (const value of values) {
        if (value.length < SHORTEST) continue;
        known.add(value);
        known.add(urlEncoded(value));
        known.add(Buffer.from(value).toString("base64"));
      }
      const longestFirst = [...known].sort((a, b) => b.length - a.length);
      pattern = longestFirst.length === 0 ? null : new RegExp(longestFirst.map(escapeForPattern).join("|"), "g");
    },
    scrub: (text) => (pattern === null ? text : text.replace(pattern, MARK)),
  };
}

/** Lone surrogates cannot be encoded; such a value never stands in a URL. */
function urlEncoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
