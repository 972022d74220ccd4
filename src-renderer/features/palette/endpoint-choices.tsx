import { Command } from "cmdk";
import type { ReactNode } from "react";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import styles from "./palette.module.css";

/** Endpoints as choices of a palette; nothing when there are none. */
export function EndpointChoices(props: {
  readonly endpoints: readonly EndpointSummary[];
  readonly heading: string;
  readonly onPick: (key: EndpointKey) => void;
}): ReactNode {
  if (props.endpoints.length === 0) return null;
  return (
    <Command.Group heading={props.heading} className={styles.group}>
      {props.endpoints.map((endpoint) => (
        <Command.Item
          key={endpoint.key}
          value={`endpoint:${endpoint.key}`}
          className={styles.item}
          onSelect={() => props.onPick(endpoint.key)}
        >
          <StatusShape state={endpoint.state} size={11} />
          <bdi className={styles.name}>{shorten(endpoint.name, 120)}</bdi>
          <span className={styles.place}>{shorten(endpoint.group === "" ? endpoint.target : endpoint.group, 80)}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
