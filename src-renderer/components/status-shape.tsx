// The shape of each state. Never colour alone: dot, triangle, square with a cross, dashed ring, wrench-like bar, chain, eye.

import type { ReactNode } from "react";
import type { EndpointState } from "../../shared/model/status.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { useText } from "../hooks/use-text.ts";
import styles from "./status-shape.module.css";

/** A state as a shape of `size` pixels. Named for screen readers unless the name stands beside it (`isDecorative`). */
export function StatusShape(props: { readonly state: EndpointState; readonly size?: number; readonly isDecorative?: boolean }): ReactNode {
  const t = useText();
  const { state, size = 12, isDecorative = false } = props;
  const name = isDecorative ? { "aria-hidden": true } : { role: "img", "aria-label": t(`common.state.${state}`) };
  return (
    <svg className={styles.shape} width={size} height={size} viewBox="0 0 12 12" {...name}>
      {drawState(state)}
    </svg>
  );
}

function drawState(state: EndpointState): ReactNode {
  switch (state) {
    case "healthy":
      return <circle cx="6" cy="6" r="5" className={styles.healthy} />;
    case "degraded":
      return <path d="M5.13 1.3a1 1 0 0 1 1.74 0l4.5 8a1 1 0 0 1-.87 1.5h-9a1 1 0 0 1-.87-1.5Z" className={styles.degraded} />;
    case "failing":
      return (
        <>
          <rect x=".75" y=".75" width="10.5" height="10.5" rx="2.6" className={styles.failing} />
          <path d="m3.9 3.9 4.2 4.2m0-4.2L3.9 8.1" className={styles.mark} />
        </>
      );
    case "blocked":
      return (
        <>
          <rect x="1.5" y="1.5" width="9" height="9" rx="2.2" className={styles.failingLine} />
          <path d="M3.6 6h4.8" className={styles.failingLine} />
        </>
      );
    case "maintenance":
      return (
        <>
          <rect x="2.1" y="2.1" width="7.8" height="7.8" rx="1.4" transform="rotate(45 6 6)" className={styles.maintenance} />
          <path d="M6 4v4" className={styles.mark} />
        </>
      );
    case "paused":
      return (
        <>
          <circle cx="6" cy="6" r="5" className={styles.quietLine} />
          <path d="M4.7 4.2v3.6m2.6-3.6v3.6" className={styles.quietLine} />
        </>
      );
    case "disabled":
      return (
        <>
          <circle cx="6" cy="6" r="5" className={styles.quietLine} />
          <path d="m2.7 9.3 6.6-6.6" className={styles.quietLine} />
        </>
      );
    case "not-observed":
      return (
        <>
          <circle cx="6" cy="6" r="5" className={styles.quietDashed} />
          <circle cx="6" cy="6" r="1.4" className={styles.quiet} />
        </>
      );
    case "unknown":
      return <circle cx="6" cy="6" r="5" className={styles.quietDashed} />;
    default:
      return assertNever(state, "state");
  }
}
