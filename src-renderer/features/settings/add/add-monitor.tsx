// Adding by words: what is typed or pasted becomes monitors, each tried at once, each editable before it is saved.

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft, Edit, PlainMapping } from "../../../../shared/model/settings.ts";
import type { MonitorProposal } from "../../../../shared/model/settings-monitor.ts";
import { navigate } from "../../../app/router.ts";
import { Button } from "../../../components/button.tsx";
import { shorten } from "../../../components/text.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { useConfig } from "../config/config-context.tsx";
import { isMapping, textOf } from "../config/plain.ts";
import { DraftOffer } from "../edit/draft-offer.tsx";
import { useDebounced } from "../edit/use-debounced.ts";
import { useOfferedDraft } from "../edit/use-draft.ts";
import styles from "./add-monitor.module.css";
import { ProposalCard } from "./proposal-card.tsx";

const INFER_AFTER_MS = 250;
/** More than these are taken over without a card of their own. */
const SHOWN_CARDS = 30;

type GoodProposal = Extract<MonitorProposal, { readonly ok: true }>;

/** The field, the cards and *Save*. `children` stands below the field while nothing is typed. */
export function AddMonitor(props: { readonly children?: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const [text, setText] = useState("");
  const asked = useDebounced(text, INFER_AFTER_MS);
  const draft = useOfferedDraft({ id: "add", title: t("settings.add.field"), value: text.trim() === "" ? null : { text } });
  const { data, failure } = useRequest("settings:infer", asked.trim() === "" ? null : { text: asked });
  const proposals = useMemo(() => (asked.trim() === "" ? [] : (data ?? [])), [asked, data]);
  const good = useMemo(() => proposals.filter((proposal): proposal is GoodProposal => proposal.ok), [proposals]);
  const bad = proposals.flatMap((proposal) => (proposal.ok ? [] : [proposal]));
  const { values, change } = useEdited(good);
  const { overview } = useConfig();
  const groups = useMemo(
    () => [...new Set((overview?.entries ?? []).map(({ ref }) => ref.group).filter((group) => group !== ""))],
    [overview],
  );
  const { save, isSaving } = useSaveAll(() => {
    draft.drop();
    setText("");
  });
  const take = ({ value }: Draft): void => {
    if (isMapping(value)) setText(textOf(value["text"]));
    draft.settle();
  };
  return (
    <div className={styles.add}>
      <WatchField text={text} onChange={setText} onSubmit={() => void save(values)} />
      {draft.offered !== null && text.trim() === "" && (
        <DraftOffer draft={draft.offered} onTake={() => draft.offered !== null && take(draft.offered)} onDrop={draft.drop} />
      )}
      {text.trim() === "" && props.children}
      {failure !== null && <p className={styles.wrong}>{failure}</p>}
      {bad.map((proposal) => (
        <p key={proposal.source} className={styles.wrong} role="status">
          <code>{shorten(proposal.source, 80)}</code> {tell(proposal)}
        </p>
      ))}
      {good.slice(0, SHOWN_CARDS).map((proposal, index) => (
        <ProposalCard
          key={proposal.source}
          proposal={proposal}
          value={values[index] ?? proposal.value}
          groups={groups}
          onChange={(value) => change(proposal.source, value)}
        />
      ))}
      {good.length > SHOWN_CARDS && <p className={styles.more}>{t("settings.add.more", { count: good.length - SHOWN_CARDS })}</p>}
      {good.length > 0 && (
        <div className={styles.actions}>
          <Button variant="primary" disabled={isSaving} onClick={() => void save(values)}>
            {t("settings.add.save", { count: good.length })}
          </Button>
        </div>
      )}
    </div>
  );
}

function WatchField(props: { readonly text: string; readonly onChange: (text: string) => void; readonly onSubmit: () => void }): ReactNode {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // After the shell, which hands the focus to each new page.
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const lines = Math.min(8, Math.max(1, props.text.split("\n").length));
  return (
    <textarea
      ref={field}
      className={styles.field}
      aria-label={t("settings.add.field")}
      placeholder={t("settings.add.placeholder")}
      rows={lines}
      value={props.text}
      maxLength={262_144}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        props.onSubmit();
      }}
    />
  );
}

/** What was changed in the cards, kept while more is typed. */
function useEdited(proposals: readonly GoodProposal[]): {
  readonly values: readonly PlainMapping[];
  readonly change: (source: string, value: PlainMapping) => void;
} {
  const [edited, setEdited] = useState<ReadonlyMap<string, PlainMapping>>(new Map());
  const values = useMemo(() => proposals.map(({ source, value }) => edited.get(source) ?? value), [proposals, edited]);
  const change = useCallback((source: string, value: PlainMapping) => setEdited((before) => new Map(before).set(source, value)), []);
  return { values, change };
}

function useSaveAll(onSaved: () => void): {
  readonly save: (values: readonly PlainMapping[]) => Promise<void>;
  readonly isSaving: boolean;
} {
  const { t } = useTranslation();
  const config = useConfig();
  const [isSaving, setSaving] = useState(false);
  const save = async (values: readonly PlainMapping[]): Promise<void> => {
    if (values.length === 0 || isSaving) return;
    setSaving(true);
    const edits = values.map(
      (value): Edit => ({
        op: "add-entry",
        list: "endpoints",
        place: { at: "end-of-group", group: textOf(value["group"]) },
        value,
      }),
    );
    const name = shorten(textOf(values[0]?.["name"]), 60);
    const isSaved = await config.save({ edits, reason: t("settings.add.added", { count: values.length, name }) });
    setSaving(false);
    if (!isSaved) return;
    onSaved();
    navigate({ to: "dashboard" });
  };
  return { save, isSaving };
}
