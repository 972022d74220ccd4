// One of a few: a row of choices that looks like one control and is a radio group.

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./segmented.module.css";

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
}

/** With an `icon` the label is only spoken (and shown as a tip). */
export function Segmented<T extends string>(props: {
  readonly label: string;
  readonly value: T | null;
  readonly options: ReadonlyArray<SegmentedOption<T>>;
  readonly onChange: (value: T) => void;
}): ReactNode {
  return (
    <ToggleGroup.Root
      type="single"
      className={styles.group}
      aria-label={props.label}
      value={props.value ?? ""}
      onValueChange={(value) => {
        const chosen = props.options.find((option) => option.value === value);
        if (chosen !== undefined) props.onChange(chosen.value);
      }}
    >
      {props.options.map(({ value, label, icon }) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          className={styles.item}
          {...(icon === undefined ? {} : { "aria-label": label, title: label })}
        >
          {icon ?? label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
