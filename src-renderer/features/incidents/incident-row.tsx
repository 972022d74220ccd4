// One incident: a line that opens to its endpoints, messages and notes.

import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointEvent, OutageSpan } from "../../../shared/model/history.ts";
import { hrefOf } from "../../app/router.ts";
import { cx } from "../../components/cx.ts";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useEndpoint, useNow } from "../../hooks/use-store.ts";
import type { Incident } from "./group-incidents.ts";
import styles from "./incident-row.module.css";

const SHOWN_OUTAGES = 50;

export function IncidentRow({ incident }: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  const [first] = incident.outages;
  const name = useName(first?.key ?? "");
  const isOngoing = incident.endMs === null;
  const duration = format.duration((incident.endMs ?? now) - incident.startMs);
  const others = incident.outages.length - 1;
  const title = others === 0 ? name : t("pages.incidents.many", { name, count: others });
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <li className={cx(styles.incident, isOngoing && styles.ongoing)}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        aria-label={t("pages.incidents.details", { name: title, time: format.moment(incident.startMs) })}
        onClick={() => setOpen(!isOpen)}
      >
        <Arrow size={14} aria-hidden />
        <StatusShape state={isOngoing ? "failing" : "healthy"} isDecorative />
        <span className={styles.what}>
          <bdi className={styles.name}>{title}</bdi>
          <bdi className={styles.cause}>{shorten(first?.cause ?? "", 160)}</bdi>
        </span>
        <span className={styles.told}>{tellNames(incident.told)}</span>
        <span className={styles.duration}>
          {isOngoing ? t("pages.incidents.lasting", { duration }) : t("pages.incidents.lasted", { duration })}
        </span>
        <span className={styles.when}>{format.shortMoment(incident.startMs, now)}</span>
      </button>
      {isOpen && <Details incident={incident} />}
    </li>
  );
}

function useName(key: EndpointKey): string {
  return shorten(useEndpoint(key)?.name ?? key, 80);
}

/** The channels that were used, each once. The text of an alert's event begins with its channel. */
function tellNames(told: readonly EndpointEvent[]): string {
  return [...new Set(told.map((event) => shorten(event.text.split(/[:,·]/u)[0]?.trim() ?? "", 30)))]
    .filter((name) => name !== "")
    .join(", ");
}

function Details({ incident }: { readonly incident: Incident }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.details}>
      <section>
        <h2 className={styles.subtitle}>{t("pages.incidents.affected")}</h2>
        <ul>
          {incident.outages.slice(0, SHOWN_OUTAGES).map((outage) => (
            <Outage key={`${outage.key} ${outage.startMs}`} outage={outage} />
          ))}
        </ul>
      </section>
      <section>
        <h2 className={styles.subtitle}>{t("pages.incidents.told")}</h2>
        {incident.told.length === 0 && <p className={styles.quiet}>{t("pages.incidents.toldNobody")}</p>}
        <EventLines events={incident.told} isKindShown isNameShown={incident.outages.length > 1} />
        <h2 className={styles.subtitle}>{t("pages.incidents.notes")}</h2>
        {incident.notes.length === 0 && <p className={styles.quiet}>{t("pages.incidents.noNotes")}</p>}
        <EventLines events={incident.notes} isKindShown={false} isNameShown={incident.outages.length > 1} />
      </section>
    </div>
  );
}

function Outage({ outage }: { readonly outage: OutageSpan }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const name = useName(outage.key);
  const from = format.shortMoment(outage.startMs, now);
  return (
    <li className={styles.outage}>
      <StatusShape state={outage.endMs === null ? "failing" : "healthy"} size={10} />
      <span>
        <a className={styles.link} href={hrefOf({ to: "endpoint", key: outage.key })}>
          <bdi>{name}</bdi>
        </a>{" "}
        <span className={styles.quiet}>
          {outage.endMs === null
            ? `${t("pages.incidents.fromOpen", { from })}, ${t("pages.incidents.stillFailing")}`
            : `${t("pages.incidents.from", { from, to: format.shortMoment(outage.endMs, now) })}, ${t("pages.incidents.recovered", { duration: format.duration(outage.endMs - outage.startMs) })}`}
        </span>
        <br />
        <bdi className={styles.cause}>{shorten(outage.cause, 240)}</bdi>
      </span>
    </li>
  );
}

function EventLines(props: {
  readonly events: readonly EndpointEvent[];
  readonly isKindShown: boolean;
  /** Where several endpoints fell together, each message says whose it is. */
  readonly isNameShown: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <ul>
      {props.events.map((event) => (
        <li key={event.id} className={styles.event}>
          <span>
            {props.isNameShown && <EventName endpointKey={event.key} />}
            {props.isKindShown && <span className={styles.quiet}>{t(`endpoint.events.kind.${event.kind}`)} · </span>}
            <bdi>{shorten(event.text, 300)}</bdi>
          </span>
          <span className={styles.quiet}>{format.shortMoment(event.atEpochMs, now)}</span>
        </li>
      ))}
    </ul>
  );
}

function EventName({ endpointKey }: { readonly endpointKey: EndpointKey }): ReactNode {
  return (
    <>
      <bdi className={styles.whose}>{useName(endpointKey)}</bdi>{" "}
    </>
  );
}
