import { Switch as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import styles from "./switch.module.css";

/** On or off, with its label. */
export function Switch(props: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }): ReactNode {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {props.label}
      </label>
      <Primitive.Root id={id} className={styles.track} checked={props.isOn} onCheckedChange={props.onChange}>
        <Primitive.Thumb className={styles.thumb} />
      </Primitive.Root>
    </div>
  );
}
