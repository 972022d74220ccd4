// A curl command line to an endpoint: words as a shell would split them, and the options that a check can carry. Pure; nothing is run.

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";

export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null = none. */
  readonly body: string | null;
  readonly client: Readonly<Record<string, PlainValue>>;
  readonly notes: readonly Said[];
}

/** The words of a command line, quotes and escapes resolved. `$'…'` is read as Bash reads it; variables stay as written. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let isOpen = false;
  const pattern = /\\\r?\n|\\([^])|\$'((?:[^'\\]|\\[^])*)'|'([^']*)'|"((?:[^"\\]|\\[^])*)"|(\s+)|([^])/g;
  for (const [, escaped, ansi, single, double, blank, plain] of line.matchAll(pattern)) {
    if (blank !== undefined) {
      if (isOpen) words.push(word);
      word = "";
      isOpen = false;
      continue;
    }
    const piece = escaped ?? single ?? plain ?? (ansi === undefined ? undefined : unescapeAnsi(ansi));
    if (piece !== undefined) word += piece;
    else if (double !== undefined) word += double.replace(/\\(?:\r?\n|(["\\$`]))/g, "$1");
    else continue;
    isOpen = true;
  }
  return isOpen ? [...words, word] : words;
}

const ANSI: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

function unescapeAnsi(text: string): string {
  return text.replace(/\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([^]))/gi, (_whole, hex?: string, unicode?: string, letter?: string) => {
    const code = hex ?? unicode;
    return code === undefined ? (ANSI[letter ?? ""] ?? letter ?? "") : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** Options that take a value, by what becomes of it; null = it means nothing to a check. */
const WITH_VALUE: Readonly<Record<string, string | null>> = {
  "-X": "method",
  "--request": "method",
  "-H": "header",
  "--header": "header",
  "-d": "data",
  "--data": "data",
  "--data-ascii": "data",
  "--data-raw": "raw",
  "--data-binary": "data",
  "--data-urlencode": "encoded",
  "--json": "json",
  "-u": "user",
  "--user": "user",
  "--oauth2-bearer": "bearer",
  "-A": "agent",
  "--user-agent": "agent",
  "-e": "referer",
  "--referer": "referer",
  "-b": "cookie",
  "--cookie": "cookie",
  "-x": "proxy",
  "--proxy": "proxy",
  "-m": "time",
  "--max-time": "time",
  "--url": "url",
  "--connect-timeout": null,
  "-o": null,
  "--output": null,
  "-w": null,
  "--write-out": null,
  "-c": null,
  "--cookie-jar": null,
  "--retry": null,
  "--max-redirs": null,
  "-D": null,
  "--dump-header": null,
};
const LEFT_OUT: ReadonlySet<string> = new Set([
  "-F",
  "--form",
  "-T",
  "--upload-file",
  "--cert",
  "-E",
  "--key",
  "--cacert",
  "--resolve",
  "--connect-to",
]);
const SILENT: ReadonlySet<string> = new Set(
  "-s --silent -S --show-error -v --verbose -i --include -f --fail --fail-with-body -L --location --compressed -# --progress-bar -N --no-buffer -g --globoff --http1.1 --http2 -O".split(
    " ",
  ),
);

interface Draft {
  url: string;
  method: string;
  headers: Array<readonly [string, string]>;
  body: string | null;
  asQuery: boolean;
  head: boolean;
  client: Record<string, PlainValue>;
  notes: Said[];
}

/** @returns what the command asks for; a message when there is no URL in it */
export function parseCurl(command: string): CurlRequest | Said {
  const draft: Draft = { url: "", method: "", headers: [], body: null, asQuery: false, head: false, client: {}, notes: [] };
  const words = splitWords(command).slice(1).flatMap(separateShortOptions);
  let hasLocation = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "-L" || word === "--location") hasLocation = true;
    if (word in WITH_VALUE || LEFT_OUT.has(word)) {
      index += 1;
      const meaning = WITH_VALUE[word];
      if (LEFT_OUT.has(word)) draft.notes.push(say("proposal.leftOut", { option: word }));
      else if (typeof meaning === "string") take(draft, meaning, words[index] ?? "");
    } else if (!takeFlag(draft, word) && !word.startsWith("-")) draft.url ||= word;
  }
  if (draft.url === "") return say("proposal.curlWithoutAddress");
  if (!hasLocation) draft.client["ignore-redirect"] = true;
  return finish(draft);
}

