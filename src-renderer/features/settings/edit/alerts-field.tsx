// Who is told, after how many failures, and how often again.

import { Plus, X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Switch } from "../../../components/switch.tsx";
import { useProviders } from "../channels/use-providers.ts";
import { textOf, withKey } from "../config/plain.ts";
import { ChoiceField } from "../fields/choice-field.tsx";
import { LabelledGroup, TextField } from "../fields/text-field.tsx";
import { readScalar, wrongWith } from "../fields/scalar.ts";
import styles from "./alerts-field.module.css";

const INTEGER = { type: "integer" } as const;
const DURATION = { type: "duration", longUnits: false } as const;

export function AlertsField(props: {
  readonly alerts: readonly PlainMapping[] | undefined;
  readonly onChange: (alerts: readonly PlainMapping[] | undefined) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { alerts = [], onChange } = props;
  const { choices } = useProviders();
  const replace = (index: number, alert: PlainMapping): void => onChange(alerts.map((other, at) => (at === index ? alert : other)));
  return (
    <LabelledGroup label={t("settings.edit.alerts")}>
      {props.alerts === undefined && <p className={styles.note}>{t("settings.edit.alertsDefault")}</p>}
      {props.alerts !== undefined && alerts.length === 0 && <p className={styles.note}>{t("settings.edit.alertsNobody")}</p>}
      {alerts.map((alert, index) => (
        <AlertCard
          key={`${index}`}
          alert={alert}
          choices={choices}
          onChange={(next) => replace(index, next)}
          onRemove={() => onChange(alerts.filter((_other, at) => at !== index))}
        />
      ))}
      <div className={styles.actions}>
        <Button size="small" icon={Plus} onClick={() => onChange([...alerts, { type: firstFree(choices, alerts) }])}>
          {t("settings.edit.addAlert")}
        </Button>
        {props.alerts !== undefined && alerts.length === 0 && (
          <Button size="small" variant="quiet" onClick={() => onChange(undefined)}>
            {t("settings.edit.alertsReset")}
          </Button>
        )}
      </div>
    </LabelledGroup>
  );
}

type Choices = ReadonlyArray<{ readonly value: string; readonly label: string }>;

function firstFree(choices: Choices, alerts: readonly PlainMapping[]): string {
  const taken = new Set(alerts.map((alert) => textOf(alert["type"])));
  return (choices.find(({ value }) => !taken.has(value)) ?? choices[0])?.value ?? "desktop";
}

function AlertCard(props: {
  readonly alert: PlainMapping;
  readonly choices: Choices;
  readonly onChange: (alert: PlainMapping) => void;
  readonly onRemove: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const { alert, choices, onChange } = props;
  const type = textOf(alert["type"]);
  const options = choices.some(({ value }) => value === type) ? choices : [{ value: type, label: type }, ...choices];
  const set = (key: string, value: PlainValue | undefined): void => onChange(withKey(alert, key, value));
  const name = options.find(({ value }) => value === type)?.label ?? type;
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h3 id={id} className="visually-hidden">
        {name}
      </h3>
      <div className={styles.line}>
        <ChoiceField label={t("settings.edit.channel")} value={type} options={options} onChange={(next) => set("type", next)} />
        <CountField name="failure-threshold" fallback="3" alert={alert} onChange={set} />
        <CountField name="success-threshold" fallback="2" alert={alert} onChange={set} />
        <ReminderField alert={alert} onChange={set} />
        <Button variant="quiet" icon={X} aria-label={t("settings.edit.removeAlert", { name })} onClick={props.onRemove} />
      </div>
      <div className={styles.switches}>
        <Switch
          label={t("settings.edit.sendOnResolved")}
          isOn={alert["send-on-resolved"] === undefined ? type === "desktop" : alert["send-on-resolved"] === true}
          onChange={(isOn) => set("send-on-resolved", isOn)}
        />
        <Switch
          label={t("settings.edit.onDegraded")}
          isOn={alert["on"] === "degraded"}
          onChange={(isOn) => set("on", isOn ? "degraded" : undefined)}
        />
      </div>
      <TextField
        label={t("settings.edit.description")}
        value={textOf(alert["description"])}
        placeholder={t("settings.edit.descriptionHint")}
        onChange={(text) => set("description", text === "" ? undefined : text)}
      />
    </section>
  );
}

interface AlertFieldProps {
  readonly alert: PlainMapping;
  readonly onChange: (key: string, value: PlainValue | undefined) => void;
}

function CountField(
  props: AlertFieldProps & { readonly name: "failure-threshold" | "success-threshold"; readonly fallback: string },
): ReactNode {
  const { t } = useTranslation();
  const text = textOf(props.alert[props.name]);
  const wrong = wrongWith(INTEGER, text);
  return (
    <TextField
      label={t(`settings.edit.${props.name}`)}
      value={text}
      placeholder={props.fallback}
      error={wrong === null ? null : t(`settings.form.wrong.${wrong}`)}
      onChange={(next) => props.onChange(props.name, readScalar(INTEGER, next))}
    />
  );
}

function ReminderField(props: AlertFieldProps): ReactNode {
  const { t } = useTranslation();
  const text = textOf(props.alert["minimum-reminder-interval"]);
  const wrong = wrongWith(DURATION, text);
  return (
    <TextField
      label={t("settings.edit.reminders")}
      value={text}
      placeholder={t("settings.edit.never")}
      error={wrong === null ? null : t(`settings.form.wrong.${wrong}`)}
      onChange={(next) => props.onChange("minimum-reminder-interval", next === "" ? undefined : next)}
    />
  );
}
