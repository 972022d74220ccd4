// One channel's form, made from its own description, and a test message to see whether it works.

import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { alertBlock } from "../../../../shared/config-schema/alert.ts";
import type { PlainMapping, WrittenValue } from "../../../../shared/model/settings.ts";
import type { ProviderForm } from "../../../../shared/model/settings-monitor.ts";
import { Button } from "../../../components/button.tsx";
import { Panel } from "../../../components/panel.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { Switch } from "../../../components/switch.tsx";
import { useDocumentTitle } from "../../../hooks/use-document-title.ts";
import { useConfig } from "../config/config-context.tsx";
import { diffEdits } from "../config/diff-edits.ts";
import { DraftOffer } from "../edit/draft-offer.tsx";
import { useOfferedDraft } from "../edit/use-draft.ts";
import { isMapping, isSame, mappingsOf, withKey } from "../config/plain.ts";
import { SchemaFields } from "../fields/schema-fields.tsx";
import { useFormKeys } from "../fields/use-form-keys.ts";
import { settingsHref, showSettings } from "../settings-route.ts";
import styles from "./channel-editor.module.css";
import { OverridesField } from "./overrides-field.tsx";
import { ProviderFields } from "./provider-fields.tsx";
import { TestPanel } from "./test-panel.tsx";
import { typedSecrets, useKeepTyped, withoutTyped } from "./typed-secrets.ts";

interface ChannelEditorProps {
  readonly provider: ProviderForm;
  readonly written: WrittenValue;
  /** What the file says; empty where it says nothing. */
  readonly value: PlainMapping;
}

export function ChannelEditor(props: ChannelEditorProps): ReactNode {
  const { t } = useTranslation();
  const { provider, written, value: before } = props;
  const [value, setValue] = useState(before);
  const [isKeeping, setKeeping] = useState(true);
  useDocumentTitle(provider.title);
  const typed = useMemo(() => typedSecrets(provider, before, value), [provider, before, value]);
  const isDirty = !isSame(before, value) || (!written.exists && Object.keys(value).length > 0);
  const keepable = withoutTyped(provider, before, value);
  const draft = useOfferedDraft({
    id: `channel:${provider.type}`,
    title: provider.title,
    value: isDirty && !isSame(before, keepable) ? keepable : null,
  });
  const save = useSaveChannel({ ...props, current: value, isKeeping, onSaved: draft.drop });
  const remove = useRemoveChannel(provider);
  const keepPlain = useKeepPlain(props);
  const set = (key: string, next: PlainMapping | readonly PlainMapping[] | undefined): void => setValue(withKey(value, key, next));
  const defaultAlert = value["default-alert"];
  useFormKeys({ onSave: () => isDirty && void save() });
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <a className={styles.back} href={settingsHref({ section: "channels", type: null })}>
          ‹ {t("settings.section.channels")}
        </a>
        <h1 className={styles.title}>{provider.title}</h1>
        {written.file !== null && (
          <span className={styles.place}>{t("settings.edit.place", { file: baseName(written.file), line: written.line })}</span>
        )}
        <span className={styles.gap} />
        {written.exists && written.file !== null && (
          <>
            <Button onClick={() => showSettings({ section: "yaml", file: written.file, line: written.line })}>
              {t("settings.edit.viewYaml")}
            </Button>
            <Button onClick={() => void remove()}>{t("settings.channels.remove")}</Button>
          </>
        )}
        <Button
          disabled={!isDirty}
          onClick={() => {
            draft.drop();
            setValue(before);
          }}
        >
          {t("settings.edit.discard")}
        </Button>
        <Button variant="primary" disabled={!isDirty} onClick={() => void save()}>
          {t("settings.edit.save")}
        </Button>
      </header>
      {draft.offered !== null && (
        <DraftOffer
          draft={draft.offered}
          onTake={() => {
            if (isMapping(draft.offered?.value)) setValue(draft.offered.value);
            draft.settle();
          }}
          onDrop={draft.drop}
        />
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t("settings.channels.settings")}>
            {provider.keys.length === 0 && <p className={styles.note}>{t("settings.channels.nothing")}</p>}
            <ProviderFields provider={provider} value={value} onChange={setValue} plainSecrets={written.plainSecrets} onKeep={keepPlain} />
            {typed.length > 0 && <Switch label={t("settings.secret.keepTyped")} isOn={isKeeping} onChange={setKeeping} />}
          </Panel>
          <Panel title={t("settings.channels.defaultAlert")}>
            <p className={styles.note}>{t("settings.channels.defaultAlertHelp")}</p>
            <SchemaFields
              block={alertBlock}
              without={["type", "provider-override"]}
              value={isMapping(defaultAlert) ? defaultAlert : {}}
              onChange={(next) => set("default-alert", next)}
            />
          </Panel>
          {provider.supportsOverrides && (
            <Panel title={t("settings.channels.overrides")}>
              <p className={styles.note}>{t("settings.channels.overridesHelp")}</p>
              <OverridesField provider={provider} values={mappingsOf(value["overrides"])} onChange={(next) => set("overrides", next)} />
            </Panel>
          )}
        </div>
        {provider.testable && <TestPanel provider={provider} block={isDirty ? value : null} isConfigured={written.exists} />}
      </div>
    </div>
  );
}

function useSaveChannel(
  options: ChannelEditorProps & { readonly current: PlainMapping; readonly isKeeping: boolean; readonly onSaved: () => void },
): () => Promise<void> {
  const { t } = useTranslation();
  const config = useConfig();
  const keepTyped = useKeepTyped();
  const { provider, written, value: before, current, isKeeping, onSaved } = options;
  return async () => {
    const value = isKeeping ? await keepTyped(provider, before, current) : current;
    if (value === null) return;
    const target = { kind: "root", file: null } as const;
    const path = ["alerting", provider.type];
    const isSaved = await config.save({
      edits: written.exists ? diffEdits(target, path, before, value) : [{ op: "set", target, path, value }],
      reason: t("settings.channels.saved", { name: provider.title }),
      base: written.revision,
    });
    if (isSaved) onSaved();
  };
}

function useRemoveChannel({ type, title }: ProviderForm): () => Promise<void> {
  const { t } = useTranslation();
  const config = useConfig();
  return async () => {
    const isRemoved = await config.save({
      edits: [{ op: "unset", target: { kind: "root", file: null }, path: ["alerting", type] }],
      reason: t("settings.channels.removed", { name: title }),
    });
    if (isRemoved) showSettings({ section: "channels", type: null });
  };
}

/** Moves a secret that stands in the file in the clear into the keyring. */
function useKeepPlain({ provider, written }: ChannelEditorProps): (key: string) => void {
  const { t } = useTranslation();
  const config = useConfig();
  return (key) => {
    const secret = written.plainSecrets.find(({ path }) => path.length === 1 && path[0] === key);
    if (secret === undefined) return;
    void config.save({
      edits: [
        {
          op: "keep-secret",
          target: { kind: "root", file: null },
          path: ["alerting", provider.type, ...secret.path],
          name: secret.suggestedName,
        },
      ],
      reason: t("settings.secret.kept", { name: secret.suggestedName }),
      base: written.revision,
    });
  };
}
