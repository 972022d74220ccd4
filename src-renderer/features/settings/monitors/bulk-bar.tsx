// What can be done to all chosen monitors at once.

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseGoDuration } from "../../../../shared/go-duration.ts";
import type { EntrySummary } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Menu } from "../../../components/menu.tsx";
import { useProviders } from "../channels/use-providers.ts";
import { TextField } from "../fields/text-field.tsx";
import styles from "./bulk-bar.module.css";
import { useMonitorEdits } from "./use-monitor-edits.ts";

type Question = "interval" | "tag" | "group";

export function BulkBar(props: { readonly entries: readonly EntrySummary[]; readonly onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  const { entries, onClear } = props;
  const edits = useMonitorEdits();
  const { choices } = useProviders();
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = (next: Question) => ({ id: next, label: t(`settings.bulk.${next}`), run: () => setQuestion(next) });
  const answer = async (text: string): Promise<void> => {
    const asked = question;
    setQuestion(null);
    if (asked === "interval") await edits.setInterval(entries, text);
    else if (asked === "tag") await edits.addTag(entries, text);
    else if (asked === "group") await edits.moveToGroup(entries, text);
  };
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("settings.bulk.label")}>
      <b className={styles.count}>{t("settings.bulk.chosen", { count: entries.length })}</b>
      <Menu sections={[[ask("interval"), ask("tag"), ask("group")]]}>
        <Button size="small">{t("settings.bulk.change")}</Button>
      </Menu>
      {choices.length > 0 && (
        <Menu sections={[choices.map(({ value, label }) => ({ id: value, label, run: () => void edits.addAlert(entries, value) }))]}>
          <Button size="small">{t("settings.bulk.alert")}</Button>
        </Menu>
      )}
      <Button size="small" onClick={() => void edits.setEnabled(entries, true)}>
        {t("settings.monitors.enable")}
      </Button>
      <Button size="small" onClick={() => void edits.setEnabled(entries, false)}>
        {t("settings.monitors.disable")}
      </Button>
      <Button size="small" onClick={() => void edits.remove(entries).then((isDone) => isDone && onClear())}>
        {t("settings.monitors.delete")}
      </Button>
      <Button size="small" variant="quiet" onClick={onClear}>
        {t("settings.bulk.clear")}
      </Button>
      {question !== null && <BulkQuestion question={question} onAnswer={(text) => void answer(text)} onClose={() => setQuestion(null)} />}
    </div>
  );
}

function BulkQuestion(props: {
  readonly question: Question;
  readonly onAnswer: (text: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { question, onAnswer, onClose } = props;
  const [text, setText] = useState("");
  const value = text.trim();
  const isWrong = question === "interval" && value !== "" && parseGoDuration(value) === null;
  const isReady = !isWrong && (value !== "" || question === "group");
  return (
    <Dialog isOpen title={t(`settings.bulk.${question}`)} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onAnswer(value);
        }}
      >
        <TextField
          label={t(`settings.bulk.${question}Label`)}
          value={text}
          error={isWrong ? t("settings.form.wrong.duration") : null}
          takesFocus
          onChange={setText}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>{t("common.action.cancel")}</Button>
          <Button variant="primary" disabled={!isReady} onClick={() => onAnswer(value)}>
            {t("settings.bulk.apply")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
