// The settings' share of the fake world: a configuration with monitors and channels, tried answers, secrets, an import.
// Edits are remembered by the bridge's list of requests; adding, deleting and switching show in the next overview.

import { ok } from "../../shared/errors.ts";
import { ENDPOINT_KINDS } from "../../shared/model/endpoint.ts";
import type { Edit, EntryRef, EntrySummary, PlainMapping } from "../../shared/model/settings.ts";
import type { ConfigProblem } from "../../shared/model/config.ts";
import type { ProviderForm, ProviderKey, TryReport } from "../../shared/model/settings-monitor.ts";
import type { FakeHandlers } from "./fake-api.ts";
import { fakeDetail } from "./fake-history.ts";
import { fakeEndpoints } from "./fake-world.ts";

export const FAKE_FILE = "/home/sam/.config/sentray/config.yaml";

export const FAKE_MONITOR: PlainMapping = {
  name: "back-end",
  group: "core",
  url: "https://api.example.org/health",
  interval: "30s",
  conditions: ["[STATUS] == 200", "[BODY].status == UP", "[RESPONSE_TIME] < 300", "len([BODY].data) < 10"],
  "degraded-conditions": ["[CERTIFICATE_EXPIRATION] > 14d"],
  alerts: [
    { type: "desktop", "failure-threshold": 2 },
    { type: "slack", description: "on call, please look" },
  ],
};

const FAKE_TEXT = `# Watched by the platform team.
alerting:
  slack:
    webhook-url: \${SLACK_WEBHOOK_URL}

endpoints:
  - name: back-end
    group: core
    url: https://api.example.org/health # the load balancer
    interval: 30s
    conditions:
      - "[STATUS] == 200"
      - "[BODY].status == UP"
      - "[RESPONSE_TIME] < 300"
  - name: resolver
    group: network
    url: 192.0.2.53
    dns:
      query-name: example.org
      query-type: A
    conditions:
      - "[DNS_RCODE] == NOERROR"
`;

const key = (change: Partial<ProviderKey> & { readonly key: string; readonly title: string }): ProviderKey => ({
  description: "",
  kind: "text",
  required: false,
  secret: false,
  choices: null,
  placeholder: "",
  fallback: null,
  isSentrayOnly: false,
  ...change,
});

const provider = (type: string, title: string, keys: readonly ProviderKey[] = [], supportsOverrides = true): ProviderForm => ({
  type,
  title,
  supportsOverrides,
  testable: true,
  keys,
});

const webhook = key({ key: "webhook-url", title: "Webhook URL", required: true, secret: true, placeholder: "https://hooks.example.org/…" });

export const FAKE_PROVIDERS: readonly ProviderForm[] = [
  provider("desktop", "Desktop notification", [], false),
  provider("slack", "Slack", [webhook, key({ key: "title", title: "Title", description: "Stands above the message." })]),
  provider("discord", "Discord", [webhook]),
  provider("email", "E-mail", [
    key({ key: "from", title: "From", required: true, placeholder: "sentray@example.org" }),
    key({ key: "host", title: "Mail server", required: true }),
    key({ key: "port", title: "Port", kind: "integer", required: true, fallback: 587 }),
    key({ key: "password", title: "Password", secret: true }),
    key({ key: "to", title: "To", required: true, kind: "list" }),
  ]),
  provider("custom", "Custom", [
    key({ key: "url", title: "URL", required: true }),
    key({ key: "method", title: "Method", choices: ["GET", "POST", "PUT"], fallback: "GET" }),
    key({ key: "headers", title: "Headers", kind: "map" }),
    key({ key: "body", title: "Body" }),
    key({ key: "insecure", title: "Accept any certificate", kind: "boolean", fallback: false }),
  ]),
  ...["PagerDuty", "Telegram", "Matrix", "Mattermost", "ntfy", "Gotify", "Opsgenie", "Pushover", "Twilio", "Signal", "Zulip", "LINE"].map(
    (title) => provider(title.toLowerCase(), title, [webhook]),
  ),
];

const BODY = {
  status: "UP",
  version: "4.2.0",
  user: { name: "John", admin: false },
  data: [{ id: 1 }, { id: 2 }, { id: 3 }],
  queue: { depth: 17 },
};

