// STARTTLS over SMTP: greeting, EHLO, STARTTLS, handshake. @see RFC 3207

import type { Duplex } from "node:stream";
import { ProbeFailure } from "./failure.ts";
import { type FindEnd, readUntil } from "./net/streams.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { tidy } from "./pure/wording.ts";
import { targetAddress } from "./tcp.ts";

/** A whole reply. */
export interface SmtpReply {
  readonly code: string;
  readonly text: string;
}

/** A reply ends with the first line that has no hyphen after its code, or that is no line of a reply at all. */
function endOfReply(): FindEnd {
  let lineStart = 0;
  return (text, seen) => {
    for (let end = text.indexOf("\n", seen); end >= 0; end = text.indexOf("\n", lineStart)) {
      if (!/^\d{3}-/.test(text.slice(lineStart, lineStart + 4))) {
        return end + 1;
      }
      lineStart = end + 1;
    }
    return -1;
  };
}

/** One reply, all its lines. @see RFC 5321 section 4.2 */
export async function readReply(stream: Duplex, maxBytes: number): Promise<SmtpReply> {
  const text = await readUntil(stream, endOfReply(), maxBytes);
  const lines = text
    .split("\n")
    .slice(0, -1)
    .map((line) => /^(\d{3})[ -]?(.*?)\r?$/.exec(line));
  const code = lines.at(-1)?.[1];
  if (code === undefined) {
    throw new ProbeFailure("protocol", "server does not speak SMTP on this port");
  }
  return { code, text: lines.map((line) => line?.[2] ?? "").join(" ") };
}

function demand(reply: SmtpReply, code: string, what: string): void {
  if (reply.code !== code) {
    throw new ProbeFailure("protocol", `server refused ${what}: ${reply.code} ${tidy(reply.text)}`);
  }
}

async function startTls(check: Check, tools: ProbeTools, stream: Duplex): Promise<void> {
  const { lineBytes } = tools.limits;
  check.stopwatch.enter("firstByte");
  demand(await readReply(stream, lineBytes), "220", "the connection");
  stream.write("EHLO localhost\r\n");
  demand(await readReply(stream, lineBytes), "250", "EHLO");
  stream.write("STARTTLS\r\n");
  demand(await readReply(stream, lineBytes), "220", "STARTTLS");
  // Whatever came in clear text after the consent was put there by somebody else and would be taken for protected.
  if (stream.read() !== null) {
    throw new ProbeFailure("protocol", "server sent data between STARTTLS and the TLS handshake (injection)");
  }
}

export const starttlsProbe: ProbeModule = {
  capabilities: {
    placeholders: [
      "CONNECTED",
      "RESPONSE_TIME",
      "CERTIFICATE_EXPIRATION",
      "CERTIFICATE_ISSUER",
      "PHASE.dns",
      "PHASE.connect",
      "PHASE.tls",
      "PHASE.first_byte",
    ],
    clientOptions: ["timeout", "insecure", "dns-resolver", "network", "tls", "tunnel"],
  },
  durationOnError: "zero",
  create: (tools) => ({
    run: async (check) => {
      const target = targetAddress(check);
      const link = await tools.network.dial(check, target);
      check.saw({ ip: link.remoteAddress });
      await startTls(check, tools, link.stream);
      const { stream } = await tools.network.secure(check, link.stream, target.host);
      check.saw({ connected: true });
      stream.end("QUIT\r\n");
    },
  }),
};
