// What differs for one group: another room, another token.

import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import type { ProviderForm } from "../../../../shared/model/settings-monitor.ts";
import { Button } from "../../../components/button.tsx";
import { useConfig } from "../config/config-context.tsx";
import { textOf, withKey } from "../config/plain.ts";
import { TextField } from "../fields/text-field.tsx";
import styles from "./overrides-field.module.css";
import { ProviderFields } from "./provider-fields.tsx";

/** `onChange` gets undefined when none is left. */
export function OverridesField(props: {
  readonly provider: ProviderForm;
  readonly values: readonly PlainMapping[];
  readonly onChange: (values: readonly PlainMapping[] | undefined) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { overview } = useConfig();
  const { provider, values, onChange } = props;
  const groups = useMemo(
    () => [...new Set((overview?.entries ?? []).map(({ ref }) => ref.group).filter((group) => group !== ""))],
    [overview],
  );
  const replace = (index: number, next: PlainMapping): void => onChange(values.map((value, at) => (at === index ? next : value)));
  const remove = (index: number): void => {
    const rest = values.filter((_value, at) => at !== index);
    onChange(rest.length === 0 ? undefined : rest);
  };
  return (
    <div className={styles.list}>
      {values.map((value, index) => (
        <fieldset key={`${index}`} className={styles.override}>
          <legend>{textOf(value["group"]) === "" ? t("settings.channels.newOverride") : textOf(value["group"])}</legend>
          <TextField
            label={t("settings.edit.group")}
            value={textOf(value["group"])}
            suggestions={groups}
            onChange={(group) => replace(index, withKey(value, "group", group === "" ? undefined : group))}
          />
          <ProviderFields provider={provider} isOverride value={value} onChange={(next) => replace(index, next)} />
          <div>
            <Button size="small" variant="quiet" icon={Trash2} onClick={() => remove(index)}>
              {t("settings.form.remove")}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button size="small" icon={Plus} onClick={() => onChange([...values, {}])}>
          {t("settings.channels.addOverride")}
        </Button>
      </div>
    </div>
  );
}
