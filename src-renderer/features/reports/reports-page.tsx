// Service levels for a range and a set of endpoints: on screen, on paper, as CSV.

import { Download, FileText, Printer } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { DAY, type EpochMs } from "../../../shared/units.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Empty, Panel } from "../../components/panel.tsx";
import { Select } from "../../components/select.tsx";
import { shorten } from "../../components/text.ts";
import { useAct } from "../../hooks/use-act.ts";
import { useDocumentTitle } from "../../hooks/use-document-title.ts";
import { useEndpointNames } from "../../hooks/use-endpoint-names.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useSaveFile } from "../../hooks/use-save-file.ts";
import { useEndpoints } from "../../hooks/use-store.ts";
import { isWithinGroup, listFacets } from "../../state/dashboard-view.ts";
import { DateField } from "./date-field.tsx";
import { rangeOfPreset, REPORT_PRESETS, type ReportPreset } from "./report-figures.ts";
import { ReportTable } from "./report-table.tsx";
import styles from "./reports-page.module.css";
import { useReport, writeReportCsv } from "./use-report.ts";

interface Range {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

export function ReportsPage(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("pages.reports.title"));
  const format = useFormat();
  const { ticker } = useServices();
  const [preset, setPreset] = useState<ReportPreset | "custom">("d30");
  const [range, setRange] = useState<Range>(() => rangeOfPreset("d30", ticker.now()));
  const [scope, setScope] = useState("all");
  const keys = useScopeKeys(scope);
  const isBackwards = range.toMs <= range.fromMs;
  const report = useReport(isBackwards ? [] : keys, range);
  const [generatedMs] = useState(() => ticker.now());
  const setDay = (change: Partial<Range>): void => {
    setPreset("custom");
    setRange({ ...range, ...change });
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t("pages.reports.title")}>
        <Tools report={report} range={range} />
      </PageHeader>
      <div className={styles.choices}>
        <Select
          label={t("pages.reports.preset")}
          value={preset}
          options={[...REPORT_PRESETS, "custom" as const].map((value) => ({ value, label: t(`pages.reports.${value}`) }))}
          onChange={(value) => {
            setPreset(value);
            if (value !== "custom") setRange(rangeOfPreset(value, ticker.now()));
          }}
        />
        <DateField label={t("pages.reports.from")} value={range.fromMs} onChange={(fromMs) => setDay({ fromMs })} />
        <DateField
          label={t("pages.reports.to")}
          value={range.toMs - 1}
          // The last day belongs to the report, but not what is still to come.
          onChange={(dayMs) => setDay({ toMs: Math.min(dayMs + DAY, ticker.now()) })}
        />
        <ScopeChoice scope={scope} onChange={setScope} />
      </div>
      {isBackwards && <p role="alert">{t("pages.reports.badRange")}</p>}
      {report.failure !== null && <p role="alert">{report.failure}</p>}
      {report.isCut && <output>{t("pages.reports.truncated", { count: report.mostOutages })}</output>}
      <Panel
        title={t("pages.reports.heading", { from: format.date(range.fromMs), to: format.date(range.toMs - 1) })}
        aside={t("pages.reports.generated", { time: format.moment(generatedMs) })}
      >
        {keys.length === 0 ? <Empty title={t("pages.reports.empty")} /> : <ReportTable report={report} />}
        <p className={styles.explain}>{t("pages.reports.explain")}</p>
      </Panel>
    </div>
  );
}

function Tools({ report, range }: { readonly report: ReturnType<typeof useReport>; readonly range: Range }): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const save = useSaveFile();
  const nameOf = useEndpointNames();
  const day = (at: EpochMs): string => new Date(at).toISOString().slice(0, 10);
  const name = (extension: string): string => `sentray-report-${day(range.fromMs)}-${day(range.toMs)}.${extension}`;
  const savePdf = (): void =>
    void act(async () => {
      const { saved } = await client.request("app:save-pdf", { suggestedName: name("pdf") });
      return saved ? t("shell.toast.saved", { name: name("pdf") }) : null;
    });
  return (
    <>
      <Button icon={Printer} onClick={() => window.print()}>
        {t("pages.reports.print")}
      </Button>
      <Button icon={FileText} onClick={savePdf}>
        {t("pages.reports.pdf")}
      </Button>
      <Button
        icon={Download}
        disabled={report.rows.length === 0}
        onClick={() => void save({ suggestedName: name("csv"), format: "csv", content: writeReportCsv(report.rows, range, nameOf) })}
      >
        {t("pages.reports.csv")}
      </Button>
    </>
  );
}

function ScopeChoice(props: { readonly scope: string; readonly onChange: (scope: string) => void }): ReactNode {
  const { t } = useTranslation();
  const endpoints = useEndpoints();
  const { groups, tags } = useMemo(() => listFacets(endpoints), [endpoints]);
  return (
    <Select
      label={t("pages.reports.scope")}
      value={props.scope}
      options={[
        { value: "all", label: t("pages.reports.all") },
        ...groups.map((name) => ({ value: `group:${name}`, label: t("pages.reports.group", { name: shorten(name, 60) }) })),
        ...tags.map((name) => ({ value: `tag:${name}`, label: t("pages.reports.tag", { name: shorten(name, 60) }) })),
      ]}
      onChange={props.onChange}
    />
  );
}

/** The keys of a scope (`all`, `group:…`, `tag:…`). The same list as long as no endpoint comes or goes. */
function useScopeKeys(scope: string): readonly string[] {
  const endpoints = useEndpoints();
  const chosen = endpoints.filter(({ group, tags }) => {
    if (scope.startsWith("group:")) return isWithinGroup(group, scope.slice("group:".length));
    return scope === "all" || tags.includes(scope.slice("tag:".length));
  });
  const text = chosen.map(({ key }) => key).join("\n");
  return useMemo(() => (text === "" ? [] : text.split("\n")), [text]);
}
