// The probes against the servers that people run. A server that is not installed is skipped, by name.

import { mkdirSync } from "node:fs";
import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import ssh2 from "ssh2";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { createAuthority, type Authority, type KeyPair } from "../../../helpers/servers/certificates.ts";
import { closedPort } from "../../../helpers/servers/tcp-server.ts";
import { serveHttp } from "../../../helpers/servers/http-server.ts";
import { bodyText, checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { findProgram, isRoot, type RealServer, type RealServerPlan, startReal } from "../../../helpers/servers/real-server.ts";

let authority: Authority;
let pair: KeyPair;
let probes: ProbeSet;
const running: Array<{ close(): Promise<void> }> = [];

async function start(plan: RealServerPlan): Promise<RealServer> {
  const server = await startReal(plan);
  running.push(server);
  return server;
}

/** A group of tests that needs a program, perhaps with an administrator's rights; its name says why it is skipped. */
function withProgram(program: string, tests: () => void, { needsRoot = false } = {}): void {
  const obstacle = findProgram(program) === null ? "not installed" : needsRoot && !isRoot ? "runs only as root" : null;
  describe.skipIf(obstacle !== null)(obstacle === null ? program : `${program} (skipped: ${obstacle})`, () => {
    tests();
  });
}

beforeAll(async () => {
  authority = await createAuthority();
  pair = await authority.issue();
  probes = createProbeSet(testContext(), { trust: { extraCertificatesPem: [authority.cert], systemCertificates: false } });
});

afterAll(async () => {
  await probes.close();
  await Promise.all(running.map((server) => server.close()));
});

withProgram("nginx", () => {
  const configuration = (folder: string, port: number, server: string) => `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 64; }
    http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      gzip on; gzip_min_length 1; gzip_types text/plain;
      server { listen 127.0.0.1:${String(port)}${server} location / { default_type text/plain; return 200 "hello from nginx"; } location /old { return 301 /new; } } }`;
  const plan = (server: string): RealServerPlan => ({
    program: "nginx",
    files: (folder, port) => ({
      "nginx.conf": configuration(folder, port, server.replaceAll("@", folder)),
      "cert.pem": pair.cert,
      "key.pem": pair.key,
      "ca.pem": authority.cert,
    }),
    arguments: (folder) => ["-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`],
  });

  it("HTTP/1.1, packed and redirected", async () => {
    const { port } = await start(plan(";"));
    const seen = await checkOnce(probes, testEndpoint(`http://127.0.0.1:${String(port)}/old`));
    expect(seen).toMatchObject({ status: 200, httpVersion: "1.1", errors: [] });
    expect(seen.hops.length).toBe(1);
    expect(bodyText(seen)).toBe("hello from nginx");
  });

  it("HTTPS and client certificates", async () => {
    const { port, folder } = await start(
      plan(" ssl; ssl_certificate @/cert.pem; ssl_certificate_key @/key.pem; ssl_client_certificate @/ca.pem; ssl_verify_client on;"),
    );
    const url = `https://localhost:${String(port)}/`;
    const tls = { certificateFile: `${folder}/cert.pem`, privateKeyFile: `${folder}/key.pem`, renegotiation: "never" } as const;
    expect(await checkOnce(probes, testEndpoint(url, { client: { tls } }))).toMatchObject({ status: 200, errors: [] });
    expect(await checkOnce(probes, testEndpoint(url))).toMatchObject({ status: 400 });
    expect(await checkOnce(probes, testEndpoint(`tls://localhost:${String(port)}`))).toMatchObject({ connected: true, errors: [] });
  });
});

withProgram("sshd", () => {
  it("a banner, and a command with its exit code", async () => {
    mkdirSync("/run/sshd", { recursive: true });
    const host = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }) as string;
    const own = ssh2.utils.generateKeyPairSync("ed25519");
    const server = await start({
      program: "sshd",
      files: (folder, port) => ({
        host_key: host,
        authorized_keys: `${own.public}\n`,
        sshd_config: `Port ${String(port)}\nListenAddress 127.0.0.1\nHostKey ${folder}/host_key\nPidFile ${folder}/pid\nAuthorizedKeysFile ${folder}/authorized_keys\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n`,
      }),
      arguments: (folder) => ["-D", "-e", "-f", `${folder}/sshd_config`],
    });
    const url = `ssh://127.0.0.1:${String(server.port)}`;
    expect(await checkOnce(probes, testEndpoint(url))).toMatchObject({ connected: true, status: 0 });
    const ssh = { username: process.env["USER"] ?? "root", password: "", privateKey: own.private };
    const seen = await checkOnce(probes, testEndpoint(url, { ssh, body: '{"command":"echo out; exit 7"}' }));
    expect(seen).toMatchObject({ connected: true, status: 7, errors: [] });
    expect(bodyText(seen)).toBe("out\n");
  });
});

