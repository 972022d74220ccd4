// What the server answered just now: status, where the time went, headers, certificate, body.

import { Play, Square } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKind } from "../../../../shared/model/endpoint.ts";
import type { Phases } from "../../../../shared/model/observation.ts";
import type { TryReport } from "../../../../shared/model/settings-monitor.ts";
import { Button } from "../../../components/button.tsx";
import { Panel } from "../../../components/panel.tsx";
import { StatusShape } from "../../../components/status-shape.tsx";
import { shorten } from "../../../components/text.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { CertificatePanel } from "../../endpoint/certificate-panel.tsx";
import { AnswerTree } from "./answer-tree.tsx";
import { reasonOf } from "./status-reasons.ts";
import styles from "./try-panel.module.css";
import type { TryState } from "./use-try.ts";

const SHOWN_TEXT = 20_000;

export function TryPanel(props: {
  readonly state: TryState;
  readonly kind: EndpointKind;
  /** Conditions that the form has, to mark their values. */
  readonly used: readonly string[];
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly onChoose: (condition: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { report, isRunning, failure } = props.state;
  return (
    <div className={styles.column}>
      <Panel
        title={t("settings.try.title")}
        aside={
          isRunning ? (
            <Button size="small" icon={Square} onClick={props.onCancel}>
              {t("common.action.cancel")}
            </Button>
          ) : (
            <Button size="small" variant="primary" icon={Play} onClick={props.onRun}>
              {report === null ? t("settings.try.run") : t("settings.try.runAgain")}
            </Button>
          )
        }
      >
        <div aria-live="polite">
          {isRunning && <p className={styles.running}>{t("settings.try.running")}</p>}
          {failure !== null && <p className={styles.failure}>{tell(failure)}</p>}
          {report === null && !isRunning && failure === null && <p className={styles.quiet}>{t("settings.try.notYet")}</p>}
          {report !== null && <Outcome report={report} kind={props.kind} />}
        </div>
        {report !== null && <Body report={report} used={props.used} onChoose={props.onChoose} />}
        {report !== null && <Proposals report={report} used={props.used} onChoose={props.onChoose} />}
      </Panel>
      {report !== null && report.extras.headers.length > 0 && <Headers report={report} />}
      {report !== null && report.extras.tls !== null && <CertificatePanel tls={report.extras.tls} />}
    </div>
  );
}

function Outcome({ report, kind }: { readonly report: TryReport; readonly kind: EndpointKind }): ReactNode {
  const format = useFormat();
  const { result, extras } = report;
  const facts = [format.milliseconds(result.durationMs), extras.httpVersion === "" ? "" : `HTTP/${extras.httpVersion}`, result.ip].filter(
    (fact) => fact !== "",
  );
  return (
    <div className={styles.outcome}>
      <p className={styles.status}>
        <StatusShape state={result.outcome} size={13} />
        <b>{useStatus(report, kind)}</b>
        <span>{facts.join(" · ")}</span>
      </p>
      {result.errors.map((error) => (
        <p key={error} className={styles.failure}>
          {shorten(error, 500)}
        </p>
      ))}
      <PhaseLine phases={result.phases} totalMs={result.durationMs} />
    </div>
  );
}

function useStatus({ result }: TryReport, kind: EndpointKind): string {
  const { t } = useTranslation();
  if (result.status > 0) return `${result.status} ${reasonOf(result.status)}`.trim();
  if (kind === "DNS" && result.dnsRcode !== "") return result.dnsRcode;
  return result.connected ? t("settings.try.connected") : t("settings.try.notConnected");
}

const PHASES = [
  ["dns", "dnsMs"],
  ["connect", "connectMs"],
  ["tls", "tlsMs"],
  ["firstByte", "firstByteMs"],
  ["transfer", "transferMs"],
] as const satisfies ReadonlyArray<readonly [string, keyof Phases]>;

/** Where the time went, in one line. */
function PhaseLine({ phases, totalMs }: { readonly phases: Phases; readonly totalMs: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = PHASES.map(([name, field]) => ({ name, ms: phases[field] })).filter(({ ms }) => ms > 0);
  const sum = parts.reduce((total, { ms }) => total + ms, 0);
  if (sum === 0) return null;
  return (
    <dl className={styles.phases} aria-label={t("settings.try.phases", { duration: format.milliseconds(totalMs) })}>
      {parts.map(({ name, ms }) => (
        <div
          key={name}
          className={styles.phase}
          data-narrow={ms / sum < 0.14 ? true : undefined}
          title={`${t(`endpoint.phases.${name}`)}: ${format.milliseconds(ms)}`}
          style={{ flexGrow: Math.max(ms / sum, 0.015) }}
        >
          <dt className={styles.phaseName}>{t(`endpoint.phases.${name}`)}</dt>
          <dd className={styles.phaseFigure}>{format.milliseconds(ms)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Body(props: {
  readonly report: TryReport;
  readonly used: readonly string[];
  readonly onChoose: (condition: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { bodyKind, extras } = props.report;
  if (bodyKind === "none") return null;
  if (bodyKind === "binary") return <p className={styles.quiet}>{t("settings.try.binary")}</p>;
  return (
    <div className={styles.body}>
      {bodyKind === "json" ? (
        <>
          <p className={styles.quiet}>{t("settings.try.choose")}</p>
          <AnswerTree key={props.report.tryId} {...props} />
        </>
      ) : (
        <pre className={styles.text}>{shorten(extras.bodyText, SHOWN_TEXT)}</pre>
      )}
      {extras.bodyTruncated && <p className={styles.quiet}>{t("settings.try.truncated")}</p>}
    </div>
  );
}

/** Conditions that would be sensible for this answer and are not there yet. */
function Proposals(props: {
  readonly report: TryReport;
  readonly used: readonly string[];
  readonly onChoose: (condition: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const fresh = props.report.proposedConditions.filter((condition) => !props.used.includes(condition));
  if (fresh.length === 0) return null;
  return (
    <div className={styles.proposals} role="group" aria-label={t("settings.try.proposals")}>
      <span>{t("settings.try.proposals")}</span>
      {fresh.map((condition) => (
        <button key={condition} type="button" className={styles.proposal} onClick={() => props.onChoose(condition)}>
          <code>{condition}</code>
        </button>
      ))}
    </div>
  );
}

function Headers({ report }: { readonly report: TryReport }): ReactNode {
  const { t } = useTranslation();
  const { headers } = report.extras;
  return (
    <Panel title={t("settings.try.headers")} aside={headers.length}>
      <dl className={styles.headers}>
        {headers.map(([name, value], index) => (
          <div key={`${name}:${String(index)}`}>
            <dt>{name}:</dt>
            <dd>{shorten(value, 400)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
