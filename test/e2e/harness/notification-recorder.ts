// A notification service that shows nothing and remembers everything: exactly what the app sent, and a way to click it.

import type { Message } from "@jellybrick/dbus-next";
import { emitSignal, openSessionBus, replyTo, unwrap } from "./session-bus.ts";

const NAME = "org.freedesktop.Notifications";
const PATH = "/org/freedesktop/Notifications";

export interface RecordedNotification {
  readonly id: number;
  readonly replacesId: number;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
}

export interface NotificationRecorder {
  readonly shown: readonly RecordedNotification[];
  /** Ids that the app took back. */
  readonly closed: readonly number[];
  /** Does what a click does. */
  click(id: number): void;
  close(): Promise<void>;
}

/** Takes the name of the desktop's notification service. */
export async function recordNotifications(): Promise<NotificationRecorder> {
  const { bus, close } = openSessionBus();
  const shown: RecordedNotification[] = [];
  const closed: number[] = [];
  bus.addMethodHandler((message: Message) => {
    if (message.interface !== NAME) return false;
    switch (message.member) {
      case "GetCapabilities":
        replyTo(bus, message, "as", [["body", "actions", "persistence"]]);
        return true;
      case "GetServerInformation":
        replyTo(bus, message, "ssss", ["recorder", "sentray tests", "1.0", "1.2"]);
        return true;
      case "Notify": {
        const [, replacesId, , title, body, actions, hints] = message.body as [
          string,
          number,
          string,
          string,
          string,
          string[],
          Record<string, unknown>,
          number,
        ];
        const id = replacesId === 0 ? shown.length + 1 : replacesId;
        shown.push({ id, replacesId, title, body, actions, hints: unwrap(hints) as Readonly<Record<string, unknown>> });
        replyTo(bus, message, "u", [id]);
        return true;
      }
      case "CloseNotification": {
        const [id] = message.body as [number];
        closed.push(id);
        replyTo(bus, message, "", []);
        emitSignal(bus, PATH, NAME, "NotificationClosed", "uu", [id, 3]);
        return true;
      }
      default:
        return false;
    }
  });
  await bus.requestName(NAME, 0);
  return {
    shown,
    closed,
    click: (id) => emitSignal(bus, PATH, NAME, "ActionInvoked", "us", [id, "default"]),
    close: async () => {
      await bus.releaseName(NAME);
      close();
    },
  };
}
