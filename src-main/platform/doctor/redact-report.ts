// Makes a text fit for a public bug report: what looks like a secret goes, known or not, and so do the names of the user's home and
// host. Better one harmless word too few than one token too many. Pure.

const MARK = "<removed>";

/** Rules in order; each takes what could be a secret and leaves what helps. */
const RULES: ReadonlyArray<{ readonly pattern: RegExp; readonly replacement: string }> = [
  // Credentials and everything after the path of a URL; webhooks keep their secrets in the path itself.
  { pattern: /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']*@/gi, replacement: `$1${MARK}@` },
  { pattern: /\b([a-z][a-z0-9+.-]*:\/\/[^\s/?#"']+)\/?[^\s"')\]},]*/gi, replacement: `$1/${MARK}` },
  { pattern: /\b(authorization|cookie|set-cookie|x-api-key|proxy-authorization)(["']?\s*[:=]\s*)[^\r\n]*/gi, replacement: `$1$2${MARK}` },
  { pattern: /\b(bearer|basic|digest|token)\s+[A-Za-z0-9._~+/=-]{6,}/gi, replacement: `$1 ${MARK}` },
  {
    pattern:
      /\b((?:[a-z0-9]+[_-])*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credentials?))(["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;}]+)/gi,
    replacement: `$1$2${MARK}`,
  },
  { pattern: /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, replacement: MARK },
  // Whatever is long and looks drawn by lot: letters and digits mixed.
  { pattern: /(?<![\w/.-])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[A-Za-z0-9_+=-]{24,}/g, replacement: MARK },
];

export interface ReportNames {
  readonly homeFolder: string;
  readonly hostName: string;
}

/** The text without what must not be public. */
export function redactReport(text: string, { homeFolder, hostName }: ReportNames): string {
  let clean = RULES.reduce((so, { pattern, replacement }) => so.replace(pattern, replacement), text);
  if (homeFolder.length > 1) clean = clean.replaceAll(homeFolder, "~");
  if (hostName.length > 3 && hostName !== "localhost") clean = clean.replaceAll(hostName, "<host>");
  return clean;
}
