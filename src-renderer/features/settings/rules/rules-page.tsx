// What concerns everything that is watched: maintenance, quiet hours, this machine's own connection, how long history is kept.
// A form where the description allows one; what is left is a jump into the text.

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { maintenanceBlock, quietHoursBlock } from "../../../../shared/config-schema/maintenance.ts";
import { rootBlock } from "../../../../shared/config-schema/root.ts";
import type { BlockSchema } from "../../../../shared/config-schema/schema.ts";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { Draft, PlainMapping, WrittenValue } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Empty, Panel } from "../../../components/panel.tsx";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { diffEdits } from "../config/diff-edits.ts";
import { DraftOffer } from "../edit/draft-offer.tsx";
import { useOfferedDraft } from "../edit/use-draft.ts";
import { isMapping, isSame, mappingsOf } from "../config/plain.ts";
import { BlockList, SchemaFields } from "../fields/schema-fields.tsx";
import { showSettings } from "../settings-route.ts";
import styles from "./rules-page.module.css";

/** Blocks with a form of their own. Gatus' own storage keys mean nothing here. */
const RULES = [
  { key: "maintenance-windows", shape: "list", block: maintenanceBlock, without: [] },
  { key: "quiet-hours", shape: "block", block: quietHoursBlock, without: [] },
  { key: "connectivity", shape: "block", block: blockOf("connectivity"), without: [] },
  { key: "storage", shape: "block", block: blockOf("storage"), without: ["type", "path", "caching"] },
  { key: "announcements", shape: "list", block: itemOf("announcements"), without: [] },
] as const;

type Rule = (typeof RULES)[number];

function blockOf(key: "connectivity" | "storage"): BlockSchema {
  return rootBlock.fields[key].schema;
}

function itemOf(key: "announcements"): BlockSchema {
  return rootBlock.fields[key].schema.items;
}

/** Keys that have a place elsewhere in the settings. */
const ELSEWHERE: readonly string[] = ["endpoints", "alerting"];

export function RulesPage(): ReactNode {
  const { t } = useTranslation();
  const { overview, failure } = useConfig();
  if (overview === null) return <Empty title={failure ?? t("common.loading")} />;
  const forms: readonly string[] = RULES.map(({ key }) => key);
  const others = overview.files.flatMap(({ file, topKeys }) =>
    topKeys.filter((key) => !forms.includes(key) && !ELSEWHERE.includes(key)).map((key) => ({ file, key })),
  );
  return (
    <div className={styles.column}>
      {RULES.map((rule) => (
        <RulePanel key={rule.key} rule={rule} />
      ))}
      {others.length > 0 && (
        <Panel title={t("settings.rules.others")}>
          <p className={styles.help}>{t("settings.rules.othersHelp")}</p>
          <ul>
            {others.map(({ file, key }) => (
              <OtherKey key={`${file}:${key}`} name={key} />
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

function OtherKey({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const { overview } = useConfig();
  const { data } = useRequest("settings:get-value", { target: { kind: "root", file: null }, path: [name] }, overview?.revision ?? null);
  return (
    <li className={styles.other}>
      <code>{name}</code>
      <Button
        size="small"
        disabled={data === null || data.file === null}
        aria-label={t("settings.rules.editKey", { name })}
        onClick={() => showSettings({ section: "yaml", file: data?.file ?? null, line: data?.line ?? 0 })}
      >
        {t("settings.rules.editYaml")}
      </Button>
    </li>
  );
}

function RulePanel({ rule }: { readonly rule: Rule }): ReactNode {
  const { overview } = useConfig();
  const { data } = useRequest("settings:get-value", { target: { kind: "root", file: null }, path: [rule.key] }, overview?.revision ?? null);
  if (data === null) return null;
  return <RuleForm key={data.yaml} rule={rule} written={data} />;
}

function RuleForm({ rule, written }: { readonly rule: Rule; readonly written: WrittenValue }): ReactNode {
  const { t } = useTranslation();
  const config = useConfig();
  const before = written.exists ? written.value : undefined;
  const [value, setValue] = useState<PlainValue | undefined>(before);
  const isDirty = !isSame(before, value);
  const draft = useOfferedDraft({
    id: `rule:${rule.key}`,
    title: t(`settings.rules.title.${rule.key}`),
    // An emptied form is one that was changed, too.
    value: isDirty ? { filled: value ?? null } : null,
  });
  const take = ({ value: kept }: Draft): void => {
    if (isMapping(kept)) setValue(kept["filled"] ?? undefined);
    draft.settle();
  };
  const save = async (): Promise<void> => {
    const target = { kind: "root", file: null } as const;
    // The key itself is what changes, so that an emptied block goes and a new one is made.
    const was: PlainMapping = before === undefined ? {} : { [rule.key]: before };
    const becomes: PlainMapping = value === undefined ? {} : { [rule.key]: value };
    const isSaved = await config.save({
      edits: diffEdits(target, [], was, becomes),
      reason: t("settings.rules.saved", { name: t(`settings.rules.title.${rule.key}`) }),
      base: written.revision,
    });
    if (isSaved) draft.drop();
  };
  return (
    <Panel
      title={t(`settings.rules.title.${rule.key}`)}
      aside={
        isDirty && (
          <>
            <Button
              size="small"
              onClick={() => {
                draft.drop();
                setValue(before);
              }}
            >
              {t("settings.edit.discard")}
            </Button>
            <Button size="small" variant="primary" onClick={() => void save()}>
              {t("settings.edit.save")}
            </Button>
          </>
        )
      }
    >
      <p className={styles.help}>{t(`settings.rules.help.${rule.key}`)}</p>
      {draft.offered !== null && (
        <DraftOffer draft={draft.offered} onTake={() => draft.offered !== null && take(draft.offered)} onDrop={draft.drop} />
      )}
      {rule.shape === "list" ? (
        <BlockList block={rule.block} label={t(`settings.rules.item.${rule.key}`)} values={mappingsOf(value)} onChange={setValue} />
      ) : (
        <SchemaFields block={rule.block} without={rule.without} value={isMapping(value) ? value : {}} onChange={setValue} />
      )}
    </Panel>
  );
}
