import { describe, expect, it } from "vitest";

import { assemble, configOf, endpointText, problemLines } from "./helpers.ts";

type Case = readonly [name: string, keys: Readonly<Record<string, string>>, expected: string];

describe("an endpoint", () => {
  it("has Gatus' defaults", () => {
    expect(configOf(endpointText({})).endpoints[0]).toEqual({
      key: "_e",
      name: "e",
      group: "",
      enabled: true,
      kind: "HTTP",
      url: "https://example.org",
      method: "GET",
      headers: {},
      body: "",
      graphql: false,
      extraLabels: {},
      intervalMs: 60_000,
      conditions: ["[STATUS] == 200"],
      alerts: [
        {
          type: "desktop",
          enabled: true,
          failureThreshold: 3,
          successThreshold: 2,
          sendOnResolved: true,
          minimumReminderIntervalMs: 0,
          description: "",
          providerOverride: {},
          onDegraded: false,
        },
      ],
      maintenanceWindows: [],
      dns: null,
      ssh: null,
      client: {
        timeoutMs: 10_000,
        insecure: false,
        ignoreRedirect: false,
        storeCookies: false,
        proxyUrl: "",
        dnsResolver: null,
        oauth2: null,
        identityAwareProxy: null,
        tls: null,
        network: "ip",
        tunnel: null,
      },
      ui: {
        hideConditions: false,
        hideHostname: false,
        hideUrl: false,
        hidePort: false,
        hideErrors: false,
        dontResolveFailedConditions: false,
        resolveSuccessfulConditions: false,
        responseTimeThresholdsMs: [50, 200, 300, 500, 750],
      },
      retries: 0,
      retryIntervalMs: 5_000,
      failingIntervalMs: null,
      degradedConditions: [],
      dependsOn: [],
      tags: [],
      notes: "",
      links: [],
      schedule: null,
      position: { file: "config.yaml", line: 3, column: 5 },
    });
  });

  it.each([
    ["https://a", "HTTP"],
    ["http://a:80/b?c#d", "HTTP"],
    ["tcp://a:1", "TCP"],
    ["udp://a:1", "UDP"],
    ["sctp://a:1", "SCTP"],
    ["icmp://1.1.1.1", "ICMP"],
    ["icmp://::1", "ICMP"],
    ["icmp://fe80::abcd", "ICMP"],
    ["starttls://a:587", "STARTTLS"],
    ["tls://[::1]:443", "TLS"],
    ["grpc://a:1", "GRPC"],
    ["grpcs://a:1", "GRPC"],
    ["ws://a", "WEBSOCKET"],
    ["wss://a", "WEBSOCKET"],
    ["ssh://a:22", "SSH"],
    ["https://user:p%40ss@a/b%20c", "HTTP"],
    ["http://münchen.example/ä", "HTTP"],
    ["http://a/[CONTEXT].id", "HTTP"],
  ])("is known by its URL: %s", (url, kind) => {
    expect(configOf(endpointText({ url: `"${url}"` })).endpoints[0]?.kind).toBe(kind);
  });

  it("is a DNS check when it has a dns block, whatever its URL", () => {
    const { endpoints } = configOf(endpointText({ url: "8.8.8.8", dns: "{query-type: AAAA, query-name: example.org}" }));
    expect(endpoints[0]).toMatchObject({ kind: "DNS", dns: { queryType: "AAAA", queryName: "example.org" } });
  });

  it("takes the text of any scalar where text is wanted", () => {
    const headers = "{X-Time: 07:30, X-Version: 1.50, X-Hex: 0x10, X-Flag: true, X-Empty: }";
    const [endpoint] = configOf(endpointText({ name: "0123", body: "yes", headers })).endpoints;
    expect(endpoint).toMatchObject({ name: "0123", body: "yes" });
    expect(endpoint?.headers).toEqual({ "X-Time": "07:30", "X-Version": "1.50", "X-Hex": "0x10", "X-Flag": "true", "X-Empty": "" });
  });

  it("takes null for absent, and 0s for an unset interval", () => {
    const [endpoint] = configOf(endpointText({ interval: "0s", method: "~", client: "", enabled: "null" })).endpoints;
    expect(endpoint).toMatchObject({ intervalMs: 60_000, method: "GET", enabled: true });
  });

  it.each(["client", "ui"] as const)("an empty %s block says the same as none", (name) => {
    const [given] = configOf(endpointText({ [name]: "{}" })).endpoints;
    const [absent] = configOf(endpointText({})).endpoints;
    expect(given?.[name]).toEqual(absent?.[name]);
  });

  it("keeps a header called __proto__", () => {
    const [endpoint] = configOf(endpointText({ headers: "{__proto__: x}" })).endpoints;
    expect(Object.entries(endpoint?.headers ?? {})).toEqual([["__proto__", "x"]]);
  });

  it.each<Case>([
    ["no name", { name: '""' }, 'error 3:11 endpoints[0].name | An endpoint needs "name"'],
    ["a quote in its name", { name: "'a\"b'" }, 'name | A name cannot hold " or \\.'],
    ["a backslash in its group", { group: "'a\\b'" }, 'group | A group cannot hold " or \\.'],
    ["no URL", { url: "" }, 'endpoints[0] | An endpoint needs "url"'],
    ["no condition", { conditions: "[]" }, 'endpoints[0].conditions | An endpoint needs "conditions"'],
    ["a condition without comparator", { conditions: '["[STATUS]==200"]' }, "conditions[0] | no comparator"],
    ["an unknown scheme", { url: "ftp://a" }, '"ftp://a" cannot be watched: begin it with one of http://'],
    ["a scheme in capitals", { url: "HTTP://a" }, "cannot be watched"],
    ["no scheme", { url: "example.org" }, "cannot be watched"],
    ["a blank in its host", { url: "http://a b/" }, "has a character in its host that no host has"],
    ["a port that is no number", { url: "https://ex.org:abc/" }, "after the host's colon that is no port"],
    ["a port beyond 65535", { url: "tcp://a:70000" }, "has a port beyond 65535"],
    ["a bare IPv6 address", { url: "tcp://fe80::abcd" }, "needs brackets around its IPv6 address"],
    ["an open bracket", { url: '"http://[::1"' }, "bracket is not closed"],
    ["a broken escape", { url: '"http://a/%zz"' }, "does not begin an escape"],
    ["a line break in its URL", { url: '"http://a/\\nb"' }, "has a line break"],
    ["a method with a blank", { method: '"GE T"' }, '"GE T" is no HTTP method'],
    ["a negative interval", { interval: "-5s" }, "error 6:15 endpoints[0].interval | An interval cannot be negative."],
    ["a bare number as interval", { interval: "60" }, "Write the unit: 60s for seconds"],
    ["days where Gatus has none", { interval: "1d" }, "Days and weeks are not units here: write 24h."],
    ["a blank in a duration", { interval: "1h 30m" }, "Write it without blanks: 1h30m."],
    ["an empty duration", { interval: '""' }, "Here must be a duration"],
    ["a flag in quotes", { enabled: '"true"' }, 'Here must be true or false, which "true" is not. Remove the quotes.'],
    ["a number as flag", { graphql: "1" }, "Here must be true or false"],
    ["a list as text", { body: "[a]" }, "Here must be a text; this is a list."],
    ["a text as list", { tags: "a" }, "Here must be a list; this is a single value."],
    ["a list as mapping", { headers: "[a]" }, "Here must be a mapping of names to values; this is a list."],
    ["a domain check that is too frequent", { conditions: '["[DOMAIN_EXPIRATION] > 48h"]' }, "needs an interval of at least 5m"],
    [
      "an unknown record type",
      { dns: "{query-type: aaaa, query-name: a}" },
      '"aaaa" is no DNS record type; write it in capitals, such as A, AAAA or MX. Did you mean "AAAA"?',
    ],
    ["no record type", { dns: "{query-name: a}" }, 'A DNS query needs "query-type"'],
    ["an SSH password without user", { ssh: "{password: x}" }, "An SSH login needs a username"],
    ["an SSH user without password", { ssh: "{username: x}" }, "An SSH login needs a password or a private-key"],
    ["four thresholds", { ui: "{badge: {response-time: {thresholds: [1, 2, 3, 4]}}}" }, "Here must be five numbers"],
    ["falling thresholds", { ui: "{badge: {response-time: {thresholds: [1, 2, 3, 5, 4]}}}" }, "Here must be five numbers"],
    ["negative retries", { retries: "-1" }, "The number of repetitions cannot be negative."],
    ["quoted digits", { retries: '"1"' }, 'Here must be a whole number, which "1" is not. Remove the quotes.'],
    [
      "a link into the file system",
      { links: "[{name: a, url: 'file:///etc/passwd'}]" },
      "A link is a complete http:// or https:// address.",
    ],
    ["a cron expression that never fires", { schedule: '"0 0 31 2 *"' }, "no cron expression that ever fires"],
    ["a malformed cron expression", { schedule: "often" }, "no cron expression that ever fires"],
    ["an empty element", { tags: "[a, ~]" }, "tags[1] | This entry of the list is empty"],
  ])("cannot have %s", (_, keys, expected) => {
    const { config, problems } = assemble(endpointText(keys));
    expect(config).toBeNull();
    expect(problemLines({ problems }).join("\n")).toContain(expected);
  });

  it.each<Case>([
    [
      "a mistyped key",
      { conditons: "[]" },
      'conditons | "conditons" is not a key of an endpoint; it is ignored. Did you mean "conditions"?',
    ],
    ["a key of nobody", { frequency: "5" }, 'frequency | "frequency" is not a key of an endpoint; it is ignored.'],
    ["an alert on nothing", { alerts: "[{}]" }, "An alert without a type is never sent"],
    [
      "an alert on an unknown channel",
      { alerts: "[{type: slak}]" },
      'There is no alert channel "slak"; this alert is not sent. Did you mean "slack"?',
    ],
    [
      "an alert on a channel that is not set up",
      { alerts: "[{type: slack}, {type: slack}]" },
      "slack is not set up under `alerting`; 2 alerts for it, here and further on, are not sent.",
    ],
  ])("is warned of %s", (_, keys, expected) => {
    const { config, problems } = assemble(endpointText(keys));
    expect(config).not.toBeNull();
    expect(problemLines({ problems }).join("\n")).toContain(`warning`);
    expect(problemLines({ problems }).join("\n")).toContain(expected);
  });
});

