// The system's dialogs in which the user names a place.

import { BrowserWindow, dialog } from "electron";
import type { OpenDialogOptions } from "electron";
import type { Dialogs } from "./ports.ts";

export function createDialogs(): Dialogs {
  const open = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = BrowserWindow.getFocusedWindow();
    const { canceled, filePaths } = await (parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    openFile: async (kind) =>
      await open({
        properties: ["openFile"],
        filters: [
          kind === "yaml" ? { name: "YAML", extensions: ["yaml", "yml"] } : { name: "Uptime Kuma", extensions: ["json", "db", "sqlite"] },
          { name: "*", extensions: ["*"] },
        ],
      }),
    openFolder: async () => await open({ properties: ["openDirectory", "createDirectory"] }),
    saveFile: async (suggestedName) => {
      const options = { defaultPath: suggestedName, filters: [{ name: "YAML", extensions: ["yaml", "yml"] }] };
      const parent = BrowserWindow.getFocusedWindow();
      const { canceled, filePath } = await (parent === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options));
      return canceled || filePath === "" ? null : filePath;
    },
  };
}
