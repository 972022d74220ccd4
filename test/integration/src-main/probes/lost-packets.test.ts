// Networks that lose packets, real ones: what a check says about them, and that it ends.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { createAuthority } from "../../../helpers/servers/certificates.ts";
import { type LossyNetwork, obstacleToLossyNetwork, openLossyNetwork } from "../../../helpers/servers/lossy-network.ts";
import { checkOnce, type EndpointParts, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { findProgram, type RealServer, startReal } from "../../../helpers/servers/real-server.ts";

const TIMEOUT_MS = 500;
const obstacle = await obstacleToLossyNetwork();

describe.skipIf(obstacle !== null)(obstacle === null ? "where packets get lost" : `lost packets (skipped: ${obstacle})`, () => {
  let network: LossyNetwork;
  let probes: ProbeSet;

  beforeAll(async () => {
    network = await openLossyNetwork();
    probes = createProbeSet(testContext(), { trust: { systemCertificates: false } });
  });

  afterAll(async () => {
    await probes.close();
    await network.close();
  });

  const check = (url: string, parts: EndpointParts = {}) =>
    checkOnce(probes, testEndpoint(url, { ...parts, client: { timeoutMs: TIMEOUT_MS, ...parts.client } }));
  const query = { queryType: "A", queryName: "example.org" };

  describe("all of them", () => {
    it.each([
      ["http://@/", {}, "connecting"],
      ["https://@/", {}, "connecting"],
      ["tcp://@:5432", {}, "connecting"],
      ["tls://@:443", {}, "connecting"],
      ["starttls://@:25", {}, "connecting"],
      ["ssh://@:22", {}, "connecting"],
      ["ws://@/", {}, "connecting"],
      ["grpc://@:50051", {}, "connecting"],
      ["udp://@:9", { body: "ping" }, "waiting for an answer"],
      ["icmp://@", {}, "waiting for an answer"],
      ["@", { dns: query }, "waiting for an answer"],
    ] as ReadonlyArray<readonly [string, EndpointParts, string]>)("%s %o times out %s", async (url, parts, activity) => {
      const seen = await check(url.replace("@", network.nowhere), parts);
      expect(seen).toMatchObject({ connected: false, errors: [`timed out after ${String(TIMEOUT_MS)}ms while ${activity}`] });
    });

    it.each(["udp", "tcp", "tls", "https"] as const)("a %s resolver times out looking up the name", async (protocol) => {
      const dnsResolver = { protocol, host: network.nowhere, port: 853 };
      const seen = await check("http://www.example.org/", { client: { dnsResolver } });
      expect(seen.errors).toEqual([`timed out after ${String(TIMEOUT_MS)}ms while looking up the name`]);
      expect(seen.phases).toMatchObject({ connectMs: 0, tlsMs: 0, firstByteMs: 0, transferMs: 0 });
    });
  });

  const hasNginx = findProgram("nginx") !== null;
  describe.skipIf(!hasNginx)(hasNginx ? "the large ones" : "the large ones (skipped: nginx is not installed)", () => {
    let web: RealServer;

    beforeAll(async () => {
      const pair = await (await createAuthority()).issue();
      const configuration = (folder: string, port: number) => `
        daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
        events { worker_connections 64; }
        http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
          server { listen ${network.address}:${String(port)}; root ${folder}; sendfile on;
            location = /small { return 200 "small"; }
            location = /headers { add_header x-long "${"h".repeat(900)}"; return 200 "small"; } }
          server { listen ${network.address}:${String(port + 1)} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem; } }`;
      web = await startReal({
        program: "nginx",
        within: network,
        files: (folder, port) => ({
          "nginx.conf": configuration(folder, port),
          "cert.pem": pair.cert,
          "key.pem": pair.key,
          large: "x".repeat(100_000),
        }),
        arguments: (folder) => ["-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`],
      });
    });

    afterAll(async () => {
      await web.close();
    });

    it("what is small gets through", async () => {
      expect(await check(`http://${network.address}:${String(web.port)}/small`)).toMatchObject({ status: 200, errors: [] });
    });

    it("a certificate does not: timed out in the TLS handshake", async () => {
      const seen = await check(`https://${network.address}:${String(web.port + 1)}/`);
      expect(seen.errors).toEqual([`timed out after ${String(TIMEOUT_MS)}ms while in the TLS handshake`]);
      expect(seen.phases.connectMs).toBeGreaterThan(0);
    });

    it("long headers do not: timed out waiting for an answer", async () => {
      const seen = await check(`http://${network.address}:${String(web.port)}/headers`);
      expect(seen.errors).toEqual([`timed out after ${String(TIMEOUT_MS)}ms while waiting for an answer`]);
    });

    it("a long body does not: timed out receiving the answer", async () => {
      const seen = await check(`http://${network.address}:${String(web.port)}/large`);
      expect(seen.errors).toEqual([`timed out after ${String(TIMEOUT_MS)}ms while receiving the answer`]);
      expect(seen.phases.transferMs).toBeGreaterThan(0);
    });
  });
});
