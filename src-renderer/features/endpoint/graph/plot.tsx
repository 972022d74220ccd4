// uPlot inside React: one plot for the life of the component, redrawn when its scene changes.

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useElementWidth } from "../../../hooks/use-element-width.ts";
import styles from "./plot.module.css";
import { spanForKey } from "./graph-range.ts";
import { stepTo } from "./step-to.ts";
import { columnsOf, PLOT_HEIGHT_PX, type PlotCallbacks, plotOptions, type PlotScene } from "./plot-options.ts";

export interface PlotProps {
  /** Without the palette, which is read from the page. */
  readonly scene: PlotScene;
  readonly callbacks: PlotCallbacks;
  /** One sentence that stands for the picture. */
  readonly summary: string;
  /** Reads one point; spoken after an arrow key. */
  readonly describe: (index: number) => string;
  /** Gets the canvas, for whoever exports the picture. Must stay the same function. */
  readonly onCanvas: (canvas: HTMLCanvasElement | null) => void;
}

export function Plot({ scene, callbacks, summary, describe, onCanvas }: PlotProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const width = useElementWidth(box, 800);
  const latestScene = useRef(scene);
  const latestCallbacks = useRef(callbacks);
  const [spoken, setSpoken] = useState("");

  useEffect(() => {
    latestCallbacks.current = callbacks;
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = new uPlot(
      plotOptions(element.clientWidth || 800, () => latestScene.current, {
        onSpan: (span) => latestCallbacks.current.onSpan(span),
        onReset: () => latestCallbacks.current.onReset(),
        onCursor: (index) => latestCallbacks.current.onCursor(index),
      }),
      columnsOf(latestScene.current.data),
      element,
    );
    plot.current = made;
    onCanvas(made.ctx.canvas);
    return () => {
      made.destroy();
      plot.current = null;
      onCanvas(null);
    };
  }, [onCanvas]);
  useEffect(() => {
    latestScene.current = scene;
    plot.current?.setData(columnsOf(scene.data), true);
  }, [scene]);
  useEffect(() => plot.current?.setSize({ width, height: PLOT_HEIGHT_PX }), [width]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const read = plot.current?.cursor.idx ?? null;
    const readSeconds = read === null ? undefined : scene.data.seconds[read];
    const wanted = spanForKey(event.key, event.shiftKey, scene.span, readSeconds === undefined ? null : readSeconds * 1_000);
    if (wanted !== null) {
      event.preventDefault();
      if (wanted === "reset") callbacks.onReset();
      else callbacks.onSpan(wanted);
      return;
    }
    const index = stepTo(event.key, plot.current?.cursor.idx ?? null, scene.data.filled);
    const made = plot.current;
    if (index === null || made === null) return;
    event.preventDefault();
    made.setCursor({ left: made.valToPos(scene.data.seconds[index] ?? 0, "x"), top: 0 });
    setSpoken(describe(index));
  };
  // A picture that takes arrow keys: no element is both, so the parts are put together here.
  const picture = { role: "img", tabIndex: 0, onKeyDown };
  return (
    <>
      <div ref={box} className={styles.plot} aria-label={summary} {...picture} />
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
    </>
  );
}
