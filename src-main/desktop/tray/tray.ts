// The tray icon itself: redrawn from the model, only when something that it shows has changed.

import { join } from "node:path";
import { Menu, nativeImage, nativeTheme, Tray } from "electron";
import type { MenuItemConstructorOptions, NativeImage, Rectangle } from "electron";
import type { TrayAction, TrayIcon, TrayItem, TrayModel } from "./tray-model.ts";

export interface TrayPorts {
  readonly assetsFolder: string;
  readonly platform: NodeJS.Platform;
  readonly onAction: (action: TrayAction) => void;
  /** A click where the system has one: the glance window on Windows and macOS. */
  readonly onClick: (bounds: Rectangle) => void;
}

export interface AppTray {
  render(model: TrayModel): void;
  dispose(): void;
}

export function createTray(ports: TrayPorts): AppTray {
  const tray = new Tray(trayImage("healthy", ports));
  let drawn: TrayModel | null = null;
  let drawnMenu = "";
  const redraw = (): void => {
    if (drawn !== null) tray.setImage(trayImage(drawn.icon, ports));
  };
  nativeTheme.on("updated", redraw);
  tray.on("click", () => ports.onClick(tray.getBounds()));
  return {
    render(model) {
      if (model.icon !== drawn?.icon) tray.setImage(trayImage(model.icon, ports));
      if (model.tooltip !== drawn?.tooltip) tray.setToolTip(model.tooltip);
      drawn = model;
      const menu = JSON.stringify(model.items);
      if (menu === drawnMenu) return;
      drawnMenu = menu;
      tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => menuItem(item, ports))));
    },
    dispose() {
      nativeTheme.off("updated", redraw);
      tray.destroy();
    },
  };
}

function menuItem(item: TrayItem, ports: TrayPorts): MenuItemConstructorOptions {
  switch (item.kind) {
    case "separator":
      return { type: "separator" };
    case "submenu":
      return { label: escapeMnemonic(item.label), submenu: item.items.map((child) => menuItem(child, ports)) };
    case "action":
      return { label: escapeMnemonic(item.label), click: () => ports.onAction(item.action) };
  }
}

/** A lone ampersand would underline the next letter and vanish. */
function escapeMnemonic(label: string): string {
  return label.replaceAll("&", "&&");
}

function trayImage(icon: TrayIcon, { assetsFolder, platform }: TrayPorts): NativeImage {
  if (platform === "darwin") {
    const image = nativeImage.createFromPath(join(assetsFolder, "tray", `${icon}Template.png`));
    image.setTemplateImage(true);
    return image;
  }
  const panel = nativeTheme.shouldUseDarkColors ? "dark" : "light";
  const extension = platform === "win32" ? "ico" : "png";
  return nativeImage.createFromPath(join(assetsFolder, "tray", `${icon}-${panel}.${extension}`));
}