describe("a client block", () => {
  const client = (text: string): ReturnType<typeof assemble> => assemble(endpointText({ client: text }));

  it("is read in full", () => {
    const text =
      "{timeout: 2s, insecure: yes, ignore-redirect: on, store-cookies: true, proxy-url: 'socks5://u:p@h:1', dns-resolver: 'tcp://[::1]:53', network: ip6, " +
      "oauth2: {token-url: t, client-id: i, client-secret: s, scopes: [a, b]}, identity-aware-proxy: {audience: x}, tls: {certificate-file: c, private-key-file: k, renegotiation: once}}";
    expect(client(text).config?.endpoints[0]?.client).toEqual({
      timeoutMs: 2_000,
      insecure: true,
      ignoreRedirect: true,
      storeCookies: true,
      proxyUrl: "socks5://u:p@h:1",
      dnsResolver: { protocol: "tcp", host: "::1", port: 53 },
      oauth2: { tokenUrl: "t", clientId: "i", clientSecret: "s", scopes: ["a", "b"] },
      identityAwareProxy: { audience: "x" },
      tls: { certificateFile: "c", privateKeyFile: "k", renegotiation: "once" },
      network: "ip6",
      tunnel: null,
    });
    expect(client(text).secretValues).toContain("s");
  });

  it.each([
    ["{timeout: -1s}", "warning", "A timeout below 1ms counts as the default"],
    ["{timeout: 0s}", "warning", "A timeout below 1ms counts as the default"],
    ["{proxy-url: nonsense}", "warning", "This is no proxy address"],
    ["{network: ipv6}", "warning", '"ipv6" is not one of ip, ip4, ip6; it counts as ip. Did you mean "ip6"?'],
    ["{tls: {renegotiation: often}}", "warning", "it counts as never"],
    [
      "{tls: {certificate-file: c, private-key-file: k, renegotiation: freely}}",
      "warning",
      "`renegotiation: freely` is accepted but has no effect",
    ],
    ["{tls: {certificate-file: c}}", "warning", "needs both certificate-file and private-key-file"],
    ["{tunnel: a}", "warning", "There is no `tunneling` block, so this connects directly."],
    ["{dns-resolver: 'sctp://1.1.1.1:53'}", "warning", "is asked by udp"],
    ["{dns-resolver: '1.1.1.1'}", "error", "A DNS resolver is written as proto://host:port"],
    ["{dns-resolver: 'udp://1.1.1.1'}", "error", "A DNS resolver needs a port between 1 and 65535"],
    ["{dns-resolver: 'udp://1.1.1.1:0'}", "error", "A DNS resolver needs a port between 1 and 65535"],
    ["{oauth2: {}}", "error", 'An OAuth 2 login needs "client-secret"'],
    ["{oauth2: {token-url: a, client-id: b, client-secret: c, scopes: []}}", "error", 'An OAuth 2 login needs "scopes"'],
    ["{identity-aware-proxy: {}}", "error", 'A Google Identity-Aware Proxy login needs "audience"'],
  ])("is checked: %s", (text, severity, expected) => {
    const found = client(text).problems.filter(({ message }) => message.includes(expected));
    expect(found.map((problem) => problem.severity)).toEqual([severity]);
  });

  it("warns of certificate files that cannot be read", () => {
    const text = endpointText({ client: "{tls: {certificate-file: /c.pem, private-key-file: /k.pem}}" });
    expect(problemLines(assemble(text, { unreadable: ["/k.pem"] }))).toEqual([
      'warning 6:64 endpoints[0].client.tls.private-key-file | The file "/k.pem" cannot be read at the moment.',
    ]);
  });

  it("finds its tunnel", () => {
    const tunnels = "tunneling:\n  jump: {type: SSH, host: h, username: u, password: p}\n";
    const { config, secretValues } = assemble(`${tunnels}${endpointText({ client: "{tunnel: ' jump '}" })}`);
    expect(config?.endpoints[0]?.client.tunnel).toEqual({
      name: "jump",
      host: "h",
      port: 22,
      username: "u",
      password: "p",
      privateKey: "",
    });
    expect(secretValues).toEqual(["p"]);
    expect(problemLines(assemble(`${tunnels}${endpointText({ client: "{tunnel: jmp}" })}`)).join("\n")).toContain(
      'There is no tunnel "jmp" under `tunneling`. Did you mean "jump"?',
    );
  });

  it.each([
    ["{type: ssh, host: h, username: u, password: p}", "The only kind of tunnel is SSH"],
    ["{type: SSH, username: u, password: p}", 'A tunnel needs "host"'],
    ["{type: SSH, host: h, password: p}", 'A tunnel needs "username"'],
    ["{type: SSH, host: h, username: u}", "A tunnel needs a password or a private-key."],
    ["{type: SSH, host: h, username: u, password: p, port: 0}", "A port is between 1 and 65535."],
  ])("refuses the tunnel %s", (tunnel, expected) => {
    const { config, problems } = assemble(`tunneling: {a: ${tunnel}}\n${endpointText({})}`);
    expect(config).toBeNull();
    expect(problemLines({ problems }).join("\n")).toContain(expected);
  });
});
