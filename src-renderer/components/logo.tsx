import type { ReactNode } from "react";

/** The app's sign: a watching eye, or a dot in its ring. */
export function Logo(props: { readonly size: number }): ReactNode {
  return (
    <svg width={props.size} height={props.size} viewBox="0 0 20 20" aria-hidden fill="none">
      <circle cx="10" cy="10" r="8.2" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="10" cy="10" r="3.4" fill="var(--accent)" />
    </svg>
  );
}
