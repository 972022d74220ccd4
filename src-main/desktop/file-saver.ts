// Saves what the window exports, where the user says. The page never learns where that was.

import { writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { BrowserWindow, dialog, webContents } from "electron";
import { say } from "../../shared/i18n/said.ts";
import { err } from "../../shared/errors.ts";
import type { SaveOutcome } from "../../shared/ipc/contract.ts";
import { RequestError } from "./ipc/router.ts";

export interface FileToSave {
  readonly suggestedName: string;
  readonly format: "csv" | "json" | "png";
  readonly content: string;
}

export interface FileSaver {
  saveFile(file: FileToSave): Promise<SaveOutcome>;
  /** Prints the page of these contents. */
  savePdf(suggestedName: string, contentsId: number): Promise<SaveOutcome>;
}

export function createFileSaver(defaultFolder: () => string, title: () => string): FileSaver {
  const ask = async (suggestedName: string, extension: string): Promise<string | null> => {
    const name = extname(suggestedName) === `.${extension}` ? suggestedName : `${suggestedName}.${extension}`;
    const options = {
      title: title(),
      defaultPath: join(defaultFolder(), name),
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    };
    const parent = BrowserWindow.getFocusedWindow();
    const { canceled, filePath } = await (parent === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options));
    return canceled || filePath === "" ? null : filePath;
  };
  const write = async (path: string, bytes: Uint8Array): Promise<SaveOutcome> => {
    try {
      await writeFile(path, bytes);
      return { saved: true };
    } catch (error) {
      throw new RequestError(
        err("unavailable", say("errors.request.unsaved", { detail: error instanceof Error ? error.message : String(error) })).error,
      );
    }
  };
  return {
    async saveFile({ suggestedName, format, content }) {
      const path = await ask(suggestedName, format);
      return path === null ? { saved: false } : await write(path, Buffer.from(content, format === "png" ? "base64" : "utf8"));
    },
    async savePdf(suggestedName, contentsId) {
      const path = await ask(suggestedName, "pdf");
      const contents = webContents.fromId(contentsId);
      if (path === null || contents === undefined) return { saved: false };
      return await write(path, await contents.printToPDF({ printBackground: true, pageSize: "A4", generateTaggedPDF: true }));
    },
  };
}