/** `-sSfX` is `-s -S -f -X`; `-XPOST` is `-X POST`; `--max-time=5` is `--max-time 5`. */
function separateShortOptions(word: string): readonly string[] {
  const long = /^(--[a-z0-9-]+)=([^]*)$/.exec(word);
  if (long !== null) return [long[1] ?? "", long[2] ?? ""];
  if (!/^-[^-]./.test(word)) return [word];
  const parts: string[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const option = `-${word[at] ?? ""}`;
    parts.push(option);
    if (option in WITH_VALUE || LEFT_OUT.has(option)) {
      if (at + 1 < word.length) parts.push(word.slice(at + 1));
      break;
    }
  }
  return parts;
}

function take(draft: Draft, meaning: string, value: string): void {
  switch (meaning) {
    case "method":
      draft.method = value.toUpperCase();
      return;
    case "header": {
      const colon = value.indexOf(":");
      if (colon > 0) draft.headers.push([value.slice(0, colon).trim(), value.slice(colon + 1).trim()]);
      return;
    }
    case "data":
    case "raw":
    case "json":
    case "encoded":
      takeBody(draft, meaning, value);
      return;
    case "user":
      draft.headers.push(["Authorization", `Basic ${base64(value)}`]);
      return;
    case "bearer":
      draft.headers.push(["Authorization", `Bearer ${value}`]);
      return;
    case "agent":
      draft.headers.push(["User-Agent", value]);
      return;
    case "referer":
      draft.headers.push(["Referer", value]);
      return;
    case "cookie":
      if (value.includes("=")) draft.headers.push(["Cookie", value]);
      else draft.notes.push(say("proposal.cookieFile"));
      return;
    case "proxy":
      draft.client["proxy-url"] = value.includes("://") ? value : `http://${value}`;
      return;
    case "time":
      if (/^\d+(?:\.\d+)?$/.test(value)) draft.client["timeout"] = `${value}s`;
      return;
    default:
      draft.url ||= value;
  }
}

function takeBody(draft: Draft, kind: string, value: string): void {
  if (value.startsWith("@") && kind !== "raw") {
    draft.notes.push(say("proposal.bodyFile", { file: value.slice(1) }));
    return;
  }
  const text = kind === "encoded" ? encodeField(value) : value;
  draft.body = draft.body === null ? text : `${draft.body}${kind === "json" ? "" : "&"}${text}`;
  if (kind === "json") draft.headers.push(["Content-Type", "application/json"], ["Accept", "application/json"]);
}

function encodeField(value: string): string {
  const equals = value.indexOf("=");
  return equals < 0 ? encodeURIComponent(value) : `${value.slice(0, equals)}=${encodeURIComponent(value.slice(equals + 1))}`;
}

function takeFlag(draft: Draft, word: string): boolean {
  if (word === "-k" || word === "--insecure") draft.client["insecure"] = true;
  else if (word === "-I" || word === "--head") draft.head = true;
  else if (word === "-G" || word === "--get") draft.asQuery = true;
  else if (word.startsWith("-") && word.length > 1) {
    if (!SILENT.has(word)) draft.notes.push(say("proposal.meaningless", { option: word }));
  } else return false;
  return true;
}

function finish(draft: Draft): CurlRequest {
  const query = draft.asQuery && draft.body !== null ? `${draft.url.includes("?") ? "&" : "?"}${draft.body}` : "";
  const body = draft.asQuery ? null : draft.body;
  const headers: Record<string, string> = {};
  for (const [name, value] of draft.headers) headers[name] = value;
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  if (body !== null && !hasType) headers["Content-Type"] = "application/x-www-form-urlencoded";
  const method = draft.method || (draft.head ? "HEAD" : body === null ? "GET" : "POST");
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(draft.url) ? draft.url : `http://${draft.url}`;
  return { url: url + query, method, headers, body, client: draft.client, notes: draft.notes };
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text.includes(":") ? text : `${text}:`)));
}
