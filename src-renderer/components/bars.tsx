// The latest checks, one bar each; pointing at one tells about it.

import { type PointerEvent, type ReactNode, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import type { EndpointSummary } from "../../shared/model/status.ts";
import { BarTip } from "./bar-tip.tsx";
import { BARS_HEIGHT, type BarOutcome, drawBars, SLOT, SLOTS } from "./bars-path.ts";
import { useText } from "../hooks/use-text.ts";
import styles from "./bars.module.css";

const CLASSES: Record<BarOutcome, string | undefined> = {
  h: styles.healthy,
  d: styles.degraded,
  f: styles.failing,
  m: styles.maintenance,
  n: styles.notObserved,
};

interface Pointed {
  readonly timestampMs: number;
  readonly x: number;
  readonly y: number;
}

export function Bars({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const t = useText();
  const { barOutcomes, barDurationsMs, barTimestampsMs } = endpoint;
  const paths = useMemo(() => [...drawBars(barOutcomes, barDurationsMs)], [barOutcomes, barDurationsMs]);
  const [pointed, setPointed] = useState<Pointed | null>(null);

  const point = (event: PointerEvent<SVGSVGElement>): void => {
    // The page moved under a pointer that rests: whoever scrolls asks for nothing.
    if (event.movementX === 0 && event.movementY === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const slot = Math.floor(((event.clientX - box.left) / box.width) * SLOTS);
    const timestampMs = barTimestampsMs[slot - SLOTS + barOutcomes.length];
    const x = box.left + ((slot + 0.5) / SLOTS) * box.width;
    setPointed((before) => {
      if (timestampMs === undefined) return null;
      return before?.timestampMs === timestampMs ? before : { timestampMs, x, y: box.top };
    });
  };
  const index = pointed === null ? -1 : barTimestampsMs.indexOf(pointed.timestampMs);
  const count = (outcome: BarOutcome): number => barOutcomes.split(outcome).length - 1;
  const label =
    barOutcomes === ""
      ? t("dashboard.card.noChecks")
      : t("dashboard.card.bars", { healthy: count("h"), degraded: count("d"), failing: count("f") });
  return (
    <>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${SLOTS * SLOT} ${BARS_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      >
        {paths.map(([outcome, path]) => (
          <path key={outcome} className={CLASSES[outcome]} d={path} />
        ))}
      </svg>
      {pointed !== null &&
        index >= 0 &&
        createPortal(<BarTip endpoint={endpoint} index={index} x={pointed.x} y={pointed.y} />, document.body)}
    </>
  );
}
