// Native notifications. A notification with the same tag takes the place of the former one; references are kept while shown.

import { Notification } from "electron";
import type { NativeNotification, NotificationOutcome, NotificationWords, Notifier } from "../ports/alerting.ts";
import type { NavigationTarget } from "../../shared/ipc/schemas.ts";
import type { NotificationText } from "./notification-words.ts";
import { textOf } from "./notification-words.ts";

/** How long to wait for the system's word before a notification counts as shown. */
const SHOWN_WITHIN_MS = 2_000;

export interface NotifierPorts {
  readonly platform: NodeJS.Platform;
  readonly iconFile: string;
  readonly isEnabled: () => boolean;
  readonly isSoundEnabled: () => boolean;
  /** Title and body in the user's language. */
  readonly say: (words: NotificationWords) => NotificationText;
  readonly labels: () => Readonly<Record<NativeNotification["actions"][number], string>>;
  readonly onOpen: (target: NavigationTarget) => void;
  readonly onAction: (action: "acknowledge" | "snooze", notification: NativeNotification) => void;
}

export interface DesktopNotifier extends Notifier {
  dispose(): void;
}

export function createNotifier(ports: NotifierPorts): DesktopNotifier {
  const shown = new Map<string, Notification>();
  const isSupported = Notification.isSupported();
  const hasActions = ports.platform === "darwin";
  return {
    capabilities: { supported: isSupported, actions: hasActions, replaces: true },
    async show(wanted) {
      if (!ports.isEnabled()) return { kind: "not_sent", reason: "native notifications are turned off in the preferences" };
      if (!isSupported) return { kind: "not_sent", reason: "this desktop shows no notifications" };
      const { title, body } = textOf(wanted, ports.say);
      shown.get(wanted.tag)?.close();
      const notification = new Notification({
        title,
        body,
        silent: wanted.silent || !ports.isSoundEnabled(),
        urgency: wanted.urgency,
        icon: ports.iconFile,
        actions: hasActions
          ? wanted.actions
              .filter((action) => action !== "open")
              .map((action) => ({ type: "button" as const, text: ports.labels()[action] }))
          : [],
      });
      shown.set(wanted.tag, notification);
      notification.on("click", () =>
        ports.onOpen(wanted.endpointKey === null ? { to: "dashboard" } : { to: "endpoint", key: wanted.endpointKey }),
      );
      notification.on("action", (_event, index) => {
        const action = wanted.actions.filter((candidate) => candidate !== "open")[index];
        if (action !== undefined) ports.onAction(action, wanted);
      });
      notification.on("close", () => {
        if (shown.get(wanted.tag) === notification) shown.delete(wanted.tag);
      });
      return await present(notification);
    },
    dispose() {
      for (const notification of shown.values()) notification.close();
      shown.clear();
    },
  };
}

/** Shows it and waits for the system's word, for a bounded time. */
function present(notification: Notification): Promise<NotificationOutcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: "shown" }), SHOWN_WITHIN_MS);
    notification.once("show", () => {
      clearTimeout(timer);
      resolve({ kind: "shown" });
    });
    notification.once("failed", (_event, message) => {
      clearTimeout(timer);
      resolve({ kind: "error", message });
    });
    notification.show();
  });
}