withProgram("unbound", () => {
  it("a zone of ours", async () => {
    const server = await start({
      program: "unbound",
      files: (folder, port) => ({
        "unbound.conf": `server:\n interface: 127.0.0.1\n port: ${String(port)}\n username: ""\n chroot: ""\n directory: "${folder}"\n pidfile: "${folder}/pid"\n use-syslog: no\n do-daemonize: no\n local-zone: "test." static\n local-data: "a.test. A 192.0.2.1"\n local-data: 'big.test. TXT "${"x".repeat(250)}"'\n${Array.from({ length: 12 }, (_n, i) => ` local-data: 'big.test. TXT "${String(i)}${"y".repeat(240)}"'\n`).join("")}`,
      }),
      arguments: (folder) => ["-d", "-c", `${folder}/unbound.conf`],
    });
    const ask = (queryType: string, queryName: string) =>
      checkOnce(probes, testEndpoint(`127.0.0.1:${String(server.port)}`, { dns: { queryType, queryName } }));
    expect(bodyText(await ask("A", "a.test"))).toBe("192.0.2.1");
    expect(await ask("A", "none.test")).toMatchObject({ dnsRcode: "NXDOMAIN", connected: true });
    // Too large for a datagram: this answer comes over TCP.
    expect(bodyText(await ask("TXT", "big.test")).split("\n").length).toBe(13);
  });
});

withProgram("squid", () => {
  it("as a proxy", async () => {
    const web = await serveHttp((_request, response) => response.end("through squid"));
    running.push(web);
    const server = await start({
      program: "squid",
      files: (folder, port) => ({
        "squid.conf": `http_port 127.0.0.1:${String(port)}\nhttp_access allow all\npid_filename ${folder}/pid\ncache_log ${folder}/cache.log\naccess_log none\ncache deny all\ncoredump_dir ${folder}\nvisible_hostname localhost\nshutdown_lifetime 1 second\n`,
      }),
      arguments: (folder, port) => ["-N", "-n", `sentray${String(port)}`, "-f", `${folder}/squid.conf`],
    });
    const client = { proxyUrl: `http://127.0.0.1:${String(server.port)}`, timeoutMs: 10_000 };
    const seen = await checkOnce(probes, testEndpoint(web.url, { client }));
    expect(seen).toMatchObject({ status: 200, errors: [] });
    expect(bodyText(seen)).toBe("through squid");
  });
});

withProgram("microsocks", () => {
  it("as a proxy", async () => {
    const web = await serveHttp((_request, response) => response.end("through socks"));
    running.push(web);
    const server = await start({
      program: "microsocks",
      arguments: (_folder, port) => ["-i", "127.0.0.1", "-p", String(port), "-u", "me", "-P", "secret"],
    });
    const client = { proxyUrl: `socks5://me:secret@127.0.0.1:${String(server.port)}` };
    expect(bodyText(await checkOnce(probes, testEndpoint(web.url, { client })))).toBe("through socks");
    const wrong = { proxyUrl: `socks5://me:wrong@127.0.0.1:${String(server.port)}` };
    expect((await checkOnce(probes, testEndpoint(web.url, { client: wrong }))).errors[0]).toMatch(/^proxy refused the connection/);
  });
});

withProgram("redis-server", () => {
  it("over TCP", async () => {
    const server = await start({
      program: "redis-server",
      arguments: (folder, port) => ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
    });
    const seen = await checkOnce(probes, testEndpoint(`tcp://127.0.0.1:${String(server.port)}`, { body: "PING\r\n" }));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(bodyText(seen)).toBe("+PONG\r\n");
  });
});

withProgram("dovecot", () => {
  it("IMAP over TLS", async () => {
    const server = await start({
      program: "dovecot",
      files: (folder, port) => ({
        "cert.pem": pair.cert,
        "key.pem": pair.key,
        "dovecot.conf": `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
passdb {
  driver = static
  args = password=x
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${String(port)}
    ssl = yes
  }
}
`,
      }),
      arguments: (folder) => ["-F", "-c", `${folder}/dovecot.conf`],
    });
    const seen = await checkOnce(probes, testEndpoint(`tls://localhost:${String(server.port)}`, { body: "a1 CAPABILITY\r\n" }));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(bodyText(seen)).toMatch(/^\* (?:OK|BYE) /);
    expect(seen.certificateExpiresInMs).toBeGreaterThan(0);
  });
});

