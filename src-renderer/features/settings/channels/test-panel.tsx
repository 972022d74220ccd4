// A test message: what is sent, with its secrets masked, and what came back.

import { Eye, Send } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Told } from "../../../../shared/i18n/said.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import type { ProviderForm, TestAlertReport } from "../../../../shared/model/settings-monitor.ts";
import { describeError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Panel } from "../../../components/panel.tsx";
import { Segmented } from "../../../components/segmented.tsx";
import { StatusShape } from "../../../components/status-shape.tsx";
import { shorten } from "../../../components/text.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { mappingPayload } from "../config/payload.ts";
import styles from "./test-panel.module.css";

const SHOWN_BODY = 8_000;

interface TestPanelProps {
  readonly provider: ProviderForm;
  /** The unsaved form; null = as it is configured. */
  readonly block: PlainMapping | null;
  readonly isConfigured: boolean;
}

export function TestPanel(props: TestPanelProps): ReactNode {
  const { t } = useTranslation();
  const [kind, setKind] = useState<"triggered" | "resolved">("triggered");
  const { report, failure, isSending, send } = useTestAlert(props);
  const tell = useTell();
  return (
    <Panel
      title={t("settings.test.title")}
      aside={
        <Segmented
          label={t("settings.test.kind")}
          value={kind}
          options={[
            { value: "triggered", label: t("settings.test.triggered") },
            { value: "resolved", label: t("settings.test.resolved") },
          ]}
          onChange={setKind}
        />
      }
    >
      <p className={styles.help}>{t("settings.test.help")}</p>
      <div className={styles.actions}>
        <Button variant="primary" icon={Send} disabled={isSending} onClick={() => void send(kind === "resolved", false)}>
          {isSending ? t("settings.test.sending") : t("settings.test.send")}
        </Button>
        <Button icon={Eye} disabled={isSending} onClick={() => void send(kind === "resolved", true)}>
          {t("settings.test.preview")}
        </Button>
      </div>
      <div aria-live="polite">
        {failure !== null && <p className={styles.failure}>{tell(failure)}</p>}
        {report !== null && <Report report={report} />}
      </div>
    </Panel>
  );
}

function useTestAlert({ provider, block, isConfigured }: TestPanelProps) {
  const { client } = useServices();
  const [state, setState] = useState<{
    readonly report: TestAlertReport | null;
    readonly failure: Told | null;
    readonly isSending: boolean;
  }>({
    report: null,
    failure: null,
    isSending: false,
  });
  const send = async (resolved: boolean, dryRun: boolean): Promise<void> => {
    setState((before) => ({ ...before, isSending: true, failure: null }));
    // What the file lacks is sent from the form, an empty one included, so that the answer names what is missing.
    const form = block ?? (isConfigured ? null : {});
    try {
      const report = await client.request("settings:test-alert", {
        provider: provider.type,
        block: form === null ? null : mappingPayload(form),
        key: null,
        group: "",
        resolved,
        dryRun,
      });
      setState({ report, failure: null, isSending: false });
    } catch (error) {
      setState({ report: null, failure: describeError(error), isSending: false });
    }
  };
  return { ...state, send };
}

function Report({ report }: { readonly report: TestAlertReport }): ReactNode {
  const { t } = useTranslation();
  const { outcome, preview, requests } = report;
  return (
    <div className={styles.report}>
      {outcome !== null && (
        <p className={styles.outcome}>
          <StatusShape state={outcome.delivered ? "healthy" : "failing"} size={12} isDecorative />
          <b>{outcome.delivered ? t("settings.test.delivered") : t("settings.test.notDelivered")}</b>
          <span>{shorten(outcome.message, 600)}</span>
        </p>
      )}
      <section className={styles.message} aria-label={t("settings.test.message")}>
        <b>{shorten(preview.title, 300)}</b>
        <p>{shorten(preview.body, 2_000)}</p>
      </section>
      {requests.map(({ target, headers, body }, index) => (
        <details key={`${target}:${String(index)}`} className={styles.request} open={requests.length === 1}>
          <summary className={styles.target}>{shorten(target, 300)}</summary>
          <pre className={styles.wire}>
            {[...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", prettyJson(body)].join("\n").slice(0, SHOWN_BODY)}
          </pre>
        </details>
      ))}
    </div>
  );
}

/** JSON with its lines broken; everything else as it is. */
function prettyJson(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body) as unknown, null, 2);
  } catch {
    return body;
  }
}
