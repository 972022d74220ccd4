import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import styles from "./select.module.css";
import { cx } from "./cx.ts";

/** The system's own select. The label is spoken only, unless `isLabelShown`. */
export function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: ReadonlyArray<{ readonly value: T; readonly label: string }>;
  readonly onChange: (value: T) => void;
  readonly isLabelShown?: boolean;
}): ReactNode {
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id} className={cx(props.isLabelShown === true ? styles.label : "visually-hidden")}>
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
    </span>
  );
}
