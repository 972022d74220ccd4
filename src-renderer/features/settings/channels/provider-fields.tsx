// A channel's keys as fields, from the description that the channel gives of itself.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { clientBlock } from "../../../../shared/config-schema/client.ts";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { PlainMapping, PlainSecret } from "../../../../shared/model/settings.ts";
import type { ProviderForm, ProviderKey } from "../../../../shared/model/settings-monitor.ts";
import { assertNever } from "../../../../shared/assert-never.ts";
import { Switch } from "../../../components/switch.tsx";
import { isMapping, textOf, textsOf, withKey } from "../config/plain.ts";
import { ChoiceField } from "../fields/choice-field.tsx";
import { PairsField } from "../fields/pairs-field.tsx";
import { readScalar, wrongWith } from "../fields/scalar.ts";
import { SchemaFields } from "../fields/schema-fields.tsx";
import { SecretField } from "../fields/secret-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { TokenField } from "../fields/token-field.tsx";
import { usePhrase } from "../fields/use-phrase.ts";
import styles from "./provider-fields.module.css";

interface ProviderFieldsProps {
  readonly provider: ProviderForm;
  readonly value: PlainMapping;
  readonly onChange: (value: PlainMapping) => void;
  readonly plainSecrets?: readonly PlainSecret[];
  readonly onKeep?: (key: string) => void;
  /** In an override nothing has to be there: it only changes what differs. */
  readonly isOverride?: boolean;
}

/** Needed keys first, the client's options last and folded away. */
export function ProviderFields(props: ProviderFieldsProps): ReactNode {
  const { t } = useTranslation();
  const { provider, value, onChange, plainSecrets = [], onKeep, isOverride = false } = props;
  const plain = provider.keys.filter(({ kind }) => kind !== "client");
  const ordered = [...plain.filter(({ required }) => required), ...plain.filter(({ required }) => !required)];
  const client = provider.keys.filter(({ kind }) => kind === "client");
  const isPlain = (key: string): boolean => plainSecrets.some(({ path }) => path.length === 1 && path[0] === key);
  const field = (key: ProviderKey): ReactNode => (
    <KeyField
      key={key.key}
      description={isOverride ? { ...key, required: false } : key}
      value={value[key.key]}
      onChange={(next) => onChange(withKey(value, key.key, next))}
      onKeep={onKeep !== undefined && isPlain(key.key) ? () => onKeep(key.key) : undefined}
    />
  );
  return (
    <div className={styles.fields}>
      {ordered.map(field)}
      {client.length > 0 && !isOverride && (
        <details>
          <summary className={styles.summary}>{t("settings.channels.connection")}</summary>
          {client.map(field)}
        </details>
      )}
    </div>
  );
}

function KeyField(props: {
  readonly description: ProviderKey;
  readonly value: PlainValue | undefined;
  readonly onChange: (value: PlainValue | undefined) => void;
  readonly onKeep: (() => void) | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const { description, value, onChange } = props;
  const { key, title, kind, required, choices } = description;
  const phrase = usePhrase();
  const label = required ? t("settings.form.required", { name: phrase(title) }) : phrase(title);
  const hint = description.description === "" ? undefined : phrase(description.description);
  if (description.secret)
    return <SecretField label={label} value={textOf(value)} isRequired={required} onChange={onChange} onKeep={props.onKeep} />;
  if (choices !== null)
    return <KeyChoice label={label} description={description} choices={choices} value={textOf(value)} onChange={onChange} />;
  switch (kind) {
    case "boolean":
      return (
        <Switch
          label={label}
          isOn={value === undefined ? description.fallback === true : value === true}
          onChange={(isOn) => onChange(isOn === (description.fallback === true) ? undefined : isOn)}
        />
      );
    case "list":
      return (
        <TokenField
          label={label}
          hint={hint}
          placeholder={description.placeholder}
          values={textsOf(value)}
          onChange={(texts) => onChange(texts.length === 0 ? undefined : texts)}
        />
      );
    case "map":
      return <PairsField label={label} nameLabel={t("settings.form.pairName")} value={isMapping(value) ? value : {}} onChange={onChange} />;
    case "client":
      return <SchemaFields block={clientBlock} value={isMapping(value) ? value : {}} onChange={onChange} />;
    case "integer":
    case "text":
      return <KeyText label={label} hint={hint} description={description} value={value} onChange={onChange} isLong={key === "body"} />;
    default:
      return assertNever(kind, "kind");
  }
}

function KeyChoice(props: {
  readonly label: string;
  readonly description: ProviderKey;
  readonly choices: readonly string[];
  readonly value: string;
  readonly onChange: (value: PlainValue | undefined) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { fallback } = props.description;
  const options = [
    { value: "", label: fallback === null ? t("settings.form.notSet") : t("settings.form.default", { value: String(fallback) }) },
    ...props.choices.map((choice) => ({ value: choice, label: choice })),
  ];
  return (
    <ChoiceField
      label={props.label}
      value={props.value}
      options={options}
      onChange={(next) => props.onChange(next === "" ? undefined : next)}
    />
  );
}

function KeyText(props: {
  readonly label: string;
  readonly hint: string | undefined;
  readonly description: ProviderKey;
  readonly value: PlainValue | undefined;
  readonly onChange: (value: PlainValue | undefined) => void;
  readonly isLong: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { description, value } = props;
  const schema = { type: description.kind === "integer" ? ("integer" as const) : ("text" as const) };
  const text = textOf(value);
  const wrong = wrongWith(schema, text);
  const placeholder =
    description.placeholder === "" && description.fallback !== null ? String(description.fallback) : description.placeholder;
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      value={text}
      placeholder={placeholder}
      lines={props.isLong ? 4 : 1}
      isMono={props.isLong}
      isRequired={description.required}
      error={wrong === null ? null : t(`settings.form.wrong.${wrong}`)}
      onChange={(next) => props.onChange(readScalar(schema, next))}
    />
  );
}