withProgram("slapd", () => {
  it("LDAP over TLS", async () => {
    const server = await start({
      program: "slapd",
      files: (folder) => ({
        "cert.pem": pair.cert,
        "key.pem": pair.key,
        "slapd.conf": `pidfile ${folder}/pid\nTLSCertificateFile ${folder}/cert.pem\nTLSCertificateKeyFile ${folder}/key.pem\ndatabase ldif\nsuffix "cn=example"\ndirectory ${folder}\n`,
      }),
      arguments: (folder, port) => ["-d", "0", "-h", `ldaps://127.0.0.1:${String(port)}`, "-f", `${folder}/slapd.conf`],
    });
    const seen = await checkOnce(probes, testEndpoint(`tls://localhost:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(seen.tls?.trusted).toBe(true);
  });
});

withProgram(
  "postfix",
  () => {
    it("SMTP with STARTTLS, and over TLS from the start", async () => {
      const wrappedPort = await closedPort();
      // Who may talk to it (n: everybody, -: only the others), and how many of it there are.
      const services = [
        ["cleanup", "unix n", 0],
        ["qmgr", "unix n", 1],
        ["postlog", "unix-dgram n", 1],
        ["tlsmgr", "unix -", 1],
        ["rewrite", "unix -", 0],
        ["anvil", "unix -", 1],
        ["proxymap", "unix -", 0],
      ] as const;
      const programs = { rewrite: "trivial-rewrite", postlog: "postlogd" } as Readonly<Record<string, string>>;
      const server = await start({
        program: "sh",
        files: (folder, port) => ({
          "cert.pem": pair.cert,
          "key.pem": pair.key,
          "main.cf": `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
maillog_file = /dev/stdout
myhostname = mail.example.org
mydestination =
inet_interfaces = 127.0.0.1
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
`,
          "master.cf": `127.0.0.1:${String(port)} inet n - n - - smtpd
127.0.0.1:${String(wrappedPort)} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
${services.map(([name, type, most]) => `${name} ${type} - n - ${String(most)} ${programs[name] ?? name}\n`).join("")}`,
        }),
        // Its master process itself: what `postfix start-fg` starts outlives it. Its log cannot be a socket, which is what Node's pipes are.
        arguments: (folder) => [
          "-c",
          `exec > ${folder}/log 2>&1; mkdir ${folder}/spool && { ${findProgram("postfix") ?? ""} -c ${folder} check; exec /usr/lib/postfix/sbin/master -d -c ${folder}; }`,
        ],
      });
      const seen = await checkOnce(probes, testEndpoint(`starttls://localhost:${String(server.port)}`));
      expect(seen).toMatchObject({ connected: true, errors: [] });
      expect(seen.tls?.trusted).toBe(true);
      expect(seen.phases.tlsMs).toBeGreaterThan(0);
      // Greeting, EHLO and STARTTLS.
      expect(seen.phases.firstByteMs).toBeGreaterThan(0);

      const wrapped = await checkOnce(probes, testEndpoint(`tls://localhost:${String(wrappedPort)}`, { body: "NOOP\r\n" }));
      expect(wrapped).toMatchObject({ connected: true, errors: [] });
      expect(bodyText(wrapped)).toMatch(/^220 mail\.example\.org ESMTP/);
      // A port that wants TLS from the start does not speak first: this ends at the timeout, and says so.
      const mistaken = testEndpoint(`starttls://localhost:${String(wrappedPort)}`, { client: { timeoutMs: 300 } });
      expect((await checkOnce(probes, mistaken)).errors).toEqual(["timed out after 300ms while waiting for an answer"]);
    });
  },
  { needsRoot: true },
);

withProgram("postgres", () => {
  it("over TCP, with its own protocol", async () => {
    const folderOf = (name: string) => (findProgram(name) ?? name).replaceAll(" ", "\\ ");
    // PostgreSQL refuses to run as root.
    const asItself = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
    const [program, ...before] = [...asItself, "sh"];
    const server = await start({
      program,
      environment: { LC_ALL: "C" },
      arguments: (folder, port) => [
        ...before,
        "-c",
        `${folderOf("initdb")} -D ${folder}/data -U me -A trust --no-sync >&2 && exec ${folderOf("postgres")} -D ${folder}/data -h 127.0.0.1 -p ${String(port)} -k ''`,
      ],
    });
    const url = `tcp://127.0.0.1:${String(server.port)}`;
    expect(await checkOnce(probes, testEndpoint(url))).toMatchObject({ connected: true, errors: [] });
    // The start of a session, as the protocol's version 3.0 has it: length, version, user, database.
    const parts = "\u0000\u0003\u0000\u0000user\u0000me\u0000database\u0000postgres\u0000\u0000";
    const body = `\u0000\u0000\u0000${String.fromCharCode(parts.length + 4)}${parts}`;
    // "R": the answer about the login. It listens a moment before it lets anybody in.
    await expect.poll(async () => bodyText(await checkOnce(probes, testEndpoint(url, { body }))), { timeout: 5_000 }).toMatch(/^R/);
  });
});
