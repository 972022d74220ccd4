// What the plot draws besides its lines: shaded spans, failures, notes. Canvas only; React knows nothing of it.

import type uPlot from "uplot";
import type { EpochMs } from "../../../../shared/units.ts";
import type { PlotData } from "./plot-data.ts";
import type { ShadedSpan } from "./shaded-spans.ts";

/** A moment with a word: a note that somebody wrote, or since when it fails. */
export interface MomentMark {
  readonly atMs: EpochMs;
  readonly tone: "note" | "failing";
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
  readonly failingText: string;
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
    failingText: resolve("failing-text"),
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
  prepareText(ctx, palette, scale);
  const places = spans.map((span) => ({
    span,
    left: plot.valToPos(span.fromMs / 1_000, "x", true),
    right: plot.valToPos(span.toMs / 1_000, "x", true),
  }));
  const end = bbox.left + bbox.width;
  for (const { span, left, right } of places) {
    if (right < bbox.left || left > end) continue;
    const width = Math.max(scale, right - left);
    const color = span.tone === "maintenance" ? palette.maintenance : palette.quiet;
    ctx.fillStyle = fade(color, span.tone === "before" ? 6 : 12);
    ctx.fillRect(left, bbox.top, width, bbox.height);
    if (span.tone === "quiet") hatch(ctx, left, bbox.top, width, bbox.height, fade(color, 22), scale);
  }
  ctx.fillStyle = palette.muted;
  for (const [index, { span, left, right }] of places.entries()) {
    const from = Math.max(left, bbox.left) + LABEL_INSET * scale;
    // A label may run on over the graph, but neither into the next one nor out of a stretch that is hardly wider than a line.
    const room = (right - left < LABELLED_FROM * scale ? right : Math.min(places[index + 1]?.left ?? end, end)) - from;
    const label = [span.fullLabel, span.label].find((text) => ctx.measureText(text).width + 4 * scale < room);
    if (label !== undefined && right > bbox.left) ctx.fillText(label, from, bbox.top + 5 * scale);
  }
  ctx.restore();
}

const LABEL_INSET = 6;
const LABELLED_FROM = 14;

/** Words over lines, each in a halo of the surface so that it can be read. */
function writeOver(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, palette: Palette, scale: number): void {
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  ctx.lineWidth = 3 * scale;
  ctx.strokeStyle = fade(palette.surface, 80);
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
  ctx.restore();
}

/** The plot leaves its axes' way of writing behind. */
function prepareText(ctx: CanvasRenderingContext2D, palette: Palette, scale: number): void {
  ctx.font = `${11 * scale}px ${palette.font}`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
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

/** Over the lines: failures along the bottom (a square with its cross, as everywhere), moments as flags at the top. */
export function paintMarks(plot: uPlot, data: PlotData, moments: readonly MomentMark[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  paintFailures(plot, data, palette, scale);
  prepareText(ctx, palette, scale);
  for (const { atMs, tone, label } of moments) {
    const x = plot.valToPos(atMs / 1_000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const color = tone === "failing" ? palette.failingText : palette.second;
    ctx.setLineDash([3 * scale, 3 * scale]);
    ctx.strokeStyle = color;
    ctx.lineWidth = scale;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(label).width;
    const isPastEnd = x + 4 * scale + width > bbox.left + bbox.width;
    ctx.fillStyle = color;
    // Two lines of flags, below that of the shaded stretches' names.
    const y = bbox.top + (tone === "failing" ? 34 : 20) * scale;
    writeOver(ctx, label, isPastEnd ? x - 4 * scale - width : x + 4 * scale, y, palette, scale);
  }
  ctx.restore();
}

function paintFailures(plot: uPlot, data: PlotData, palette: Palette, scale: number): void {
  const { ctx, bbox } = plot;
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
