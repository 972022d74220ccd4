// The choices for pausing and silencing an endpoint, with their moments in time.

import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import { DAY, type DurationMs, type EpochMs, HOUR, MINUTE } from "../../../shared/units.ts";
import { useServices } from "../../app/services.ts";
import type { MenuItem } from "../../components/menu.tsx";
import { type Silence, usePause, useSilence } from "../../hooks/use-monitor-actions.ts";

const MORNING_HOUR = 8;

/** Eight in the morning of the next day, where the user is. */
export function tomorrowMorning(nowMs: EpochMs): EpochMs {
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  return morning.getTime();
}

export function usePauseItems(key: EndpointKey): readonly MenuItem[] {
  const { t } = useTranslation();
  const { ticker } = useServices();
  const pause = usePause();
  const until = (untilMs: EpochMs | null) => void pause({ kind: "endpoint", key }, untilMs);
  return [
    { id: "m30", label: t("endpoint.pause.m30"), run: () => until(ticker.now() + 30 * MINUTE) },
    { id: "h1", label: t("endpoint.pause.h1"), run: () => until(ticker.now() + HOUR) },
    { id: "h8", label: t("endpoint.pause.h8"), run: () => until(ticker.now() + 8 * HOUR) },
    { id: "tomorrow", label: t("endpoint.pause.tomorrow"), run: () => until(tomorrowMorning(ticker.now())) },
    { id: "manual", label: t("endpoint.pause.manual"), run: () => until(null) },
  ];
}

export function useSilenceItems(key: EndpointKey): ReadonlyArray<readonly MenuItem[]> {
  const { t } = useTranslation();
  const { ticker } = useServices();
  const silence = useSilence();
  const scope = { kind: "endpoint", key } as const;
  const snooze = (lengthMs: DurationMs) => () => void silence({ action: "snooze", scope, untilMs: ticker.now() + lengthMs, note: "" });
  const run = (request: Silence) => () => void silence(request);
  return [
    [{ id: "acknowledge", label: t("endpoint.silence.acknowledge"), run: run({ action: "acknowledge", scope, note: "" }) }],
    [
      { id: "h1", label: t("endpoint.silence.h1"), run: snooze(HOUR) },
      { id: "h8", label: t("endpoint.silence.h8"), run: snooze(8 * HOUR) },
      { id: "day", label: t("endpoint.silence.day"), run: snooze(DAY) },
      { id: "mute", label: t("endpoint.silence.mute"), run: run({ action: "mute", scope, note: "" }) },
    ],
    [
      {
        id: "maintenance",
        label: t("endpoint.silence.maintenance"),
        run: () => void silence({ action: "maintenance", scope, untilMs: ticker.now() + HOUR, note: "" }),
      },
    ],
  ];
}
