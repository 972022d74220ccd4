// A form for any block of the configuration, made from the same description that the loader checks with.
// What a form cannot say (free values) is left to the YAML view.

import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { BlockSchema, Field, ListSchema, ValueSchema } from "../../../../shared/config-schema/schema.ts";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Switch } from "../../../components/switch.tsx";
import { isMapping, mappingsOf, textOf, textsOf, withKey } from "../config/plain.ts";
import { ChoiceField } from "./choice-field.tsx";
import { PairsField } from "./pairs-field.tsx";
import { readScalar, showDefault, wrongWith } from "./scalar.ts";
import styles from "./schema-fields.module.css";
import { SecretField } from "./secret-field.tsx";
import { TextField } from "./text-field.tsx";
import { TokenField } from "./token-field.tsx";
import { useKeyLabel } from "./use-key-label.ts";

type Change<T> = (value: T | undefined) => void;

/** The fields of a block, those in `without` left out. An empty block becomes undefined. */
export function SchemaFields(props: {
  readonly block: BlockSchema;
  readonly value: PlainMapping;
  readonly onChange: Change<PlainMapping>;
  readonly without?: readonly string[];
}): ReactNode {
  const { block, value, onChange, without = [] } = props;
  const set = (key: string, next: PlainValue | undefined): void => {
    const changed = withKey(value, key, next);
    onChange(Object.keys(changed).length === 0 ? undefined : changed);
  };
  return (
    <div className={styles.fields}>
      {Object.entries(block.fields)
        .filter(([key, { schema }]) => !without.includes(key) && schema.type !== "free")
        .map(([key, field]) => (
          <SchemaField key={key} name={key} field={field} value={value[key]} onChange={(next) => set(key, next)} />
        ))}
    </div>
  );
}

interface SchemaFieldProps {
  readonly name: string;
  readonly field: Field;
  readonly value: PlainValue | undefined;
  readonly onChange: Change<PlainValue>;
}

function SchemaField(props: SchemaFieldProps): ReactNode {
  const { field, value, onChange } = props;
  const { t } = useTranslation();
  const label = useKeyLabel()(props.name);
  switch (field.schema.type) {
    case "flag":
      // Where the default is decided elsewhere, not saying anything is a third answer.
      if (field.default === undefined) return <SchemaFlag {...props} label={label} />;
      return (
        <div className={styles.wide}>
          <Switch
            label={label}
            isOn={value === undefined ? field.default === true : value === true || value === "true"}
            onChange={(isOn) => onChange(isOn === (field.default === true) ? undefined : isOn)}
          />
        </div>
      );
    case "choice":
      return <SchemaChoice {...props} options={field.schema.options} label={label} />;
    case "list":
      return <SchemaList {...props} schema={field.schema} label={label} />;
    case "record":
      return (
        <div className={styles.wide}>
          <PairsField
            label={label}
            nameLabel={field.schema.keyHelp === "Header name" ? t("settings.form.headerName") : t("settings.form.pairName")}
            value={isMapping(value) ? value : {}}
            onChange={onChange}
          />
        </div>
      );
    case "block":
      return (
        <fieldset className={styles.block}>
          <legend>{label}</legend>
          <SchemaFields block={field.schema} value={isMapping(value) ? value : {}} onChange={onChange} />
        </fieldset>
      );
    default:
      return <SchemaScalar {...props} schema={field.schema} label={label} />;
  }
}

function SchemaFlag(props: SchemaFieldProps & { readonly label: string }): ReactNode {
  const { t } = useTranslation();
  const { value } = props;
  return (
    <ChoiceField
      label={props.label}
      value={value === true ? "yes" : value === false ? "no" : ""}
      options={[
        { value: "", label: t("settings.form.notSet") },
        { value: "yes", label: t("settings.form.yes") },
        { value: "no", label: t("settings.form.no") },
      ]}
      onChange={(next) => props.onChange(next === "" ? undefined : next === "yes")}
    />
  );
}

function SchemaScalar(props: SchemaFieldProps & { readonly schema: ValueSchema; readonly label: string }): ReactNode {
  const { t } = useTranslation();
  const { field, schema, value, onChange, label } = props;
  if (field.secret) return <SecretField label={label} value={textOf(value)} onChange={onChange} />;
  const text = textOf(value);
  const wrong = wrongWith(schema, text);
  const isLong = props.name === "body" || props.name === "notes" || text.includes("\n");
  return (
    <div className={isLong ? styles.wide : undefined}>
      <TextField
        label={label}
        value={text}
        lines={isLong ? 4 : 1}
        isMono={schema.type !== "text"}
        placeholder={showDefault(field)}
        error={wrong === null ? null : t(`settings.form.wrong.${wrong}`)}
        onChange={(next) => onChange(readScalar(schema, next))}
      />
    </div>
  );
}

function SchemaChoice(props: SchemaFieldProps & { readonly options: readonly string[]; readonly label: string }): ReactNode {
  const { t } = useTranslation();
  const fallback = typeof props.field.default === "string" ? props.field.default : "";
  const options = [
    { value: "", label: fallback === "" ? t("settings.form.notSet") : t("settings.form.default", { value: fallback }) },
    ...props.options.filter((option) => option !== fallback).map((option) => ({ value: option, label: option })),
  ];
  const value = textOf(props.value);
  return (
    <ChoiceField
      label={props.label}
      value={value === fallback ? "" : value}
      options={options}
      onChange={(next) => props.onChange(next === "" ? undefined : next)}
    />
  );
}

function SchemaList(props: SchemaFieldProps & { readonly schema: ListSchema; readonly label: string }): ReactNode {
  const { schema, value, onChange, label } = props;
  const { items } = schema;
  if (items.type === "block")
    return <BlockList block={items} label={label} values={mappingsOf(value)} onChange={(next) => onChange(next)} />;
  const read = (text: string): PlainValue => readScalar(items, text) ?? text;
  return (
    <TokenField
      label={label}
      values={textsOf(value)}
      placeholder={showDefault(props.field)}
      onChange={(texts) => onChange(texts.length === 0 ? undefined : texts.map(read))}
    />
  );
}

/** Several blocks of one kind, each a fieldset of its own. */
export function BlockList(props: {
  readonly block: BlockSchema;
  readonly label: string;
  readonly values: readonly PlainMapping[];
  readonly onChange: Change<readonly PlainMapping[]>;
}): ReactNode {
  const { t } = useTranslation();
  const { block, label, values, onChange } = props;
  const replace = (index: number, next: PlainMapping): void => onChange(values.map((value, at) => (at === index ? next : value)));
  const remove = (index: number): void => {
    const rest = values.filter((_value, at) => at !== index);
    onChange(rest.length === 0 ? undefined : rest);
  };
  return (
    <div className={styles.list}>
      {values.map((value, index) => (
        <fieldset key={index} className={styles.block}>
          <legend>{t("settings.form.item", { name: label, number: index + 1 })}</legend>
          <SchemaFields block={block} value={value} onChange={(next) => replace(index, next ?? {})} />
          <Button size="small" variant="quiet" icon={Trash2} className={styles.remove} onClick={() => remove(index)}>
            {t("settings.form.remove")}
          </Button>
        </fieldset>
      ))}
      <div>
        <Button size="small" icon={Plus} onClick={() => onChange([...values, {}])}>
          {t("settings.form.add", { name: label.toLocaleLowerCase() })}
        </Button>
      </div>
    </div>
  );
}
