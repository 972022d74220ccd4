// The alerts of an endpoint, how they stand, and what was sent.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AlertDelivery, AlertStatus } from "../../../shared/model/alert-status.ts";
import type { EndpointSummary, EndpointState } from "../../../shared/model/status.ts";
import { Empty, Panel } from "../../components/panel.tsx";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useRequest } from "../../hooks/use-request.ts";
import { useNow } from "../../hooks/use-store.ts";
import styles from "./alerts-panel.module.css";

const SHOWN_DELIVERIES = 10;

export function AlertsPanel(props: {
  readonly endpoint: EndpointSummary;
  readonly alerts: readonly AlertStatus[] | null;
  readonly revision: string;
}): ReactNode {
  const { t } = useTranslation();
  const { endpoint, alerts, revision } = props;
  const { data } = useRequest("alert:get-deliveries", { key: endpoint.key }, revision);
  const deliveries = (data ?? []).toSorted((a, b) => b.createdMs - a.createdMs).slice(0, SHOWN_DELIVERIES);
  return (
    <Panel title={t("endpoint.alerts.title")}>
      {alerts !== null && alerts.length === 0 && <Empty title={t("endpoint.alerts.none")} />}
      <ul>
        {(alerts ?? []).map((alert) => (
          <Alert key={alert.alertId} alert={alert} />
        ))}
      </ul>
      {alerts !== null && alerts.length > 0 && (
        <>
          <h3 className={styles.subtitle}>{t("endpoint.alerts.deliveries")}</h3>
          {data !== null && deliveries.length === 0 && <p className={styles.quiet}>{t("endpoint.alerts.noDeliveries")}</p>}
          <ul>
            {deliveries.map((delivery) => (
              <Delivery key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

const SHAPES: Record<AlertStatus["state"], EndpointState> = { idle: "healthy", pending: "degraded", triggered: "failing" };

function Alert({ alert }: { readonly alert: AlertStatus }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <li className={styles.item}>
      <StatusShape state={alert.enabled ? SHAPES[alert.state] : "disabled"} size={11} isDecorative />
      <span className={styles.name}>{alert.provider}</span>
      <span className={styles.quiet}>{[standing(), deliveryText()].filter((part) => part !== "").join(" · ")}</span>
    </li>
  );

  function standing(): string {
    if (!alert.enabled) return t("endpoint.alerts.disabled");
    if (alert.acknowledgedAtMs !== null) return t("endpoint.alerts.acknowledged");
    if (alert.state === "pending") return t("endpoint.alerts.pending", { ...alert.progress });
    if (alert.state === "triggered") return t("endpoint.alerts.triggered", { time: format.shortMoment(alert.triggeredAtMs, now) });
    return t("endpoint.alerts.idle");
  }

  function deliveryText(): string {
    if (alert.delivery === null) return "";
    const { state, atEpochMs, message } = alert.delivery;
    return t(`endpoint.alerts.${state}`, { time: format.shortMoment(atEpochMs, now), message: shorten(message, 200) });
  }
}

const DELIVERY_SHAPES: Record<AlertDelivery["state"], EndpointState> = { delivered: "healthy", waiting: "unknown", failed: "failing" };

function Delivery({ delivery }: { readonly delivery: AlertDelivery }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const last = delivery.attempts.at(-1);
  return (
    <li className={styles.item}>
      <StatusShape state={DELIVERY_SHAPES[delivery.state]} size={10} />
      <span className={styles.name}>
        {t(`endpoint.alerts.kind.${delivery.kind}`)} · {delivery.provider}
      </span>
      <span className={styles.quiet}>
        {format.shortMoment(delivery.createdMs, now)}
        {delivery.attempts.length > 1 && ` · ${t("endpoint.alerts.tries", { count: delivery.attempts.length })}`}
        {last !== undefined && !last.ok && ` · ${t("endpoint.alerts.reply", { status: last.status, reply: shorten(last.reply, 120) })}`}
      </span>
    </li>
  );
}
