// The form's own part: what is watched, what it is called, when it counts as healthy, who is told, and everything else folded away.

import { ChevronRight } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { type Control, Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import { Panel } from "../../../components/panel.tsx";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { isMapping } from "../config/plain.ts";
import { TextField } from "../fields/text-field.tsx";
import { wrongWith } from "../fields/scalar.ts";
import { AlertsField } from "./alerts-field.tsx";
import { ConditionsField } from "./conditions-field.tsx";
import { KindFields, MoreFields } from "./kind-fields.tsx";
import styles from "./monitor-form.module.css";
import { type FormShape, kindOfEntry, type MonitorFields } from "./monitor-fields.ts";

const DURATION = { type: "duration", longUnits: false } as const;

export function MonitorForm(props: {
  readonly control: Control<FormShape>;
  /** What the fields mean right now. */
  readonly entry: PlainMapping;
  readonly tryId: string | null;
}): ReactNode {
  const { t } = useTranslation();
  const { control, entry, tryId } = props;
  // Dozens of fields that hardly anybody opens would be drawn with every key.
  const [isOpen, setOpen] = useState(false);
  const kind = kindOfEntry(entry);
  const { data: completions } = useRequest("settings:get-completions", { kind, insideSuite: false, tryId });
  const conditions = { kind, tryId, completions: completions ?? [] };
  return (
    <Panel title={t("settings.edit.what")} className={styles.form}>
      <WordFields control={control} kind={kind} />
      <Controller
        control={control}
        name="rest"
        render={({ field }) => <KindFields kind={kind} value={restOf(field.value)} onChange={field.onChange} />}
      />
      <Controller
        control={control}
        name="conditions"
        render={({ field }) => (
          <ConditionsField
            {...conditions}
            label={t("settings.edit.healthyWhen")}
            placeholder={t("settings.edit.conditionHint")}
            failedAs="failing"
            values={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="degraded"
        render={({ field }) => (
          <ConditionsField
            {...conditions}
            label={t("settings.edit.degradedWhen")}
            placeholder={t("settings.edit.degradedHint")}
            failedAs="degraded"
            values={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="alerts"
        render={({ field }) => <AlertsField alerts={field.value as MonitorFields["alerts"]} onChange={field.onChange} />}
      />
      <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>
          <ChevronRight size={14} aria-hidden />
          {t("settings.edit.more")}
        </summary>
        {isOpen && (
          <Controller
            control={control}
            name="rest"
            render={({ field }) => <MoreFields kind={kind} value={restOf(field.value)} onChange={field.onChange} />}
          />
        )}
      </details>
    </Panel>
  );
}

/** The field's own value: it only ever holds what {@link MonitorFields} says. */
function restOf(value: unknown): PlainMapping {
  return isMapping(value) ? value : {};
}

/** The fields that are one line of text. */
function WordFields({ control, kind }: { readonly control: Control<FormShape>; readonly kind: string }): ReactNode {
  const { t } = useTranslation();
  const { overview } = useConfig();
  const groups = useMemo(
    () => [...new Set((overview?.entries ?? []).map(({ ref }) => ref.group).filter((group) => group !== ""))],
    [overview],
  );
  const required = { validate: (value: string) => value.trim() !== "" || t("settings.form.wrong.empty") };
  const duration = { validate: (value: string) => wrongWith(DURATION, value) === null || t("settings.form.wrong.duration") };
  return (
    <>
      <Controller
        control={control}
        name="url"
        rules={required}
        render={({ field, fieldState }) => (
          <TextField
            label={t("settings.edit.url")}
            isMono
            aside={kind}
            value={field.value}
            error={fieldState.error?.message}
            onChange={field.onChange}
            onBlur={field.onBlur}
          />
        )}
      />
      <div className={styles.pair}>
        <Controller
          control={control}
          name="name"
          rules={required}
          render={({ field, fieldState }) => (
            <TextField
              label={t("settings.edit.name")}
              value={field.value}
              error={fieldState.error?.message}
              onChange={field.onChange}
              onBlur={field.onBlur}
            />
          )}
        />
        <Controller
          control={control}
          name="group"
          render={({ field }) => (
            <TextField label={t("settings.edit.group")} value={field.value} suggestions={groups} onChange={field.onChange} />
          )}
        />
        <Controller
          control={control}
          name="interval"
          rules={duration}
          render={({ field, fieldState }) => (
            <TextField
              label={t("settings.edit.every")}
              placeholder="1m"
              value={field.value}
              error={fieldState.error?.message}
              onChange={field.onChange}
              onBlur={field.onBlur}
            />
          )}
        />
        <Controller
          control={control}
          name="timeout"
          rules={duration}
          render={({ field, fieldState }) => (
            <TextField
              label={t("settings.edit.timeout")}
              placeholder="10s"
              value={field.value}
              error={fieldState.error?.message}
              onChange={field.onChange}
              onBlur={field.onBlur}
            />
          )}
        />
      </div>
    </>
  );
}