/** The answer of a try; `tryId` as it was asked. */
export function fakeTryReport(tryId: string, nowMs: number): TryReport {
  const [endpoint] = fakeEndpoints(1, nowMs);
  if (endpoint === undefined) throw new Error("the fake world is empty");
  const { latest, latestExtras } = fakeDetail(endpoint, nowMs);
  if (latest === null || latestExtras === null) throw new Error("the fake endpoint was never checked");
  const path = (operand: string, type: "string" | "number" | "boolean", value: string) => ({
    operand,
    type,
    value,
    condition: `${operand} == ${value}`,
  });
  return {
    tryId,
    result: { ...latest, outcome: "healthy", status: 200, durationMs: 104, ip: "192.0.2.10", errors: [], connected: true },
    extras: {
      ...latestExtras,
      httpVersion: "1.1",
      headers: [
        ["content-type", "application/json"],
        ["cache-control", "no-store"],
        ["server", "nginx"],
      ],
      bodyText: JSON.stringify(BODY),
      bodyTruncated: false,
    },
    bodyKind: "json",
    paths: [
      path("[BODY].status", "string", "UP"),
      path("[BODY].version", "string", "4.2.0"),
      path("[BODY].user.name", "string", "John"),
      path("[BODY].user.admin", "boolean", "false"),
      { operand: "len([BODY].data)", type: "array", value: "3", condition: "len([BODY].data) == 3" },
      path("[BODY].queue.depth", "number", "17"),
    ],
    proposedConditions: ["[STATUS] == 200", "[BODY].status == UP", "[RESPONSE_TIME] < 500"],
    degradedProposals: ["[CERTIFICATE_EXPIRATION] > 336h"],
  };
}

/** What a condition shows against {@link fakeTryReport}: enough of the language for the window's tests. */
const SEEN: Readonly<Record<string, string>> = {
  "[STATUS]": "200",
  "[BODY].status": "UP",
  "[RESPONSE_TIME]": "104",
  "len([BODY].data)": "3",
  "[CERTIFICATE_EXPIRATION]": "1464h",
};

function summariesOf(count: number): readonly EntrySummary[] {
  return fakeEndpoints(count, 0).map(
    (endpoint, index): EntrySummary => ({
      ref: { file: FAKE_FILE, list: "endpoints", index, name: endpoint.name, group: endpoint.group },
      line: 7 + index * 8,
      key: endpoint.key,
      url: endpoint.target,
      kind: ENDPOINT_KINDS.find((kind) => kind === endpoint.kind) ?? null,
      enabled: endpoint.state !== "disabled",
      interval: index % 3 === 0 ? "30s" : "",
      tags: endpoint.tags,
      alertTypes: index % 4 === 0 ? ["slack"] : [],
      usesAnchors: false,
    }),
  );
}

function applyEdit(entries: readonly EntrySummary[], edit: Edit): readonly EntrySummary[] {
  const isMeant = (ref: EntryRef) => (entry: EntrySummary) => entry.ref.file === ref.file && entry.ref.index === ref.index;
  switch (edit.op) {
    case "delete-entry":
      return entries.filter((entry) => !isMeant(edit.entry)(entry));
    case "set":
    case "unset": {
      const { target } = edit;
      if (target.kind !== "entry" || edit.path[0] !== "enabled") return entries;
      return entries.map((entry) => (isMeant(target.entry)(entry) ? { ...entry, enabled: edit.op === "unset" } : entry));
    }
    default:
      return entries;
  }
}

