import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "../../../../shared/model/history.ts";
import type { EndpointSummary } from "../../../../shared/model/status.ts";
import { Button } from "../../../components/button.tsx";
import { Menu } from "../../../components/menu.tsx";
import { useSaveFile } from "../../../hooks/use-save-file.ts";
import { fileNameFrom, writeCsv, writeMoment } from "../../export/csv.ts";

const HEADER = ["from", "to", "checks", "failures", "degraded", "min_ms", "mean_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms"] as const;

/** What the graph shows as CSV. */
export function writeSeriesCsv(series: Series): string {
  return writeCsv(
    HEADER,
    series.points.map((point) => [
      writeMoment(point.fromMs),
      writeMoment(point.toMs),
      point.count,
      point.failures,
      point.degraded,
      point.minMs,
      point.meanMs,
      point.p50Ms,
      point.p95Ms,
      point.p99Ms,
      point.maxMs,
    ]),
  );
}

/** A menu that saves what the graph shows. */
export function GraphExport(props: {
  readonly endpoint: EndpointSummary;
  readonly series: Series | null;
  readonly canvas: HTMLCanvasElement | null;
}): ReactNode {
  const { t } = useTranslation();
  const save = useSaveFile();
  const { endpoint, series, canvas } = props;
  const name = (extension: string): string => fileNameFrom(`${endpoint.group}-${endpoint.name}`, extension);
  const items = [
    { id: "csv", label: t("endpoint.actions.exportCsv"), run: saveCsv },
    { id: "json", label: t("endpoint.actions.exportJson"), run: saveJson },
    { id: "png", label: t("endpoint.actions.exportPng"), run: savePng },
  ];
  return (
    <Menu sections={[items]}>
      <Button
        size="small"
        variant="quiet"
        icon={Download}
        aria-label={t("endpoint.actions.exportAs")}
        title={t("endpoint.actions.exportAs")}
        disabled={series === null}
      />
    </Menu>
  );

  function saveCsv(): void {
    if (series !== null) void save({ suggestedName: name("csv"), format: "csv", content: writeSeriesCsv(series) });
  }
  function saveJson(): void {
    if (series === null) return;
    void save({
      suggestedName: name("json"),
      format: "json",
      content: JSON.stringify({ name: endpoint.name, group: endpoint.group, ...series }, null, 2),
    });
  }
  function savePng(): void {
    const picture = canvas === null ? null : drawOnSurface(canvas);
    if (picture !== null) void save({ suggestedName: name("png"), format: "png", content: picture });
  }
}

/** The plot's canvas is transparent: put the theme's surface under it. Base64, without the prefix; null when there is no 2D context. */
function drawOnSurface(source: HTMLCanvasElement): string | null {
  const copy = document.createElement("canvas");
  copy.width = source.width;
  copy.height = source.height;
  const context = copy.getContext("2d");
  if (context === null) return null;
  const panel = source.closest("section");
  context.fillStyle = panel === null ? "#ffffff" : getComputedStyle(panel).backgroundColor;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  return copy.toDataURL("image/png").split(",")[1] ?? null;
}
