// The first half of the matrix in docs/probes.md: every placeholder, in conditions, on a successful check of every kind. It has a
// value exactly where the code says so.

import { createServer } from "node:http";
import { createSocket } from "node:dgram";
import { createServer as createSecureServer } from "node:https";
import { WebSocketServer } from "ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINT_KINDS, type EndpointKind } from "../../../../../shared/model/endpoint.ts";
import type { Observation } from "../../../../../shared/model/observation.ts";
import { compileConditions } from "../../../../../src-main/conditions/compile.ts";
import type { ProbeSet } from "../../../../../src-main/ports/probe.ts";
import { PLACEHOLDERS, writtenPlaceholder } from "../../../../../src-main/probes/capabilities.ts";
import type { PlaceholderName } from "../../../../../src-main/probes/probe-module.ts";
import { createProbeSet } from "../../../../../src-main/probes/probe-set.ts";
import { PROBES } from "../../../../../src-main/probes/registry.ts";
import { type Authority, createAuthority } from "../../../../helpers/servers/certificates.ts";
import { replyTo, serveDns } from "../../../../helpers/servers/dns-server.ts";
import { serveGrpc } from "../../../../helpers/servers/grpc-server.ts";
import { serveHttps } from "../../../../helpers/servers/http-server.ts";
import { checkOnce, type EndpointParts } from "../../../../helpers/servers/probe-context.ts";
import { serveStarttls } from "../../../../helpers/servers/smtp-server.ts";
import { serveSsh } from "../../../../helpers/servers/ssh-server.ts";
import { serve, serveTcp, serveTls } from "../../../../helpers/servers/tcp-server.ts";
import { endpointOf, friendlyPrograms, matrixContext } from "./cell-servers.ts";

interface Running {
  readonly port: number;
  close(): unknown;
}

async function serveUdpEcho(): Promise<Running> {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, from) => {
    socket.send(bytes, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  return { port: socket.address().port, close: () => socket.close() };
}

async function serveWebSocket(authority: Authority): Promise<Running> {
  const { cert, key } = await authority.issue();
  const http = createSecureServer({ cert, key });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("headers", (headers) => headers.push("X-Matrix: 1"));
  sockets.on("connection", (socket) => {
    socket.on("message", (data) => {
      socket.send(data as Buffer);
    });
  });
  return serve(http);
}

const SILENT = () => serve(createServer());

/** A server of each kind that gives everything that its protocol can give. */
const SERVERS: Readonly<Record<EndpointKind, (authority: Authority) => Promise<Running>>> = {
  HTTP: async (authority) =>
    serveHttps(await authority.issue(), (_request, response) => {
      response.setHeader("x-matrix", "1");
      response.end("hello");
    }),
  // Truncated over UDP, so that the answer comes over TCP, which has a connect phase.
  DNS: () =>
    serveDns((query) =>
      query.overTcp
        ? replyTo(query, { answers: [{ type: "A", name: query.name, data: "192.0.2.1" }] })
        : replyTo(query, { truncated: true }),
    ),
  TCP: () => serveTcp((socket) => socket.once("data", () => socket.write("answer"))),
  UDP: serveUdpEcho,
  SCTP: SILENT,
  ICMP: SILENT,
  STARTTLS: async (authority) => serveStarttls(await authority.issue()),
  TLS: async (authority) => serveTls(await authority.issue(), (socket) => socket.once("data", () => socket.write("answer"))),
  GRPC: async (authority) => serveGrpc(() => "SERVING", await authority.issue()),
  WEBSOCKET: serveWebSocket,
  SSH: () => serveSsh({ run: () => ({ output: "out", exit: 3 }) }),
};

const PARTS: Partial<Readonly<Record<EndpointKind, EndpointParts>>> = {
  SSH: { ssh: { username: "user", password: "pass", privateKey: "" }, body: '{"command":"x"}' },
};

/** A condition that holds exactly if the placeholder has a value. A placeholder without one does not compile. */
const HAS_VALUE: Readonly<Record<PlaceholderName, (kind: EndpointKind) => string>> = {
  CONNECTED: () => "[CONNECTED] == true",
  STATUS: () => "[STATUS] > 0",
  BODY: () => "len([BODY]) > 0",
  RESPONSE_TIME: () => "[RESPONSE_TIME] > 0",
  CERTIFICATE_EXPIRATION: () => "[CERTIFICATE_EXPIRATION] > 1h",
  CERTIFICATE_ISSUER: () => "[CERTIFICATE_ISSUER] == pat(*Test Authority*)",
  DNS_RCODE: () => "[DNS_RCODE] == NOERROR",
  HEADERS: (kind) => `has([HEADERS].${kind === "DNS" ? "a" : "X-MATRIX"}) == true`,
  HTTP_VERSION: () => "[HTTP_VERSION] == any(1.1, 2)",
  "PHASE.dns": () => "[PHASE].dns > 0",
  "PHASE.connect": () => "[PHASE].connect > 0",
  "PHASE.tls": () => "[PHASE].tls > 0",
  "PHASE.first_byte": () => "[PHASE].first_byte > 0",
  "PHASE.transfer": () => "[PHASE].transfer > 0",
};

function holds(condition: string, observation: Observation): boolean {
  const set = compileConditions([condition], { insideSuite: false });
  if (!set.ok) {
    throw new Error(set.error.message);
  }
  const [outcome] = set.value.evaluate(
    { observation },
    { dontResolveFailedConditions: false, resolveSuccessfulConditions: false, removeSecrets: (text: string) => text },
  );
  return outcome?.success === true;
}

let authority: Authority;
let probes: ProbeSet;

beforeAll(async () => {
  authority = await createAuthority();
  probes = createProbeSet(matrixContext(), {
    trust: { extraCertificatesPem: [authority.cert], systemCertificates: false },
    runProgram: friendlyPrograms,
  });
});

afterAll(async () => {
  await probes.close();
});

describe.each(ENDPOINT_KINDS)("the placeholders of %s", (kind) => {
  let server: Running;
  let seen: Observation;

  beforeAll(async () => {
    server = await SERVERS[kind](authority);
    seen = await checkOnce(probes, endpointOf(kind, "localhost", server.port, { ...PARTS[kind], client: { timeoutMs: 10_000 } }));
  });

  afterAll(async () => {
    await server.close();
  });

  it("come from a check without errors", () => {
    expect(seen.errors).toEqual([]);
  });

  it.each(PLACEHOLDERS.map((name) => [writtenPlaceholder(name), name] as const))("%s", (written, name) => {
    const condition = HAS_VALUE[name](kind);
    expect(condition).toContain(written);
    expect(holds(condition, seen)).toBe(PROBES[kind].capabilities.placeholders.includes(name));
  });
});
