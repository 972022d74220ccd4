// What the plot draws besides its lines: shaded spans, failures, notes. Canvas only; React knows nothing of it.

import type uPlot from "uplot";
import type { EpochMs } from "../../../../shared/units.ts";
import type { PlotData } from "./plot-data.ts";

/** A stretch of time that is shaded and named. */
export interface ShadedSpan {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly tone: "quiet" | "maintenance";
  readonly label: string;
}

export interface NoteMark {
  readonly atMs: EpochMs;
  readonly label: string;
}

export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly second: string;
  readonly failing: string;
  readonly quiet: string;
  readonly maintenance: string;
  readonly font: string;
}

/** The tokens as the canvas needs them: resolved for the theme of this moment. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement("span");
  // Otherwise each reading would be the start of a transition from the colour before.
  probe.style.transitionProperty = "none";
  element.append(probe);
  const style = getComputedStyle(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return style.color;
  };
  const palette: Palette = {
    text: resolve("text"),
    muted: resolve("muted"),
    faint: resolve("faint"),
    line: resolve("line"),
    surface: resolve("surface"),
    accent: resolve("accent"),
    second: resolve("second"),
    failing: resolve("failing"),
    quiet: resolve("quiet"),
    maintenance: resolve("maintenance"),
    font: style.fontFamily,
  };
  probe.remove();
  return palette;
}

/** The same colour with an opacity of `percent`. */
export function fade(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${percent}%, transparent)`;
}

/** Under the lines: what was not observed is hatched, maintenance is plain, both carry their name. */
export function paintSpans(plot: uPlot, spans: readonly ShadedSpan[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${11 * scale}px ${palette.font}`;
  ctx.textBaseline = "top";
  for (const span of spans) {
    const left = plot.valToPos(span.fromMs / 1_000, "x", true);
    const right = plot.valToPos(span.toMs / 1_000, "x", true);
    const width = Math.max(scale, right - left);
    if (right < bbox.left || left > bbox.left + bbox.width) continue;
    const color = palette[span.tone];
    ctx.fillStyle = fade(color, 12);
    ctx.fillRect(left, bbox.top, width, bbox.height);
    if (span.tone === "quiet") hatch(ctx, left, bbox.top, width, bbox.height, fade(color, 22), scale);
    const labelLeft = Math.max(left, bbox.left) + 6 * scale;
    if (ctx.measureText(span.label).width + 10 * scale < right - labelLeft) {
      ctx.fillStyle = palette.muted;
      ctx.fillText(span.label, labelLeft, bbox.top + 5 * scale);
    }
  }
  ctx.restore();
}

function hatch(
  ctx: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  color: string,
  scale: number,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += 8 * scale) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.strokeStyle = color;
  ctx.lineWidth = scale;
  ctx.stroke();
  ctx.restore();
}

/** Over the lines: failures along the bottom (a square with its cross, as everywhere), notes as flags at the top. */
export function paintMarks(plot: uPlot, data: PlotData, notes: readonly NoteMark[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  const size = 7 * scale;
  const y = bbox.top + bbox.height - size - scale;
  let freeFrom = Number.NEGATIVE_INFINITY;
  for (const index of data.filled) {
    if ((data.points[index]?.failures ?? 0) === 0) continue;
    const x = plot.valToPos(data.seconds[index] ?? 0, "x", true) - size / 2;
    ctx.fillStyle = palette.failing;
    ctx.fillRect(x, y, size, size);
    if (x < freeFrom) continue;
    freeFrom = x + size;
    drawCross(ctx, x, y, size, palette.surface, scale);
  }
  ctx.font = `${11 * scale}px ${palette.font}`;
  ctx.textBaseline = "top";
  for (const note of notes) {
    const x = plot.valToPos(note.atMs / 1_000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.setLineDash([3 * scale, 3 * scale]);
    ctx.strokeStyle = palette.second;
    ctx.lineWidth = scale;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillStyle = palette.second;
    ctx.fillText(note.label, x + 4 * scale, bbox.top + 20 * scale);
  }
  ctx.restore();
}

function drawCross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, color: string, scale: number): void {
  const inset = size * 0.28;
  ctx.strokeStyle = color;
  ctx.lineWidth = scale;
  ctx.beginPath();
  ctx.moveTo(x + inset, y + inset);
  ctx.lineTo(x + size - inset, y + size - inset);
  ctx.moveTo(x + size - inset, y + inset);
  ctx.lineTo(x + inset, y + size - inset);
  ctx.stroke();
}
