// What an import would bring: each monitor and channel to choose, what was changed on the way, and what could not come.

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { toldOf } from "../../../../shared/i18n/said.ts";
import type { ConfigSaveOutcome } from "../../../../shared/model/settings.ts";
import type { ImportEntry, ImportPreview } from "../../../../shared/model/settings-import.ts";
import { RequestError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Table } from "../../../components/table.tsx";
import { shorten } from "../../../components/text.ts";
import { useAct } from "../../../hooks/use-act.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { useConfig } from "../config/config-context.tsx";
import { textOf } from "../config/plain.ts";
import styles from "./import-report.module.css";

export function ImportReport(props: { readonly preview: ImportPreview; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { preview, onClose } = props;
  const [entries, setEntries] = useState<ReadonlySet<number>>(
    () => new Set(preview.entries.filter(({ existsAlready }) => !existsAlready).map(({ id }) => id)),
  );
  const [providers, setProviders] = useState<ReadonlySet<string>>(
    () => new Set(preview.providers.filter(({ existsAlready }) => !existsAlready).map(({ type }) => type)),
  );
  const apply = useApply(preview, onClose);
  const isNothing = entries.size === 0 && providers.size === 0;
  return (
    <section className={styles.report} aria-label={t("settings.import.report", { source: preview.source })}>
      <h3 className={styles.title}>{t("settings.import.report", { source: preview.source })}</h3>
      {preview.notes.map((note) => (
        <p key={note.message}>{tell(note)}</p>
      ))}
      {preview.entries.length > 0 && <EntriesTable preview={preview} chosen={entries} onChange={setEntries} />}
      {preview.providers.map(({ type, notes, existsAlready }) => (
        <label key={type} className={styles.provider}>
          <input
            type="checkbox"
            checked={providers.has(type)}
            disabled={existsAlready}
            onChange={() => setProviders(toggled(providers, type))}
          />
          <span>{t("settings.import.channel", { type })}</span>
          <span className={styles.note}>{existsAlready ? t("settings.import.existsChannel") : notes.map(tell).join(" ")}</span>
        </label>
      ))}
      {preview.refusals.length > 0 && (
        <div>
          <h4 className={styles.subtitle}>{t("settings.import.refusals", { count: preview.refusals.length })}</h4>
          <ul className={styles.refusals}>
            {preview.refusals
              .map(({ what, why }) => ({ name: typeof what === "string" ? what : tell(what), reason: tell(why) }))
              .map(({ name, reason }) => (
                <li key={`${name}:${reason}`}>
                  <b>{shorten(name, 120)}</b>: {shorten(reason, 400)}
                </li>
              ))}
          </ul>
        </div>
      )}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t("common.action.cancel")}</Button>
        <Button variant="primary" disabled={isNothing} onClick={() => void apply([...entries], [...providers])}>
          {t("settings.import.apply", { count: entries.size })}
        </Button>
      </div>
    </section>
  );
}

function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

function EntriesTable(props: {
  readonly preview: ImportPreview;
  readonly chosen: ReadonlySet<number>;
  readonly onChange: (chosen: ReadonlySet<number>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { preview, chosen, onChange } = props;
  const all = preview.entries.map(({ id }) => id);
  return (
    <Table label={t("settings.import.monitors")} isScrolling>
      <thead>
        <tr>
          <th scope="col">
            <input
              type="checkbox"
              aria-label={t("settings.import.all")}
              checked={chosen.size === all.length}
              onChange={(event) => onChange(new Set(event.target.checked ? all : []))}
            />
          </th>
          <th scope="col">{t("settings.edit.name")}</th>
          <th scope="col">{t("settings.edit.group")}</th>
          <th scope="col">{t("settings.edit.url")}</th>
          <th scope="col">{t("settings.import.notes")}</th>
        </tr>
      </thead>
      <tbody>
        {preview.entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} isChosen={chosen.has(entry.id)} onToggle={() => onChange(toggled(chosen, entry.id))} />
        ))}
      </tbody>
    </Table>
  );
}

function EntryRow(props: { readonly entry: ImportEntry; readonly isChosen: boolean; readonly onToggle: () => void }): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { value, notes, isIncomplete, existsAlready } = props.entry;
  const name = shorten(textOf(value["name"]), 80);
  const all = [
    ...(existsAlready ? [t("settings.import.exists")] : []),
    ...(isIncomplete ? [t("settings.import.incomplete")] : []),
    ...notes.map(tell),
  ];
  return (
    <tr>
      <td>
        <input type="checkbox" aria-label={t("settings.monitors.choose", { name })} checked={props.isChosen} onChange={props.onToggle} />
      </td>
      <th scope="row">{name}</th>
      <td>{shorten(textOf(value["group"]), 60)}</td>
      <td>
        <code className={styles.url}>{shorten(textOf(value["url"]), 100)}</code>
      </td>
      <td className={styles.note}>{all.map((note) => shorten(note, 200)).join(" ")}</td>
    </tr>
  );
}

function useApply(preview: ImportPreview, onDone: () => void): (entries: number[], providers: string[]) => Promise<void> {
  const { t } = useTranslation();
  const { client, toasts } = useServices();
  const { reload, undo } = useConfig();
  const act = useAct();
  return async (entries, providers) => {
    const done = t("settings.import.done", { count: entries.length });
    const isDone = await act(async () => {
      const outcome = await client.request("settings:apply-import", { importId: preview.importId, entries, providers, reason: done });
      refuse(outcome);
      return null;
    });
    if (!isDone) return;
    reload();
    onDone();
    toasts.show({
      tone: "plain",
      text: done,
      action: { label: t("common.action.undo"), run: () => void undo() },
    });
  };

  function refuse(outcome: ConfigSaveOutcome): void {
    if (outcome.outcome === "conflict") throw new RequestError({ code: "conflict", ...toldOf(outcome) });
    if (outcome.outcome !== "invalid") return;
    const problem = outcome.problems.find(({ severity }) => severity === "error") ?? { message: t("settings.save.invalid.explain") };
    throw new RequestError({ code: "config_invalid", ...toldOf(problem) });
  }
}
