// A thin typed door to the session bus, for tests that read what the desktop would.

import * as dbus from "@jellybrick/dbus-next";
import type { Message, MessageBus } from "@jellybrick/dbus-next";

/** Where a method lives. */
export interface BusTarget {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

const CALL_WITHIN_MS = 5_000;

export interface SessionBus {
  readonly bus: MessageBus;
  /** Calls a method; rejects when nobody answers in time. */
  call(target: BusTarget, member: string, signature: string, body: readonly unknown[]): Promise<readonly unknown[]>;
  property(target: BusTarget, name: string): Promise<unknown>;
  close(): void;
}

/** Connects to the bus that `DBUS_SESSION_BUS_ADDRESS` names. */
export function openSessionBus(): SessionBus {
  const bus = dbus.sessionBus();
  const call = async (target: BusTarget, member: string, signature: string, body: readonly unknown[]): Promise<readonly unknown[]> => {
    const message = new dbus.Message({ ...target, member, signature, body: [...body] });
    const reply = await within(bus.call(message), `${target.interface}.${member}`);
    return reply?.body ?? [];
  };
  return {
    bus,
    call,
    property: async (target, name) => {
      const properties = { ...target, interface: "org.freedesktop.DBus.Properties" };
      const [value] = await call(properties, "Get", "ss", [target.interface, name]);
      return unwrap(value);
    },
    close: () => bus.disconnect(),
  };
}

/** The plain value inside D-Bus variants, at any depth. */
export function unwrap(value: unknown): unknown {
  if (value instanceof dbus.Variant) return unwrap((value as { readonly value: unknown }).value);
  if (Array.isArray(value)) return value.map(unwrap);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unwrap(member)]));
  }
  return value;
}

/** Answers a method call. */
export function replyTo(bus: MessageBus, message: Message, signature: string, body: readonly unknown[]): void {
  bus.send(dbus.Message.newMethodReturn(message, signature, [...body]));
}

/** Emits a signal. */
export function emitSignal(
  bus: MessageBus,
  path: string,
  iface: string,
  member: string,
  signature: string,
  body: readonly unknown[],
): void {
  bus.send(dbus.Message.newSignal(path, iface, member, signature, [...body]));
}

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nobody answered ${what}`)), CALL_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A number as D-Bus wants it inside a variant. */
export function variantOf(value: number): unknown {
  return new dbus.Variant("i", value);
}
