import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import styles from "./button.module.css";
import { cx } from "./cx.ts";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: "primary" | "plain" | "quiet";
  readonly size?: "normal" | "small";
  readonly icon?: LucideIcon;
}

/** A button; with an icon alone it needs an `aria-label`. */
export function Button({ variant = "plain", size = "normal", icon: Icon, className, children, ...rest }: ButtonProps): ReactNode {
  const isIconOnly = children === undefined;
  return (
    <button
      {...rest}
      type="button"
      className={cx(styles.button, styles[variant], size === "small" && styles.small, isIconOnly && styles.iconOnly, className)}
    >
      {Icon !== undefined && <Icon size={15} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  );
}
