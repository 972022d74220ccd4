// `pat(…)`: `*`, `?`, classes and `\`, over whole texts. The cost is bounded by text × ⌈pattern / 32⌉; nothing backtracks.

/** One place of a pattern, which takes exactly one character (code point). */
type Place =
  | { readonly kind: "exact"; readonly codePoint: number }
  | { readonly kind: "anything" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: ReadonlyArray<readonly [low: number, high: number]> };

/** A pattern's places, and before which of them (or after the last) any run of characters may stand. */
interface Program {
  readonly places: readonly Place[];
  readonly runs: ReadonlySet<number>;
}

/** What the matcher reads of a text. */
export type CharacterSource = Pick<string, "length" | "codePointAt">;

/** A pattern made ready: whether the whole of a text matches. */
export type Matcher = (text: string) => boolean;

/** Makes a pattern ready; null = it is malformed and matches nothing. */
export function compilePattern(pattern: string): Matcher | null {
  const program = parsePattern(pattern);
  if (program === null) return null;
  return literalMatcher(program) ?? ((text) => runPattern(program, text));
}

/** Whether `text` matches, by the general method that every pattern can take. False for a malformed pattern. */
export function matchesSlowly(pattern: string, text: CharacterSource): boolean {
  const program = parsePattern(pattern);
  return program !== null && runPattern(program, text);
}

/** Where a malformed pattern breaks, as an index into it; null = it is well-formed. */
export function malformedAt(pattern: string): number | null {
  const reader = new PatternReader(pattern);
  return reader.read() === null ? reader.at : null;
}

function parsePattern(pattern: string): Program | null {
  return new PatternReader(pattern).read();
}

class PatternReader {
  /** After a failure: where the part that is malformed starts. */
  at = 0;
  readonly #pattern: string;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): Program | null {
    const places: Place[] = [];
    const runs = new Set<number>();
    while (this.at < this.#pattern.length) {
      const start = this.at;
      const character = this.#next();
      if (character === "*") {
        runs.add(places.length);
        continue;
      }
      const place = this.#place(character);
      if (place === null) {
        this.at = start;
        return null;
      }
      places.push(place);
    }
    return { places, runs };
  }

  #place(character: string): Place | null {
    if (character === "?") return { kind: "anything" };
    if (character === "[") return this.#class();
    const codePoint = (character === "\\" ? this.#next() : character).codePointAt(0);
    return codePoint === undefined ? null : { kind: "exact", codePoint };
  }

  #class(): Place | null {
    const negated = this.#peek() === "^";
    if (negated) this.#next();
    const ranges: [number, number][] = [];
    while (this.#peek() !== "]" || ranges.length === 0) {
      const low = this.#classCharacter();
      if (low === null) return null;
      let high: number | null = low;
      if (this.#peek() === "-") {
        this.#next();
        high = this.#classCharacter();
        if (high === null) return null;
      }
      ranges.push([low, high]);
    }
    this.#next();
    return { kind: "class", negated, ranges };
  }

  /** A dash or closing bracket has to be escaped. */
  #classCharacter(): number | null {
    const character = this.#next();
    if (character === "-" || character === "]") return null;
    return (character === "\\" ? this.#next() : character).codePointAt(0) ?? null;
  }

  #peek(): string {
    const codePoint = this.#pattern.codePointAt(this.at);
    return codePoint === undefined ? "" : String.fromCodePoint(codePoint);
  }

  /** Empty at the end. */
  #next(): string {
    const character = this.#peek();
    this.at += character.length;
    return character;
  }
}

/** Longer pieces go the general way: the engine's own search is linear only for short ones. */
const LITERAL_PIECE_LIMIT = 64;

/** The fast way for patterns of plain characters and runs alone; null = not of that kind. */
function literalMatcher(program: Program): Matcher | null {
  const pieces = [""];
  for (const [index, place] of program.places.entries()) {
    if (place.kind !== "exact") return null;
    if (program.runs.has(index)) pieces.push("");
    pieces[pieces.length - 1] += String.fromCodePoint(place.codePoint);
  }
  if (program.runs.has(program.places.length)) pieces.push("");
  if (pieces.some((piece) => piece.length > LITERAL_PIECE_LIMIT)) return null;

  const [head = "", ...rest] = pieces;
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === head;
  return (text) => {
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    const end = text.length - tail.length;
    let at = head.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}

/**
 * Follows all ways through the pattern at once. Bit j of the state says: the characters so far match the first j places.
 * A run before place j keeps bit j alive whatever comes.
 */
function runPattern({ places, runs }: Program, text: CharacterSource): boolean {
  const words = Math.floor(places.length / 32) + 1;
  const stay = new Int32Array(words);
  for (const run of runs) setBit(stay, run);
  const acceptance = acceptanceOf(places, words);
  let state = new Int32Array(words);
  state[0] = 1;
  let following = new Int32Array(words);
  for (let i = 0; i < text.length; ) {
    const codePoint = text.codePointAt(i) ?? 0;
    i += codePoint > 0xffff ? 2 : 1;
    const accepting = acceptance(codePoint);
    let carry = 0;
    let alive = 0;
    for (let word = 0; word < words; word++) {
      const before = state[word] ?? 0;
      const advanced = before & (accepting[word] ?? 0);
      const after = (advanced << 1) | carry | (before & (stay[word] ?? 0));
      carry = advanced >>> 31;
      following[word] = after;
      alive |= after;
    }
    if (alive === 0) return false;
    [state, following] = [following, state];
  }
  return (((state[places.length >>> 5] ?? 0) >>> (places.length & 31)) & 1) === 1;
}

/** For each character the places that take it, as bits. What only `?` takes shares one set. */
function acceptanceOf(places: readonly Place[], words: number): (codePoint: number) => Int32Array {
  const anything = new Int32Array(words);
  for (const [index, place] of places.entries()) if (place.kind === "anything") setBit(anything, index);
  const known = new Map<number, Int32Array>();
  for (const [index, place] of places.entries()) {
    if (place.kind !== "exact") continue;
    const bits = known.get(place.codePoint) ?? anything.slice();
    setBit(bits, index);
    known.set(place.codePoint, bits);
  }
  const classes = [...places.entries()].filter(([, place]) => place.kind === "class");
  if (classes.length === 0) return (codePoint) => known.get(codePoint) ?? anything;

  const complete = new Map<number, Int32Array>();
  return (codePoint) => {
    let bits = complete.get(codePoint);
    if (bits === undefined) {
      bits = (known.get(codePoint) ?? anything).slice();
      for (const [index, place] of classes) if (isInClass(place, codePoint)) setBit(bits, index);
      complete.set(codePoint, bits);
    }
    return bits;
  };
}

function setBit(bits: Int32Array, index: number): void {
  const word = index >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31));
}

function isInClass(place: Place, codePoint: number): boolean {
  return place.kind === "class" && place.negated !== place.ranges.some(([low, high]) => low <= codePoint && codePoint <= high);
}
