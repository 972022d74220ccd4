// One monitor before it is saved: what it would watch, what the server answered just now, and which conditions it gets.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import type { MonitorProposal, TryReport } from "../../../../shared/model/settings-monitor.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { StatusShape } from "../../../components/status-shape.tsx";
import { shorten } from "../../../components/text.ts";
import { useAct } from "../../../hooks/use-act.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { mappingPayload } from "../config/payload.ts";
import { textOf, textsOf, withKey } from "../config/plain.ts";
import { reasonOf } from "../edit/status-reasons.ts";
import { useTry } from "../edit/use-try.ts";
import { wrongWith } from "../fields/scalar.ts";
import { TextField } from "../fields/text-field.tsx";
import { showSettings } from "../settings-route.ts";
import styles from "./proposal-card.module.css";

type GoodProposal = Extract<MonitorProposal, { readonly ok: true }>;

interface ProposalCardProps {
  readonly proposal: GoodProposal;
  /** The proposal with what was changed. */
  readonly value: PlainMapping;
  readonly groups: readonly string[];
  readonly onChange: (value: PlainMapping) => void;
}

const DURATION = { type: "duration", longUnits: false } as const;

export function ProposalCard(props: ProposalCardProps): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { proposal, value, onChange } = props;
  const { report, isRunning, failure } = useFirstAnswer(props);
  const set = (key: string, text: string): void => onChange(withKey(value, key, text === "" ? undefined : text));
  const interval = textOf(value["interval"]);
  const wrong = wrongWith(DURATION, interval);
  return (
    <article className={styles.card} aria-label={textOf(value["name"])}>
      <div className={styles.head}>
        <code className={styles.url}>{shorten(textOf(value["url"]), 200)}</code>
        <span className={styles.kind}>{proposal.kind}</span>
      </div>
      <div className={styles.fields}>
        <TextField label={t("settings.edit.name")} value={textOf(value["name"])} onChange={(text) => set("name", text)} />
        <TextField
          label={t("settings.edit.group")}
          value={textOf(value["group"])}
          suggestions={props.groups}
          onChange={(text) => set("group", text)}
        />
        <TextField
          label={t("settings.edit.every")}
          value={interval}
          placeholder="1m"
          error={wrong === null ? null : t(`settings.form.wrong.${wrong}`)}
          onChange={(text) => set("interval", text)}
        />
      </div>
      <div className={styles.answer} aria-live="polite">
        {isRunning && <span className={styles.quiet}>{t("settings.try.running")}</span>}
        {failure !== null && <span className={styles.failure}>{tell(failure)}</span>}
        {report !== null && <Answer report={report} />}
      </div>
      <Conditions value={value} report={report} onChange={onChange} />
      {proposal.notes.map(tell).map((note) => (
        <p key={note} className={styles.quiet}>
          {note}
        </p>
      ))}
      <MoreOptions value={value} />
    </article>
  );
}

/** Tries once; what the answer proposes replaces what the kind proposed, unless it was changed by hand meanwhile. */
function useFirstAnswer({ proposal, value, onChange }: ProposalCardProps): ReturnType<typeof useTry> {
  const trial = useTry();
  const { run } = trial;
  const latest = useRef({ value, onChange });
  useEffect(() => {
    latest.current = { value, onChange };
  });
  useEffect(() => {
    void run(proposal.value).then((report) => {
      if (report === null || report.proposedConditions.length === 0) return;
      const { value: current, onChange: tell } = latest.current;
      const isUntouched = textsOf(current["conditions"]).join("\n") === textsOf(proposal.value["conditions"]).join("\n");
      if (isUntouched) tell(withKey(current, "conditions", report.proposedConditions));
    });
  }, [run, proposal]);
  return trial;
}

function Answer({ report }: { readonly report: TryReport }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { result } = report;
  const status =
    result.status > 0
      ? `${result.status} ${reasonOf(result.status)}`
      : result.dnsRcode === ""
        ? t(result.connected ? "settings.try.connected" : "settings.try.notConnected")
        : result.dnsRcode;
  return (
    <>
      <StatusShape state={result.connected && result.errors.length === 0 ? "healthy" : "failing"} size={12} />
      <b>{status}</b>
      <span className={styles.quiet}>{format.milliseconds(result.durationMs)}</span>
      {result.errors.slice(0, 2).map((error) => (
        <span key={error} className={styles.failure}>
          {shorten(error, 200)}
        </span>
      ))}
    </>
  );
}

/** Every condition that is or could be there, to switch on and off. */
function Conditions(props: {
  readonly value: PlainMapping;
  readonly report: TryReport | null;
  readonly onChange: (value: PlainMapping) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { value, report, onChange } = props;
  const chosen = textsOf(value["conditions"]);
  // What was switched off stays in its place, to be switched on again.
  const [known, setKnown] = useState<readonly string[]>([]);
  const all = [...new Set([...known, ...chosen, ...(report?.proposedConditions ?? [])])];
  const toggle = (condition: string): void => {
    const next = chosen.includes(condition) ? chosen.filter((other) => other !== condition) : [...chosen, condition];
    setKnown(all);
    onChange(withKey(value, "conditions", next));
  };
  return (
    <div className={styles.conditions} role="group" aria-label={t("settings.edit.healthyWhen")}>
      <span className={styles.quiet}>{t("settings.edit.healthyWhen")}</span>
      {all.map((condition) => (
        <button
          key={condition}
          type="button"
          className={styles.condition}
          aria-pressed={chosen.includes(condition)}
          onClick={() => toggle(condition)}
        >
          <code>{condition}</code>
        </button>
      ))}
    </div>
  );
}

function MoreOptions({ value }: { readonly value: PlainMapping }): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const open = async (): Promise<void> => {
    const draft = { id: "monitor:", title: textOf(value["name"]), entry: null, value: mappingPayload(value) };
    const isKept = await act(async () => {
      await client.request("settings:keep-draft", draft);
      return null;
    });
    if (isKept) showSettings({ section: "add", isDetailed: true });
  };
  return (
    <div className={styles.more}>
      <Button size="small" variant="quiet" onClick={() => void open()}>
        {t("settings.add.moreOptions")}
      </Button>
    </div>
  );
}
