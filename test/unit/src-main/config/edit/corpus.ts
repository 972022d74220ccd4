// Every configuration of the corpus that loads, as text.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../../fixtures/configs/good");

export interface CorpusFile {
  readonly name: string;
  readonly text: string;
}

/** With their byte order marks and line breaks as they are. */
export const CORPUS: readonly CorpusFile[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.ya?ml$/.test(name))
  .toSorted()
  .map((name) => ({ name, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(join(folder, name))) }));