/** One answer for each of the settings' channels. */
export function fakeConfigHandlers(options: {
  readonly nowMs: number;
  readonly count?: number;
  readonly problems?: readonly ConfigProblem[];
}): Partial<FakeHandlers> {
  const { nowMs, problems = [] } = options;
  let entries = summariesOf(options.count ?? 45);
  let revision = 1;
  const saved = () => {
    revision += 1;
    return { outcome: "saved" as const, revision: `r${revision}`, diffs: [], rebased: false, problems: [] };
  };
  const secrets = () => ({
    protection: "keyring" as const,
    backend: "gnome_libsecret",
    isWeakAccepted: false,
    secrets: [{ name: "SLACK_WEBHOOK_URL", isShadowed: false, usedInFiles: [FAKE_FILE], isReadable: true }],
    missing: ["PAGERDUTY_KEY"],
  });
  return {
    "settings:get-config": () => ({
      revision: `r${revision}`,
      path: FAKE_FILE,
      isFolder: false,
      isDefaultPath: true,
      files: [{ file: FAKE_FILE, isWritable: true, isEditable: true, lines: 22, topKeys: ["alerting", "endpoints", "suites", "web"] }],
      entries,
      providers: [{ type: "slack", file: FAKE_FILE }],
      problems,
      undoable: revision > 1 ? "back-end was saved." : null,
    }),
    "settings:get-value": ({ target, path }) => {
      const isSlack = path.join(".") === "alerting.slack";
      const value = target.kind === "entry" ? FAKE_MONITOR : isSlack ? { "webhook-url": "${SLACK_WEBHOOK_URL}" } : null;
      return {
        revision: `r${revision}`,
        value,
        exists: value !== null,
        file: FAKE_FILE,
        line: isSlack ? 3 : 12,
        yaml: path.join("."),
        inherited: [],
        plainSecrets: [],
      };
    },
    "settings:get-file": ({ file }) => ({ file, revision: `r${revision}`, text: FAKE_TEXT }),
    "settings:apply-edits": ({ edits }) => {
      entries = (edits as readonly Edit[]).reduce(applyEdit, entries);
      return saved();
    },
    "settings:save-text": ({ file, isPreview }) =>
      isPreview
        ? {
            outcome: "unsaved",
            diffs: [{ file, hunks: [{ beforeLine: 10, afterLine: 10, before: ["    interval: 30s"], after: ["    interval: 10s"] }] }],
            problems: [],
          }
        : saved(),
    "settings:check-text": () => problems,
    "settings:undo": () => saved(),
    "settings:list-backups": () => [
      { id: "b2", atEpochMs: nowMs - 3_600_000, reason: "back-end was saved.", files: [FAKE_FILE], sizeBytes: 900 },
      { id: "b1", atEpochMs: nowMs - 86_400_000, reason: "12 monitors were imported.", files: [FAKE_FILE], sizeBytes: 800 },
    ],
    "settings:get-backup": () => [
      { file: FAKE_FILE, hunks: [{ beforeLine: 10, afterLine: 10, before: ["    interval: 30s"], after: ["    interval: 60s"] }] },
    ],
    "settings:restore-backup": () => saved(),
    "settings:list-drafts": () => [],
    "settings:keep-draft": () => null,
    "settings:drop-draft": () => null,
    "settings:infer": ({ text }) =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .map((source) =>
          source.includes(" ")
            ? { ok: false as const, source, message: "This is not an address that can be watched." }
            : {
                ok: true as const,
                source,
                kind: "HTTP" as const,
                value: { name: source.replace(/^https?:\/\//u, ""), url: source, conditions: ["[STATUS] == 200"] },
                notes: [],
              },
        ),
    "settings:try": ({ tryId }) => ok(fakeTryReport(tryId, nowMs)),
    "settings:cancel-try": () => null,
    "settings:check-condition": ({ text, tryId }) => {
      const operand = Object.keys(SEEN).find((each) => text.startsWith(each));
      if (operand === undefined)
        return {
          isValid: false,
          findings: [{ severity: "error", message: "This is no placeholder. Did you mean [STATUS]?", column: 1 }],
          current: null,
        };
      const display = text.replace(operand, `${operand} (${SEEN[operand] ?? ""})`);
      return { isValid: true, findings: [], current: tryId === null ? null : { success: !text.includes("DOWN"), display } };
    },
    "settings:get-completions": () => [
      { kind: "placeholder", label: "[STATUS]", help: "The HTTP status", isSentrayOnly: false },
      { kind: "placeholder", label: "[RESPONSE_TIME]", help: "Milliseconds until the answer was there", isSentrayOnly: false },
      { kind: "function", label: "len(", help: "How long a text or a list is", isSentrayOnly: false },
      { kind: "path", label: "[BODY].status", help: "UP", isSentrayOnly: false },
    ],
    "settings:describe-providers": () => FAKE_PROVIDERS,
    "settings:test-alert": ({ dryRun }) => ({
      preview: { title: "back-end is failing", body: "[STATUS] (503) == 200" },
      requests: [
        {
          target: "POST https://hooks.example.org/services/•••",
          headers: { "content-type": "application/json" },
          body: '{"text":"An alert for *core/back-end* has been triggered"}',
        },
      ],
      outcome: dryRun ? null : { delivered: true, message: "200 OK: ok" },
    }),
    "settings:get-secrets": secrets,
    "settings:set-secret": secrets,
    "settings:remove-secret": secrets,
    "settings:accept-weak-secrets": secrets,
    "settings:choose-import": () => ({
      importId: "i1",
      kind: "uptime-kuma-backup",
      source: "Uptime_Kuma_Backup.json",
      entries: [
        {
          id: 1,
          list: "endpoints",
          value: { name: "shop", group: "web", url: "https://shop.example.org" },
          notes: [{ message: "60 s became 1m." }],
          isIncomplete: false,
          existsAlready: false,
        },
        {
          id: 2,
          list: "endpoints",
          value: { name: "docs", group: "public", url: "https://docs.example.org" },
          notes: [],
          isIncomplete: false,
          existsAlready: true,
        },
      ],
      providers: [{ type: "telegram", value: {}, notes: [{ message: "The token is •••." }], existsAlready: false }],
      refusals: [{ what: "printer (Docker container)", why: { message: "containers cannot be watched." } }],
      notes: [],
    }),
    "settings:apply-import": () => saved(),
    "settings:preview-export": () => ({
      files: [],
      removed: [{ file: FAKE_FILE, path: "endpoints[0].degraded-conditions", line: 18 }],
      notes: [],
    }),
    "settings:export-gatus": () => ({ saved: true }),
    "settings:get-location": () => ({ path: FAKE_FILE, isDefault: true, needsRestart: false, isFixed: false }),
  };
}
