// The demo's name server: a few records of one zone, over UDP.

import { createSocket } from "node:dgram";
import packet from "dns-packet";

const ZONE = "demo.test";

/** @type {Readonly<Record<string, import("dns-packet").Answer[]>>} */
const RECORDS = {
  [`A ${ZONE}`]: [{ type: "A", name: ZONE, ttl: 60, data: "192.0.2.10" }],
  [`AAAA ${ZONE}`]: [{ type: "AAAA", name: ZONE, ttl: 60, data: "2001:db8::10" }],
  [`MX ${ZONE}`]: [{ type: "MX", name: ZONE, ttl: 60, data: { preference: 10, exchange: `mail.${ZONE}` } }],
  [`TXT ${ZONE}`]: [{ type: "TXT", name: ZONE, ttl: 60, data: ["v=spf1 -all"] }],
};

const NXDOMAIN = 3;

/**
 * Starts the server on a free port of the loopback interface.
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export async function startDnsServer() {
  const socket = createSocket("udp4");
  socket.on("message", (message, peer) => {
    let query;
    try {
      query = packet.decode(message);
    } catch {
      return; // Whatever it was, it was no question.
    }
    const question = query.questions?.[0];
    if (question === undefined) return;
    const answers = RECORDS[`${question.type} ${question.name.toLowerCase()}`] ?? [];
    const isKnown = question.name.toLowerCase() === ZONE;
    const reply = packet.encode({
      type: "response",
      id: query.id ?? 0,
      flags: packet.RECURSION_DESIRED | (isKnown ? 0 : NXDOMAIN),
      questions: [question],
      answers,
    });
    socket.send(reply, peer.port, peer.address);
  });
  await new Promise((resolve) => socket.bind(0, "127.0.0.1", () => resolve(undefined)));
  return { port: socket.address().port, close: () => void socket.close() };
}
