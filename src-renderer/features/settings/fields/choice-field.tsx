// One of a few words, with a label above.

import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import styles from "./choice-field.module.css";

export function ChoiceField<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: ReadonlyArray<{ readonly value: T; readonly label: string }>;
  readonly onChange: (value: T) => void;
  readonly isLabelHidden?: boolean;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={props.isLabelHidden === true ? "visually-hidden" : styles.label}>
        {props.label}
      </label>
      <span className={styles.box}>
        <select
          id={id}
          className={styles.select}
          value={props.value}
          onChange={(event) => {
            const chosen = props.options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) props.onChange(chosen.value);
          }}
        >
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <ChevronDown className={styles.arrow} size={14} aria-hidden />
      </span>
    </div>
  );
}
