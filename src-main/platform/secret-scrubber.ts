// Removes known secrets from any text before it is logged, kept or shown. It knows values, not patterns.

const MARK = "<redacted>";
/** Shorter values would tear ordinary words apart. */
const SHORTEST = 6;

/** Learns the values of secrets and takes them out of texts. */
export interface SecretScrubber {
  /** Learns values; short ones are ignored. */
  learn(values: Iterable<string>): void;
  /**
   * The text without any known secret, also in its URL-encoded and base64 form. Nor does it end with the beginning of one: texts are
   * often cut before they come here.
   */
  scrub(text: string): string;
}

/** A scrubber that knows nothing yet. */
export function createSecretScrubber(): SecretScrubber {
  const known = new Set<string>();
  let pattern: RegExp | null = null;
  let beginnings: Beginnings | null = null;
  return {
    learn(values) {
      for (const value of values) {
        if (value.length < SHORTEST) continue;
        known.add(value);
        known.add(urlEncoded(value));
        known.add(Buffer.from(value).toString("base64"));
      }
      const longestFirst = [...known].sort((a, b) => b.length - a.length);
      if (longestFirst.length === 0) return;
      pattern = new RegExp(longestFirst.map(escapeForPattern).join("|"), "g");
      beginnings = beginningsOf(longestFirst);
    },
    scrub(text) {
      if (pattern === null || beginnings === null) return text;
      return withoutBeginning(text.replace(pattern, MARK), beginnings);
    },
  };
}

/** The secrets by their first characters, and what finds those. */
interface Beginnings {
  readonly byHead: ReadonlyMap<string, readonly string[]>;
  readonly heads: RegExp;
  readonly longest: number;
}

function beginningsOf(longestFirst: readonly string[]): Beginnings {
  const byHead = new Map<string, string[]>();
  for (const value of longestFirst) {
    const head = value.slice(0, SHORTEST);
    byHead.set(head, [...(byHead.get(head) ?? []), value]);
  }
  const heads = new RegExp([...byHead.keys()].map(escapeForPattern).join("|"), "g");
  return { byHead, heads, longest: longestFirst[0]?.length ?? 0 };
}

/** Takes the beginning of a secret, six characters at least, from the end of a text. */
function withoutBeginning(text: string, { byHead, heads, longest }: Beginnings): string {
  const tailAt = Math.max(0, text.length - longest + 1);
  const tail = text.slice(tailAt);
  heads.lastIndex = 0;
  for (let found = heads.exec(tail); found !== null; found = heads.exec(tail)) {
    const rest = tail.slice(found.index);
    if (byHead.get(found[0])?.some((value) => value.startsWith(rest)) === true) return text.slice(0, tailAt + found.index) + MARK;
    heads.lastIndex = found.index + 1;
  }
  return text;
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
