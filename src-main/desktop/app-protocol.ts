// Serves the window's files under app://sentray/, with the content security policy as a header. Nothing else is reachable there.

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { protocol, session } from "electron";
import { parseUrl } from "./parse-url.ts";

export const APP_SCHEME = "app";
/** The one origin of all our pages. */
export const APP_ORIGIN = `${APP_SCHEME}://sentray`;

const NONCE_MARK = "__CSP_NONCE__";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The policy of every page; `nonce` lets the style elements of our own libraries in. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The file below `folder` that a URL names; null for anything that would leave it. Pure. */
export function fileOfUrl(url: string, folder: string): string | null {
  const parsed = parseUrl(url);
  if (parsed === null || parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== "sentray") return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (path.includes("\0") || path.includes("\\")) return null;
  const file = normalize(join(folder, path === "/" ? "index.html" : path));
  return file.startsWith(folder + sep) ? file : null;
}

/**
 * Starts serving `folder`.
 * @param answering resolves when the requests of pages are answered; until then no page gets its scripts
 */
export function serveAppFiles(folder: string, answering: Promise<void>): void {
  session.defaultSession.protocol.handle(APP_SCHEME, async (request) => {
    const file = fileOfUrl(request.url, folder);
    const contentType = file === null ? undefined : CONTENT_TYPES[extname(file)];
    if (file === null || contentType === undefined) return new Response("not found", { status: 404 });
    if (contentType.startsWith("text/javascript")) await answering;
    const nonce = randomBytes(16).toString("base64");
    try {
      const bytes = await readFile(file);
      const content = contentType.startsWith("text/html") ? bytes.toString("utf8").replaceAll(NONCE_MARK, nonce) : new Uint8Array(bytes);
      return new Response(content, {
        headers: {
          "content-type": contentType,
          "content-security-policy": contentSecurityPolicy(nonce),
          "x-content-type-options": "nosniff",
          "cache-control": "no-cache",
        },
      });
    } catch {
      return new Response("not found", { status: 404 });
    }
  });
}
