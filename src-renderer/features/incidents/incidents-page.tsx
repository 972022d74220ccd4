// What failed when, for how long, and who was told.

import { Download, Search } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { Relations } from "../../../shared/model/incident.ts";
import { DAY, MINUTE } from "../../../shared/units.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Empty } from "../../components/panel.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { useDocumentTitle } from "../../hooks/use-document-title.ts";
import { type EndpointName, useEndpointNames } from "../../hooks/use-endpoint-names.ts";
import { useRequest } from "../../hooks/use-request.ts";
import { useSaveFile } from "../../hooks/use-save-file.ts";
import { useMonitor } from "../../hooks/use-store.ts";
import { writeCsv, writeMoment } from "../export/csv.ts";
import { groupIncidents, type Incident } from "./group-incidents.ts";
import { IncidentRow } from "./incident-row.tsx";
import styles from "./incidents-page.module.css";

const RANGES = { d7: 7 * DAY, d30: 30 * DAY, d90: 90 * DAY, y1: 365 * DAY } as const;
const RANGE_NAMES = ["d7", "d30", "d90", "y1"] as const;
const MOST_OUTAGES = 5_000;
const MOST_EVENTS = 1_000;
const SHOWN_AT_FIRST = 60;

export function IncidentsPage(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("pages.incidents.title"));
  const [range, setRange] = useState<keyof typeof RANGES>("d30");
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const { incidents, isLoading, isCut, failure } = useIncidents(RANGES[range]);
  const nameOf = useEndpointNames();
  const matching = useMemo(() => searchIncidents(incidents, search, nameOf), [incidents, search, nameOf]);
  const save = useSaveFile();
  return (
    <div className={styles.page}>
      <PageHeader title={t("pages.incidents.title")}>
        <div className={styles.search}>
          <Search size={14} aria-hidden />
          <input
            type="search"
            className={styles.input}
            aria-label={t("pages.incidents.search")}
            placeholder={t("pages.incidents.search")}
            value={search}
            maxLength={200}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <Segmented
          label={t("pages.incidents.range")}
          value={range}
          options={RANGE_NAMES.map((value) => ({ value, label: t(`pages.incidents.${value}`) }))}
          onChange={setRange}
        />
        <Button
          icon={Download}
          disabled={matching.length === 0}
          onClick={() => void save({ suggestedName: "sentray-incidents.csv", format: "csv", content: writeIncidentsCsv(matching, nameOf) })}
        >
          {t("pages.incidents.exportCsv")}
        </Button>
      </PageHeader>
      {failure !== null && <p role="alert">{failure}</p>}
      {isCut && <output>{t("pages.incidents.truncated", { count: MOST_OUTAGES })}</output>}
      {!isLoading && incidents.length === 0 && failure === null && (
        <Empty title={t("pages.incidents.none")}>{t("pages.incidents.noneHelp")}</Empty>
      )}
      {incidents.length > 0 && matching.length === 0 && <Empty title={t("pages.incidents.noMatch")} />}
      <ol className={styles.list}>
        {matching.slice(0, shown).map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </ol>
      {matching.length > shown && (
        <Button variant="quiet" onClick={() => setShown(shown + SHOWN_AT_FIRST)}>
          {t("common.action.loadMore")}
        </Button>
      )}
    </div>
  );
}

interface Incidents {
  readonly incidents: readonly Incident[];
  readonly isLoading: boolean;
  readonly isCut: boolean;
  readonly failure: string | null;
}

/** Asked again whenever the number of failing endpoints changes, and at least once a minute while checks come in. */
function useIncidents(rangeMs: number): Incidents {
  const { ticker } = useServices();
  const failing = useMonitor((state) => state.overall.counts.failing) ?? 0;
  const minute = useMonitor((state) => {
    let latest = 0;
    for (const endpoint of state.endpoints.values()) latest = Math.max(latest, endpoint.lastCheckMs ?? 0);
    return Math.floor(latest / MINUTE);
  });
  const revision = `${failing} ${minute}`;
  const span = useMemo(() => {
    const toMs = revision === "" ? 0 : ticker.now();
    return { fromMs: toMs - rangeMs, toMs };
  }, [ticker, rangeMs, revision]);
  const outages = useRequest("history:get-outages", { keys: null, ...span, limit: MOST_OUTAGES });
  const events = useRequest("history:get-events", { key: null, ...span, limit: MOST_EVENTS });
  const togetherMs = useMonitor((state) => state.overall.incidentWindowMs) ?? 0;
  const relationsOf = useRelations();
  const incidents = useMemo(
    () => groupIncidents(outages.data ?? [], events.data ?? [], { togetherMs, relationsOf }),
    [outages.data, events.data, togetherMs, relationsOf],
  );
  return {
    incidents,
    isLoading: outages.data === null && outages.isLoading,
    isCut: (outages.data?.length ?? 0) >= MOST_OUTAGES,
    failure: outages.failure,
  };
}

/** What endpoints have to do with each other, as it is when it is asked for. */
function useRelations(): (key: EndpointKey) => Relations {
  const { monitor } = useServices();
  return useCallback(
    (key) => {
      const connection = monitor.get();
      const endpoint = connection.status === "ready" ? connection.monitor.endpoints.get(key) : undefined;
      return { key, group: endpoint?.group ?? "", dependsOn: endpoint?.dependsOn ?? [] };
    },
    [monitor],
  );
}

function searchIncidents(incidents: readonly Incident[], search: string, nameOf: (key: EndpointKey) => EndpointName): readonly Incident[] {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === "") return incidents;
  return incidents.filter(({ outages, notes }) => {
    const text = [
      ...outages.map((outage) => `${nameOf(outage.key).name} ${nameOf(outage.key).group} ${outage.key} ${outage.cause}`),
      ...notes.map((note) => note.text),
    ].join("\n");
    return text.toLocaleLowerCase().includes(wanted);
  });
}

function writeIncidentsCsv(incidents: readonly Incident[], nameOf: (key: EndpointKey) => EndpointName): string {
  return writeCsv(
    ["incident_start", "group", "name", "key", "start", "end", "duration_s", "cause", "told", "notes"],
    incidents.flatMap((incident) =>
      incident.outages.map((outage) => [
        writeMoment(incident.startMs),
        nameOf(outage.key).group,
        nameOf(outage.key).name,
        outage.key,
        writeMoment(outage.startMs),
        writeMoment(outage.endMs),
        outage.endMs === null ? null : Math.round((outage.endMs - outage.startMs) / 1_000),
        outage.cause,
        incident.told
          .filter((event) => event.key === outage.key)
          .map((event) => event.text)
          .join("; "),
        incident.notes
          .filter((event) => event.key === outage.key)
          .map((event) => event.text)
          .join("; "),
      ]),
    ),
  );
}
