import { BellOff, BellRing, CirclePlay, type LucideIcon, Pause, Play, StickyNote } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { EventKind } from "../../../shared/model/history.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { DAY } from "../../../shared/units.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { Empty, Panel } from "../../components/panel.tsx";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useRequest } from "../../hooks/use-request.ts";
import { useNow } from "../../hooks/use-store.ts";
import styles from "./events-panel.module.css";

const SHOWN = 40;

/** What happened in the last 30 days, newest first. */
export function EventsPanel(props: {
  readonly endpoint: EndpointSummary;
  readonly revision: string;
  readonly onNote: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { ticker } = useServices();
  const now = useNow();
  const { endpoint, revision } = props;
  const span = useMemo(() => {
    const toMs = revision === "" ? 0 : ticker.now();
    return { fromMs: toMs - 30 * DAY, toMs };
  }, [ticker, revision]);
  const { data, failure } = useRequest("history:get-events", { key: endpoint.key, ...span, limit: SHOWN });
  const events = (data ?? []).toSorted((a, b) => b.atEpochMs - a.atEpochMs);
  return (
    <Panel
      title={t("endpoint.events.title")}
      aside={
        <Button size="small" variant="quiet" icon={StickyNote} onClick={props.onNote}>
          {t("endpoint.actions.note")}
        </Button>
      }
    >
      {failure !== null && <p role="alert">{failure}</p>}
      {data !== null && events.length === 0 && <Empty title={t("endpoint.events.empty")} />}
      <ol className={styles.events}>
        {events.map((event) => (
          <li key={event.id} className={styles.event}>
            <EventSign kind={event.kind} />
            <span className={styles.text}>
              {t(`endpoint.events.kind.${event.kind}`)} {event.text !== "" && <bdi>{shorten(event.text, 300)}</bdi>}
            </span>
            <time className={styles.time} dateTime={new Date(event.atEpochMs).toISOString()} title={format.exactMoment(event.atEpochMs)}>
              {format.shortMoment(event.atEpochMs, now)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const ICONS: Partial<Record<EventKind, LucideIcon>> = {
  started: CirclePlay,
  "alert-triggered": BellRing,
  "alert-reminded": BellRing,
  "alert-resolved": BellRing,
  "alert-failed": BellOff,
  acknowledged: BellOff,
  snoozed: BellOff,
  paused: Pause,
  resumed: Play,
  note: StickyNote,
};

function EventSign({ kind }: { readonly kind: EventKind }): ReactNode {
  if (kind === "healthy" || kind === "degraded" || kind === "failing") return <StatusShape state={kind} size={11} isDecorative />;
  const Icon = ICONS[kind] ?? StickyNote;
  return <Icon size={13} strokeWidth={1.75} aria-hidden />;
}
