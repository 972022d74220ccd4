// Names with texts, such as request headers: a line for each, an empty one to add the next.

import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { textOf } from "../config/plain.ts";
import { LabelledGroup, TextField } from "./text-field.tsx";
import styles from "./pairs-field.module.css";

interface Pair {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

/** `onChange` gets undefined when no line is left. Lines without a name, and all but the last of one name, are kept but not told. */
export function PairsField(props: {
  readonly label: string;
  readonly nameLabel: string;
  readonly value: PlainMapping;
  readonly onChange: (value: PlainMapping | undefined) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [pairs, setPairs] = useState<readonly Pair[]>(() =>
    Object.entries(props.value).map(([name, value], id) => ({ id, name, text: textOf(value) })),
  );
  const nextId = pairs.reduce((highest, { id }) => Math.max(highest, id), -1) + 1;
  const change = (next: readonly Pair[]): void => {
    setPairs(next);
    const entries = next.filter(({ name }) => name.trim() !== "").map(({ name, text }) => [name.trim(), text] as const);
    props.onChange(entries.length === 0 ? undefined : Object.fromEntries(entries));
  };
  const lines = [...pairs, { id: nextId, name: "", text: "" }];
  const edit = (pair: Pair): void =>
    change(pair.id === nextId ? [...pairs, pair] : pairs.map((other) => (other.id === pair.id ? pair : other)));
  return (
    <LabelledGroup label={props.label}>
      {lines.map((pair) => (
        <div key={pair.id} className={styles.pair}>
          <TextField
            label={props.nameLabel}
            isLabelHidden
            isMono
            placeholder={props.nameLabel}
            value={pair.name}
            onChange={(name) => edit({ ...pair, name })}
          />
          <TextField
            label={t("settings.form.pairValue", { name: pair.name })}
            isLabelHidden
            isMono
            placeholder={t("settings.form.pairText")}
            value={pair.text}
            onChange={(text) => edit({ ...pair, text })}
          />
          {pair.id === nextId ? (
            <span className={styles.gap} />
          ) : (
            <Button
              variant="quiet"
              icon={X}
              aria-label={t("settings.form.removeToken", { name: pair.name })}
              onClick={() => change(pairs.filter(({ id }) => id !== pair.id))}
            />
          )}
        </div>
      ))}
    </LabelledGroup>
  );
}
