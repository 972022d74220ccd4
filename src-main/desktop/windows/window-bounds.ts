// Where the main window opens. Pure.

import type { Rectangle } from "electron";

/** Where the window was, in its ordinary size. */
export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

export const DEFAULT_SIZE = { width: 1_180, height: 800 } as const;
export const SMALLEST_SIZE = { width: 480, height: 360 } as const;

/** Saved bounds moved onto a display that exists now; null when they cannot be seen on any. */
export function clampBounds(saved: WindowBounds, workAreas: readonly Rectangle[]): Rectangle | null {
  const area = workAreas.find((candidate) => overlap(saved, candidate) >= 0.25);
  if (area === undefined) return null;
  const width = Math.min(Math.max(saved.width, SMALLEST_SIZE.width), area.width);
  const height = Math.min(Math.max(saved.height, SMALLEST_SIZE.height), area.height);
  return {
    width,
    height,
    x: Math.min(Math.max(saved.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(saved.y, area.y), area.y + area.height - height),
  };
}

/** The share of `a` that lies within `b`, 0..1. */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (a.width * a.height);
}
