// What the pictures show: a small company that exists on this machine alone. Its web servers answer behind a proxy as slowly as their model
// says, and its past of a month comes from the same model, written as a Gatus database that `sentray import` takes over.

import { createServer } from "node:http";
import Database from "better-sqlite3";

/** @import { World } from "../demo/world.mjs" */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PAST_MS = 31 * DAY;
const EVERY_MS = MINUTE;

/**
 * @typedef {object} Member
 * @property {string} group
 * @property {string} name
 * @property {number} usualMs
 * @property {string} host of a web server; empty = one of the demo's other servers
 * @property {ReadonlyArray<{ readonly agoMs: number, readonly forMs: number }>} failures
 */

/** @type {readonly Member[]} */
const MEMBERS = [
  {
    group: "core",
    name: "back-end",
    usualMs: 82,
    host: "api.example.org",
    failures: [
      { agoMs: 4 * MINUTE, forMs: 5 * MINUTE },
      { agoMs: 9 * HOUR, forMs: 22 * MINUTE },
      { agoMs: 12 * DAY, forMs: 35 * MINUTE },
    ],
  },
  { group: "core", name: "front-end", usualMs: 46, host: "www.example.org", failures: [{ agoMs: 9 * DAY, forMs: 3 * MINUTE }] },
  { group: "core", name: "login", usualMs: 118, host: "id.example.org", failures: [{ agoMs: 26 * MINUTE, forMs: 2 * MINUTE }] },
  { group: "core", name: "cache", usualMs: 1.2, host: "", failures: [] },
  { group: "network", name: "gateway", usualMs: 0.3, host: "", failures: [{ agoMs: 20 * DAY, forMs: 4 * MINUTE }] },
  { group: "network", name: "resolver", usualMs: 1.6, host: "", failures: [] },
  { group: "public", name: "docs", usualMs: 64, host: "docs.example.org", failures: [] },
  { group: "public", name: "shop", usualMs: 139, host: "shop.example.org", failures: [{ agoMs: 3 * DAY, forMs: 11 * MINUTE }] },
  { group: "public", name: "search", usualMs: 231, host: "search.example.org", failures: [] },
];

/** The same answer for the same moment: busier by day, sometimes slow, slower before it failed. @param {Member} member @param {number} atMs @param {number} nowMs */
function durationAt({ name, usualMs, failures }, atMs, nowMs) {
  const wave = Math.sin(((atMs % DAY) / DAY) * 2 * Math.PI - 1.9) * 0.16 + Math.sin(atMs / (1.7 * HOUR)) * 0.05;
  const noise = scatter(`${name}${Math.floor(atMs / EVERY_MS)}`);
  const isTroubled = failures.some(({ agoMs, forMs }) => atMs > nowMs - agoMs - 25 * MINUTE && atMs < nowMs - agoMs + forMs + 10 * MINUTE);
  const tail = noise > 0.94 ? 0.7 : 0;
  return usualMs * (1 + wave + (noise - 0.5) * 0.22 + tail + (isTroubled ? 1.1 : 0));
}

