// Finds the values of several paths in one pass over a JSON document, which it validates on the way. Members that no path
// asks for are stepped over without being decoded; numbers keep their text because nothing is converted.

import {
  BACKSLASH,
  byteAt,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  decodeText,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipBlanks,
  skipScalar,
  skipText,
} from "./json-bytes.ts";
import type { JsonStep } from "./json-path.ts";
import { skipContainer, skipKey, TOO_DEEP } from "./json-skip.ts";

/** A deeper document counts as invalid, as in Go. */
export const MAX_DEPTH = 10_000;

/** What the paths ask for at one place of a document. */
interface PathNode {
  /** Numbered through the whole tree, parents before children. */
  readonly id: number;
  /** The number of the path that ends here; -1 = none. */
  slot: number;
  readonly members: PathMember[][];
  readonly elements: Map<number, PathNode>;
}

interface PathMember {
  readonly key: string;
  readonly keyBytes: Uint8Array;
  readonly node: PathNode;
}

/** Several paths joined into one tree. */
export interface PathIndex {
  readonly root: PathNode;
  readonly nodes: readonly PathNode[];
  readonly slotCount: number;
}

/** Where the value of each slot starts and ends: two entries a slot, -1 = not there. */
export type Spans = readonly number[];

/** Collects the paths of a set of conditions; equal paths share a slot. */
export class PathIndexBuilder {
  readonly #nodes: PathNode[] = [];
  readonly #root = this.#newNode();
  #slotCount = 0;

  /** The slot at which the value of this path will be found. */
  add(steps: readonly JsonStep[]): number {
    let node = this.#root;
    for (const step of steps) node = typeof step === "number" ? this.#element(node, step) : this.#member(node, step);
    if (node.slot === -1) node.slot = this.#slotCount++;
    return node.slot;
  }

  build(): PathIndex {
    return { root: this.#root, nodes: this.#nodes, slotCount: this.#slotCount };
  }

  #newNode(): PathNode {
    const node: PathNode = { id: this.#nodes.length, slot: -1, members: [], elements: new Map() };
    this.#nodes.push(node);
    return node;
  }

  #element(parent: PathNode, index: number): PathNode {
    const known = parent.elements.get(index);
    if (known !== undefined) return known;
    const node = this.#newNode();
    parent.elements.set(index, node);
    return node;
  }

  #member(parent: PathNode, key: string): PathNode {
    const keyBytes = new TextEncoder().encode(key);
    while (parent.members.length <= keyBytes.length) parent.members.push([]);
    const sameLength = parent.members[keyBytes.length] ?? [];
    const known = sameLength.find((member) => member.key === key);
    if (known !== undefined) return known.node;
    const node = this.#newNode();
    sameLength.push({ key, keyBytes, node });
    return node;
  }
}

/** Validates the document and finds the values; null = it is no valid JSON. */
export function findValues(bytes: Uint8Array, index: PathIndex): Spans | null {
  return new Scan(bytes, index).run();
}

/** One pass. The open containers are kept on stacks of our own: a document's depth must not become the program's. */
class Scan {
  readonly #bytes: Uint8Array;
  readonly #root: PathNode;
  readonly #spans: number[] = [];
  /** By node id: it has been met, so that meeting it again means a repeated key. */
  readonly #met: boolean[] = [];
  /** What the paths ask for in each open container; null = nothing. */
  readonly #wanted: (PathNode | null)[] = [];
  /** The number of the current element of each open array; -1 in an object. */
  readonly #counts: number[] = [];
  /** No container that nobody asked for was found to be deep so far. */
  #isShallow = true;

  constructor(bytes: Uint8Array, index: PathIndex) {
    this.#bytes = bytes;
    this.#root = index.root;
    for (let i = 0; i < index.slotCount; i++) this.#spans.push(-1, -1);
  }

