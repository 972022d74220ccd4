// What one endpoint has beyond its packed blocks: the records that the journal holds and no block yet, in memory. The bytes
// are those that the block will hold; sealing only puts them there.

import type { CheckResult } from "../../shared/model/result.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { BlockCursor } from "./block-cursor.ts";
import { ByteWriter } from "./bytes.ts";
import { ChainEncoder, keptMoment } from "./chain-encoder.ts";
import { FIRST_NUMBER } from "./row-keys.ts";

/** A block ends before it outgrows one page of the file. */
const BLOCK_BYTES = 3_900;

/** The not yet sealed end of one block, or a whole one. */
export interface Piece {
  readonly block: number;
  /** Records of this block that are sealed already. */
  readonly skip: number;
  readonly bytes: ByteWriter;
  count: number;
  /** Bounds of its moments; infinite both ways for what came back from the journal. */
  minMs: EpochMs;
  maxMs: EpochMs;
}

/** Where a record stands: its block, its place therein, and its bytes (valid until the next record). */
export interface WrittenRecord {
  readonly block: number;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Where an endpoint's packed history ends; -1 = there is none. */
export interface SealedMark {
  readonly block: number;
  readonly count: number;
}

export class EndpointTail {
  readonly id: number;
  key: string;
  holdMs: DurationMs;
  /** null = in the configuration. */
  removedMs: EpochMs | null;
  firstMs: EpochMs | null;
  sealed: SealedMark;
  pieces: Piece[] = [];
  #chain: ChainEncoder | null = null;
  #blockBytes = 0;

  constructor(row: {
    readonly id: number;
    readonly key: string;
    readonly holdMs: DurationMs;
    readonly removedMs: EpochMs | null;
    readonly firstMs: EpochMs | null;
    readonly sealed: SealedMark;
  }) {
    this.id = row.id;
    this.key = row.key;
    this.holdMs = row.holdMs;
    this.removedMs = row.removedMs;
    this.firstMs = row.firstMs;
    this.sealed = row.sealed;
  }

  /** Whether records wait to be sealed. */
  get waiting(): boolean {
    return this.pieces.some((piece) => piece.count > 0);
  }

  /** Packs a result. @param readBlock the sealed bytes of a block, asked for once after a start */
  append(result: CheckResult, readBlock: (block: number) => Uint8Array | null): WrittenRecord {
    const chain = this.#chain ?? this.#resume(readBlock);
    if (this.#blockBytes >= BLOCK_BYTES) return this.#appendTo(this.#beginBlock(), result);
    this.#chain = chain;
    return this.#appendTo(chain, result);
  }

  /**
   * Puts back a record that the journal kept. Left out are those that are sealed already, and those that follow a lost one: a
   * record makes sense after the one before it only.
   */
  replay(record: WrittenRecord): void {
    const { sealed } = this;
    if (record.block < sealed.block || (record.block === sealed.block && record.index < sealed.count)) return;
    const last = this.pieces.at(-1);
    const known = last?.block === record.block ? last : null;
    const expected = known === null ? (record.block === sealed.block ? sealed.count : 0) : known.skip + known.count;
    if (record.index !== expected) return;
    const piece = known ?? this.#addPiece(record.block, record.index);
    piece.bytes.append(record.bytes);
    piece.count += 1;
    piece.minMs = Number.NEGATIVE_INFINITY;
    piece.maxMs = Number.POSITIVE_INFINITY;
  }

  /** Takes note that the first piece is in the file up to what it holds now. */
  markSealed(): void {
    const piece = this.pieces.shift();
    if (piece === undefined) return;
    const count = piece.skip + piece.count;
    this.sealed = { block: piece.block, count };
    if (this.pieces.length === 0) this.#addPiece(piece.block, count);
    if (piece.minMs < (this.firstMs ?? Number.POSITIVE_INFINITY) && Number.isFinite(piece.minMs)) this.firstMs = piece.minMs;
  }

  /** Forgets where the chain stands: the file below has changed. */
  forgetChain(): void {
    this.#chain = null;
    this.pieces = [];
  }

  #appendTo(chain: ChainEncoder, result: CheckResult): WrittenRecord {
    const piece = this.pieces.at(-1) ?? this.#addPiece(this.sealed.block, this.sealed.count);
    const start = piece.bytes.length;
    chain.write(piece.bytes, result);
    const index = piece.skip + piece.count;
    piece.count += 1;
    piece.minMs = Math.min(piece.minMs, keptMoment(result.timestampMs));
    piece.maxMs = Math.max(piece.maxMs, keptMoment(result.timestampMs));
    const bytes = piece.bytes.view(start);
    this.#blockBytes += bytes.length;
    return { block: piece.block, index, bytes };
  }

  #beginBlock(): ChainEncoder {
    const newest = this.pieces.at(-1)?.block ?? this.sealed.block;
    this.pieces = this.pieces.filter((piece) => piece.count > 0);
    this.#addPiece(newest < 0 ? FIRST_NUMBER : newest + 1, 0);
    this.#blockBytes = 0;
    this.#chain = ChainEncoder.start();
    return this.#chain;
  }

  /** Continues the newest block; a new one is begun where there is none, or it can't be read. */
  #resume(readBlock: (block: number) => Uint8Array | null): ChainEncoder {
    const piece = this.pieces.at(-1);
    const block = piece?.block ?? this.sealed.block;
    const skip = piece?.skip ?? this.sealed.count;
    if (block < 0) return this.#beginBlock();
    const sealedBytes = skip > 0 ? readBlock(block) : new Uint8Array(0);
    if (sealedBytes === null) return this.#beginBlock();
    const bytes = Buffer.concat([sealedBytes, piece?.bytes.view() ?? new Uint8Array(0)]);
    const chain = ChainEncoder.resume(bytes);
    if (chain === null) return this.#beginBlock();
    this.#blockBytes = bytes.length;
    this.#chain = chain;
    return chain;
  }

  #addPiece(block: number, skip: number): Piece {
    const piece: Piece = {
      block,
      skip,
      bytes: new ByteWriter(),
      count: 0,
      minMs: Number.POSITIVE_INFINITY,
      maxMs: Number.NEGATIVE_INFINITY,
    };
    this.pieces.push(piece);
    return piece;
  }
}

/** A cursor that stands before the first record after the first `skip` ones. */
export function cursorAfter(block: Uint8Array, skip: number): BlockCursor {
  const cursor = new BlockCursor(block);
  for (let left = skip; left > 0; left -= 1) cursor.next();
  return cursor;
}
