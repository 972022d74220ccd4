// The response-time graph with its tools: range, compare, overlay, table, export.

import { ChevronLeft, ChevronRight, History, Layers2, Table2 } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../../shared/model/endpoint.ts";
import type { EndpointSummary } from "../../../../shared/model/status.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Empty, Panel } from "../../../components/panel.tsx";
import { Segmented } from "../../../components/segmented.tsx";
import { shorten } from "../../../components/text.ts";
import { useEndpoint } from "../../../hooks/use-store.ts";
import { EndpointPicker } from "../../palette/endpoint-picker.tsx";
import { GraphExport } from "./graph-export.tsx";
import styles from "./graph-panel.module.css";
import { firstPreset, type GraphRange, moveSpan, PRESETS, type Span, windowOf } from "./graph-range.ts";
import { GraphTable } from "./graph-table.tsx";
import { GraphView } from "./graph-view.tsx";
import { useGraphData } from "./use-graph-data.ts";

export function GraphPanel({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const { t } = useTranslation();
  const { ticker } = useServices();
  const [range, setRange] = useState<GraphRange>(() => ({ kind: "preset", preset: firstPreset(endpoint.watchedSinceMs, ticker.now()) }));
  const [isComparing, setComparing] = useState(false);
  const [overlayKey, setOverlayKey] = useState<EndpointKey | null>(null);
  const [isTable, setTable] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const overlayEndpoint = useEndpoint(overlayKey ?? "");
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const data = useGraphData(endpoint, range, isComparing, overlayKey);
  const show = (span: Span): void => setRange(windowOf(span, range.preset, ticker.now()));
  const reset = (): void => setRange({ kind: "preset", preset: range.preset });
  const overlayName = overlayEndpoint === null ? null : shorten(overlayEndpoint.name, 40);
  const presets = useMemo(() => PRESETS.map((preset) => ({ value: preset, label: t(`endpoint.graph.${preset}`) })), [t]);

  return (
    <Panel
      title={t("endpoint.graph.title")}
      className={styles.panel}
      aside={
        <>
          {range.kind === "window" && (
            <Button size="small" onClick={reset}>
              {t("endpoint.graph.reset", { range: t(`endpoint.graph.${range.preset}`) })}
            </Button>
          )}
          <span className={styles.pair}>
            <Button
              size="small"
              variant="quiet"
              icon={ChevronLeft}
              aria-label={t("endpoint.graph.earlier")}
              onClick={() => show(moveSpan(data.span, -0.5))}
            />
            <Button
              size="small"
              variant="quiet"
              icon={ChevronRight}
              aria-label={t("endpoint.graph.later")}
              disabled={range.kind === "preset"}
              onClick={() => show(moveSpan(data.span, 0.5))}
            />
          </span>
          <Button
            size="small"
            variant="quiet"
            className={isComparing ? styles.on : undefined}
            icon={History}
            aria-pressed={isComparing}
            aria-label={t("endpoint.graph.before")}
            title={t("endpoint.graph.before")}
            onClick={() => setComparing(!isComparing)}
          />
          <OverlayButton name={overlayName} onPick={() => setPicking(true)} onRemove={() => setOverlayKey(null)} />
          <Button
            size="small"
            variant="quiet"
            className={isTable ? styles.on : undefined}
            icon={Table2}
            aria-pressed={isTable}
            aria-label={t("endpoint.graph.table")}
            title={isTable ? t("endpoint.graph.graph") : t("endpoint.graph.table")}
            onClick={() => setTable(!isTable)}
          />
          <GraphExport endpoint={endpoint} series={data.series} canvas={canvas} />
          <Segmented
            label={t("endpoint.graph.range")}
            value={range.kind === "preset" ? range.preset : null}
            options={presets}
            onChange={(preset) => setRange({ kind: "preset", preset })}
          />
        </>
      }
    >
      {data.failure !== null && <p role="alert">{data.failure}</p>}
      {data.series === null && data.failure === null && <div className={styles.placeholder} aria-busy />}
      {data.series !== null && data.series.points.length === 0 && !data.isLoading && <Empty title={t("endpoint.graph.empty")} />}
      {data.series !== null && isTable && <GraphTable series={data.series} watchedSinceMs={endpoint.watchedSinceMs} />}
      {data.series !== null && !isTable && (
        <GraphView
          endpoint={endpoint}
          data={data}
          series={data.series}
          overlayName={overlayName}
          onCanvas={setCanvas}
          onSpan={show}
          onReset={reset}
        />
      )}
      <EndpointPicker
        isOpen={isPicking}
        title={t("endpoint.graph.picker")}
        except={endpoint.key}
        onPick={setOverlayKey}
        onClose={() => setPicking(false)}
      />
    </Panel>
  );
}

function OverlayButton(props: { readonly name: string | null; readonly onPick: () => void; readonly onRemove: () => void }): ReactNode {
  const { t } = useTranslation();
  const { name, onPick, onRemove } = props;
  const label = name === null ? t("endpoint.graph.overlay") : t("endpoint.graph.overlayOff", { name });
  return (
    <Button
      size="small"
      variant="quiet"
      className={name === null ? undefined : styles.on}
      icon={Layers2}
      aria-pressed={name !== null}
      aria-label={label}
      title={label}
      onClick={name === null ? onPick : onRemove}
    />
  );
}
