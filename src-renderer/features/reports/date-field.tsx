import { type ReactNode, useId } from "react";
import type { EpochMs } from "../../../shared/units.ts";
import styles from "./date-field.module.css";

/** A day, as the system's own date field. `value` is any moment of the day, `onChange` gets its first. */
export function DateField(props: {
  readonly label: string;
  readonly value: EpochMs;
  readonly onChange: (dayMs: EpochMs) => void;
}): ReactNode {
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type="date"
        className={styles.input}
        value={writeDay(props.value)}
        onChange={(event) => {
          const [year, month, day] = event.target.value.split("-").map(Number);
          if (year === undefined || month === undefined || day === undefined) return;
          props.onChange(new Date(year, month - 1, day).getTime());
        }}
      />
    </span>
  );
}

/** The day of a moment in local time, as the field wants it. */
function writeDay(at: EpochMs): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
