// Reads the app's tray icon and menu as a StatusNotifier host would, and clicks its entries.

import { openSessionBus, unwrap, variantOf } from "./session-bus.ts";
import type { BusTarget } from "./session-bus.ts";

const WATCHER: BusTarget = {
  destination: "org.kde.StatusNotifierWatcher",
  path: "/StatusNotifierWatcher",
  interface: "org.kde.StatusNotifierWatcher",
};
const ITEM = "org.kde.StatusNotifierItem";
const MENU = "com.canonical.dbusmenu";

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly children: readonly MenuEntry[];
}

export interface TrayReader {
  /** The ids of registered items. */
  items(): Promise<readonly string[]>;
  tooltip(): Promise<string>;
  /** The pixels of the icon, as a text that differs when they do. */
  icon(): Promise<string>;
  menu(): Promise<readonly MenuEntry[]>;
  /** Clicks the first entry whose label begins so, also in submenus. */
  click(label: string): Promise<void>;
  close(): void;
}

export function readTray(): TrayReader {
  const bus = openSessionBus();
  const items = async (): Promise<readonly string[]> => {
    const registered = await bus.property(WATCHER, "RegisteredStatusNotifierItems");
    return Array.isArray(registered) ? registered.map(String) : [];
  };
  const item = async (): Promise<BusTarget> => {
    const address = (await items()).at(-1);
    if (address === undefined) throw new Error("no tray item is registered");
    const slash = address.indexOf("/");
    return slash === -1
      ? { destination: address, path: "/StatusNotifierItem", interface: ITEM }
      : { destination: address.slice(0, slash), path: address.slice(slash), interface: ITEM };
  };
  const menuTarget = async (): Promise<BusTarget> => {
    const target = await item();
    return { destination: target.destination, path: String(await bus.property(target, "Menu")), interface: MENU };
  };
  const menu = async (): Promise<readonly MenuEntry[]> => {
    const [, layout] = await bus.call(await menuTarget(), "GetLayout", "iias", [0, -1, ["label", "type"]]);
    return entry(unwrap(layout)).children;
  };
  return {
    items,
    menu,
    tooltip: async () => {
      const value = await bus.property(await item(), "ToolTip");
      return Array.isArray(value) ? [value[2], value[3]].filter((part) => part !== "").join("\n") : "";
    },
    icon: async () => {
      const value = await bus.property(await item(), "IconPixmap");
      const name = await bus.property(await item(), "IconName").catch(() => "");
      return JSON.stringify([name, value], (_key, member: unknown) =>
        member instanceof Uint8Array ? Buffer.from(member).toString("base64") : member,
      );
    },
    click: async (label) => {
      const found = flatten(await menu()).find((candidate) => candidate.label.startsWith(label));
      if (found === undefined) throw new Error(`the tray menu has no entry ${label}`);
      await bus.call(await menuTarget(), "Event", "isvu", [found.id, "clicked", variantOf(0), 0]);
    },
    close: () => bus.close(),
  };
}

function entry(layout: unknown): MenuEntry {
  const [id, properties, children] = layout as [number, Record<string, unknown>, unknown[]];
  const { label } = properties;
  return { id, label: typeof label === "string" ? label.replaceAll("__", "_") : "", children: children.map(entry) };
}

function flatten(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.flatMap((one) => [one, ...flatten(one.children)]);
}