/** A number in 0..1 from a text. @param {string} text */
function scatter(text) {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** The company's web servers, reached as a proxy reaches them. */
export async function startWebServers() {
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? "").split(":")[0];
    const member = MEMBERS.find((candidate) => candidate.host === host);
    const isDown = member?.name === "back-end";
    const waitMs = member === undefined ? 0 : durationAt({ ...member, failures: [] }, Date.now(), Date.now());
    setTimeout(() => {
      response.writeHead(isDown ? 503 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(isDown ? { status: "DOWN", reason: "no database" } : { status: "UP", version: "4.2.0" }));
    }, waitMs);
  });
  // A tunnel to any of the hosts ends here.
  server.on("connect", (_request, socket) => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    server.emit("connection", socket);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the web servers have no port");
  return {
    port: address.port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {World} world @param {number} proxyPort */
export function companyConfig(world, proxyPort) {
  /** @type {Record<string, string>} */
  const others = {
    cache: `url: "tcp://127.0.0.1:${world.tcpPort}"\n    conditions: ["[CONNECTED] == true"]`,
    gateway: `url: "icmp://127.0.0.1"\n    conditions: ["[CONNECTED] == true"]`,
    resolver: `url: "127.0.0.1:${world.dnsPort}"\n    dns: { query-name: demo.test, query-type: A }\n    conditions: ["[DNS_RCODE] == NOERROR"]`,
  };
  const web = (/** @type {Member} */ { host, name }) => `url: "http://${host}/health"
    client: { proxy-url: "http://127.0.0.1:${proxyPort}" }
    conditions: ["[STATUS] == 200", "[BODY].status == UP"]
    degraded-conditions: ["[RESPONSE_TIME] < ${name === "search" ? 150 : 900}"]`;
  const entries = MEMBERS.map(
    (member) => `  - name: ${member.name}
    group: ${member.group}
    interval: ${String(EVERY_MS / 1_000)}s
    ${member.host === "" ? others[member.name] : web(member)}`,
  );
  return `alerting:\n  desktop:\n    enabled: false\nendpoints:\n${entries.join("\n")}\n`;
}

/** Writes the company's last month. @param {string} file @param {number} nowMs */
export function writePast(file, nowMs) {
  const database = new Database(file);
  database.exec(`
    CREATE TABLE endpoints (endpoint_id INTEGER PRIMARY KEY, endpoint_key TEXT, endpoint_name TEXT, endpoint_group TEXT);
    CREATE TABLE endpoint_results (endpoint_result_id INTEGER PRIMARY KEY, endpoint_id INTEGER, success INTEGER, errors TEXT,
      connected INTEGER, status INTEGER, dns_rcode TEXT, certificate_expiration INTEGER, domain_expiration INTEGER,
      hostname TEXT, ip TEXT, duration INTEGER, timestamp TEXT);
    CREATE INDEX of_endpoint ON endpoint_results (endpoint_id);
    CREATE TABLE endpoint_result_conditions (endpoint_result_condition_id INTEGER PRIMARY KEY, endpoint_result_id INTEGER,
      condition TEXT, success INTEGER);
    CREATE INDEX of_result ON endpoint_result_conditions (endpoint_result_id);
    CREATE TABLE endpoint_events (endpoint_event_id INTEGER PRIMARY KEY, endpoint_id INTEGER, event_type TEXT, event_timestamp TEXT);`);
  const addEndpoint = database.prepare("INSERT INTO endpoints (endpoint_key, endpoint_name, endpoint_group) VALUES (?, ?, ?)");
  const addResult = database.prepare("INSERT INTO endpoint_results VALUES (NULL, ?, ?, '', 1, ?, '', 0, 0, ?, '127.0.0.1', ?, ?)");
  const addCondition = database.prepare("INSERT INTO endpoint_result_conditions VALUES (NULL, ?, ?, ?)");
  const addEvent = database.prepare("INSERT INTO endpoint_events VALUES (NULL, ?, ?, ?)");
  const isoOf = (/** @type {number} */ atMs) => new Date(atMs).toISOString();
  database.transaction(() => {
    for (const member of MEMBERS) {
      const id = addEndpoint.run(`${member.group}_${member.name}`, member.name, member.group).lastInsertRowid;
      addEvent.run(id, "START", isoOf(nowMs - PAST_MS));
      let wasUp = true;
      for (let atMs = nowMs - PAST_MS; atMs < nowMs - 2_000; atMs += EVERY_MS) {
        const isUp = !member.failures.some(({ agoMs, forMs }) => atMs >= nowMs - agoMs && atMs < nowMs - agoMs + forMs);
        const duration = Math.round(durationAt(member, atMs, nowMs) * 1e6);
        const status = member.host === "" ? 0 : isUp ? 200 : 503;
        const result = addResult.run(id, isUp ? 1 : 0, status, member.host, duration, isoOf(atMs)).lastInsertRowid;
        if (!isUp) addCondition.run(result, member.host === "" ? "[CONNECTED] (false) == true" : "[STATUS] (503) == 200", 0);
        if (isUp !== wasUp) addEvent.run(id, isUp ? "HEALTHY" : "UNHEALTHY", isoOf(atMs));
        wasUp = isUp;
      }
    }
  })();
  database.close();
}
