// Keys of rows that belong to an endpoint and a number within it, see migrations/0001-results.ts.

const SPAN = 2 ** 32;

/** Blocks and runs begin in the middle, so that an import can put older ones before them. */
export const FIRST_NUMBER = 2 ** 20;

export function rowKey(endpointId: number, number: number): number {
  return endpointId * SPAN + number;
}

/** The number within the endpoint. */
export function numberOf(rowKey: number): number {
  return rowKey % SPAN;
}

/** The endpoint's lowest and highest possible key. */
export function rowRange(endpointId: number): readonly [lowest: number, highest: number] {
  return [rowKey(endpointId, 0), rowKey(endpointId, SPAN - 1)];
}