  run(): Spans | null {
    const bytes = this.#bytes;
    let node: PathNode | null = this.#root;
    let at = skipBlanks(bytes, 0);
    let expectsKey = false;
    for (;;) {
      if (expectsKey) {
        const valueAt = skipKey(bytes, at);
        if (valueAt === -1) return null;
        node = this.#memberWanted(at + 1, valueAt);
        at = valueAt;
      }
      if (node !== null) this.#begin(node, at);

      const first = byteAt(bytes, at);
      const isContainer = first === OPEN_BRACE || first === OPEN_BRACKET;
      const skipped = isContainer && node === null ? this.#skipUnwanted(at) : TOO_DEEP;
      if (skipped !== TOO_DEEP) {
        at = skipped;
      } else if (isContainer) {
        if (this.#counts.length === MAX_DEPTH) return null;
        const inside = skipBlanks(bytes, at + 1);
        expectsKey = first === OPEN_BRACE;
        if (byteAt(bytes, inside) !== (expectsKey ? CLOSE_BRACE : CLOSE_BRACKET)) {
          this.#wanted.push(node);
          this.#counts.push(expectsKey ? -1 : 0);
          node = node === null || expectsKey ? null : (node.elements.get(0) ?? null);
          at = inside;
          continue;
        }
        at = inside + 1;
      } else {
        at = first === QUOTE ? skipText(bytes, at + 1) : skipScalar(bytes, at);
      }
      if (at === -1) return null;
      if (node !== null) this.#end(node, at);

      at = this.#leaveContainers(at);
      if (at === -1) return null;
      if (this.#counts.length === 0) return at === bytes.length ? this.#spans : null;
      expectsKey = (this.#counts.at(-1) ?? 0) < 0;
      if (!expectsKey) node = this.#elementWanted();
    }
  }

  /** Past a container without keeping a stack; {@link TOO_DEEP} = it has to be walked. Tried until that fails once, so that no byte is tried often. */
  #skipUnwanted(at: number): number {
    if (!this.#isShallow || this.#counts.length > MAX_DEPTH / 2) return TOO_DEEP;
    const end = skipContainer(this.#bytes, at);
    if (end === TOO_DEEP) this.#isShallow = false;
    return end;
  }

  /** After a value: closes the containers that end here. Returns where the next member or element (or the rest) starts; -1 = malformed. */
  #leaveContainers(after: number): number {
    const bytes = this.#bytes;
    let at = skipBlanks(bytes, after);
    for (let depth = this.#counts.length; depth > 0; depth--) {
      const byte = byteAt(bytes, at);
      if (byte === COMMA) return skipBlanks(bytes, at + 1);
      const isObject = (this.#counts[depth - 1] ?? 0) < 0;
      if (byte !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) return -1;
      this.#counts.pop();
      const closed = this.#wanted.pop() ?? null;
      if (closed !== null) this.#end(closed, at + 1);
      at = skipBlanks(bytes, at + 1);
    }
    return at;
  }

  #elementWanted(): PathNode | null {
    const top = this.#counts.length - 1;
    const count = (this.#counts[top] ?? 0) + 1;
    this.#counts[top] = count;
    const container = this.#wanted[top] ?? null;
    return container === null ? null : (container.elements.get(count) ?? null);
  }

  /** What is wanted of the member whose key's content starts at `start`, somewhere before `valueAt`. */
  #memberWanted(start: number, valueAt: number): PathNode | null {
    const container = this.#wanted[this.#wanted.length - 1] ?? null;
    if (container === null || container.members.length === 0) return null;
    const bytes = this.#bytes;
    // Back over the colon and the blanks around it to the closing quote.
    let end = valueAt - 1;
    while (bytes[end] !== QUOTE) end--;
    for (const { keyBytes, node } of container.members[end - start] ?? []) if (startsWithAt(bytes, start, keyBytes)) return node;
    if (isEscaped(bytes, start, end)) return escapedMember(container, decodeText(bytes, start, end));
    return null;
  }

  #begin(node: PathNode, at: number): void {
    if (this.#met[node.id] === true) this.#forget(node);
    this.#met[node.id] = true;
    if (node.slot !== -1) this.#spans[node.slot * 2] = at;
  }

  #end(node: PathNode, at: number): void {
    if (node.slot !== -1) this.#spans[node.slot * 2 + 1] = at;
  }

  /** A key came again: what was found below its earlier value does not count. Only what was met is visited, so the cost stays linear. */
  #forget(node: PathNode): void {
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.#met[next.id] !== true) continue;
      this.#met[next.id] = false;
      if (next.slot !== -1) this.#spans.fill(-1, next.slot * 2, next.slot * 2 + 2);
      for (const sameLength of next.members) for (const member of sameLength) open.push(member.node);
      for (const element of next.elements.values()) open.push(element);
    }
  }
}

function startsWithAt(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** A loop of its own: making a view of a few bytes costs more than looking at them. */
function isEscaped(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}

function escapedMember(container: PathNode, key: string): PathNode | null {
  for (const sameLength of container.members) for (const member of sameLength) if (member.key === key) return member.node;
  return null;
}
