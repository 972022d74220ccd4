// In and out: bringing a configuration from elsewhere, handing it to Gatus, and going back to an earlier state.

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { toldOf } from "../../../../shared/i18n/said.ts";
import type { Backup } from "../../../../shared/model/settings.ts";
import type { ImportPreview } from "../../../../shared/model/settings-import.ts";
import { RequestError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Panel } from "../../../components/panel.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { useAct } from "../../../hooks/use-act.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { useConfig } from "../config/config-context.tsx";
import { DiffView } from "../config/diff-view.tsx";
import { TextField } from "../fields/text-field.tsx";
import { ImportReport } from "./import-report.tsx";
import styles from "./transfer-page.module.css";

export function TransferPage(): ReactNode {
  return (
    <div className={styles.column}>
      <ImportPanel />
      <ExportPanel />
      <BackupsPanel />
    </div>
  );
}

const SOURCES = ["gatus-file", "gatus-folder", "uptime-kuma"] as const;

function ImportPanel(): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const [url, setUrl] = useState("");
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [isBusy, setBusy] = useState(false);
  const load = async (ask: () => Promise<ImportPreview | null>): Promise<void> => {
    setBusy(true);
    await act(async () => {
      setPreview(await ask());
      return null;
    });
    setBusy(false);
  };
  const loadUrl = (): void => {
    if (url.trim() !== "") void load(() => client.request("settings:import-url", { url: url.trim() }));
  };
  return (
    <Panel title={t("settings.import.title")}>
      <p className={styles.help}>{t("settings.import.help")}</p>
      <div className={styles.actions}>
        {SOURCES.map((kind) => (
          <Button key={kind} disabled={isBusy} onClick={() => void load(() => client.request("settings:choose-import", { kind }))}>
            {t(`settings.import.${kind}`)}
          </Button>
        ))}
      </div>
      <form
        className={styles.url}
        onSubmit={(event) => {
          event.preventDefault();
          loadUrl();
        }}
      >
        <TextField label={t("settings.import.url")} isMono value={url} placeholder="https://status.example.org" onChange={setUrl} />
        <Button disabled={isBusy || url.trim() === ""} onClick={loadUrl}>
          {isBusy ? t("common.loading") : t("settings.import.load")}
        </Button>
      </form>
      {preview !== null && <ImportReport key={preview.importId} preview={preview} onClose={() => setPreview(null)} />}
    </Panel>
  );
}

function ExportPanel(): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { client } = useServices();
  const act = useAct();
  const [isOpen, setOpen] = useState(false);
  const { data, failure } = useRequest("settings:preview-export", isOpen ? undefined : null);
  const save = (): void =>
    void act(async () => {
      const { saved } = await client.request("settings:export-gatus", undefined);
      return saved ? t("settings.export.saved") : null;
    });
  return (
    <Panel title={t("settings.export.title")}>
      <p className={styles.help}>{t("settings.export.help")}</p>
      <div className={styles.actions}>
        <Button variant="primary" onClick={save}>
          {t("settings.export.save")}
        </Button>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t("settings.export.preview")}
        </Button>
      </div>
      {isOpen && failure !== null && <p role="alert">{failure}</p>}
      {isOpen && data !== null && (
        <div className={styles.preview}>
          {data.notes.map((note) => (
            <p key={note.message}>{tell(note)}</p>
          ))}
          <p>
            {data.removed.length === 0 ? t("settings.export.nothingRemoved") : t("settings.export.removed", { count: data.removed.length })}
          </p>
          <ul>
            {data.removed.map(({ file, path, line }) => (
              <li key={`${file}:${path}:${line}`}>
                <code>{path}</code> {t("settings.edit.place", { file: baseName(file), line })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function BackupsPanel(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { overview, undo } = useConfig();
  const { data, failure } = useRequest("settings:list-backups", undefined, overview?.revision ?? null);
  const [looking, setLooking] = useState<Backup | null>(null);
  return (
    <Panel
      title={t("settings.backups.title")}
      aside={
        overview !== null &&
        overview.undoable !== null && (
          <Button size="small" onClick={() => void undo()}>
            {t("settings.backups.undo", { reason: overview.undoable })}
          </Button>
        )
      }
    >
      <p className={styles.help}>{t("settings.backups.help")}</p>
      {failure !== null && <p role="alert">{failure}</p>}
      {data !== null && data.length === 0 && <p>{t("settings.backups.none")}</p>}
      <ol>
        {(data ?? []).map((backup) => (
          <li key={backup.id} className={styles.backup}>
            <span className={styles.time}>{format.moment(backup.atEpochMs)}</span>
            <span className={styles.reason}>{t("settings.backups.before", { reason: backup.reason })}</span>
            <Button
              size="small"
              aria-label={t("settings.backups.lookAt", { time: format.moment(backup.atEpochMs) })}
              onClick={() => setLooking(backup)}
            >
              {t("settings.backups.look")}
            </Button>
          </li>
        ))}
      </ol>
      {looking !== null && <BackupDialog backup={looking} onClose={() => setLooking(null)} />}
    </Panel>
  );
}

/** What restoring would change, before it is done. */
function BackupDialog({ backup, onClose }: { readonly backup: Backup; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { client } = useServices();
  const { reload } = useConfig();
  const act = useAct();
  const { data, failure } = useRequest("settings:get-backup", { id: backup.id });
  const restore = async (): Promise<void> => {
    await act(async () => {
      const outcome = await client.request("settings:restore-backup", { id: backup.id });
      if (outcome.outcome === "saved" || outcome.outcome === "unsaved") return t("settings.backups.restored");
      if (outcome.outcome === "conflict") throw new RequestError({ code: "conflict", ...toldOf(outcome) });
      throw new Error(t("settings.save.invalid.explain"));
    });
    reload();
    onClose();
  };
  return (
    <Dialog isOpen title={t("settings.backups.restoreTitle", { time: format.moment(backup.atEpochMs) })} onClose={onClose}>
      {failure !== null && <p role="alert">{failure}</p>}
      {data !== null && data.length === 0 && <p>{t("settings.backups.same")}</p>}
      {data !== null && data.length > 0 && <DiffView diffs={data} />}
      <div className={styles.dialogActions}>
        <Button onClick={onClose}>{t("common.action.cancel")}</Button>
        <Button variant="primary" disabled={data === null || data.length === 0} onClick={() => void restore()}>
          {t("settings.backups.restore")}
        </Button>
      </div>
    </Dialog>
  );
}
