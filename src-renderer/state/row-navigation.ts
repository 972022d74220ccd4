// Where arrow keys go from one endpoint to the next, across rows of different length. Pure.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { DashboardRow } from "./dashboard-view.ts";

export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

export interface RowPosition {
  readonly rowIndex: number;
  readonly key: EndpointKey;
}

function keysOf(row: DashboardRow): readonly EndpointKey[] {
  return row.kind === "cards" ? row.keys : row.kind === "item" ? [row.key] : [];
}

/** The endpoint next to `key` in a direction; null at the edge or when `key` is not shown. */
export function neighbourOf(rows: readonly DashboardRow[], key: EndpointKey, direction: Direction): RowPosition | null {
  const all = rows.flatMap((row, rowIndex) => keysOf(row).map((each, column) => ({ rowIndex, column, key: each })));
  const at = all.findIndex((place) => place.key === key);
  const here = all[at];
  if (here === undefined) return null;
  switch (direction) {
    case "left":
      return all[at - 1] ?? null;
    case "right":
      return all[at + 1] ?? null;
    case "first":
      return all[0] ?? null;
    case "last":
      return all.at(-1) ?? null;
    default: {
      const others = direction === "down" ? all.slice(at + 1) : all.slice(0, at).reverse();
      const row = others.find((place) => place.rowIndex !== here.rowIndex)?.rowIndex;
      const candidates = others.filter((place) => place.rowIndex === row);
      return candidates.toSorted((a, b) => Math.abs(a.column - here.column) - Math.abs(b.column - here.column))[0] ?? null;
    }
  }
}
