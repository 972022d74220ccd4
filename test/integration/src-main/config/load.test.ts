import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { DEFAULT_CONFIG_TEXT, writeDefaultConfig } from "../../../../src-main/config/default-config.ts";
import type { ConfigLoad, LoadOptions } from "../../../../src-main/config/load.ts";
import { createWorkerAssembler } from "../../../../src-main/config/load-in-worker.ts";
import type { WorkerAssembler } from "../../../../src-main/config/load-in-worker.ts";
import { loadConfig } from "../../../../src-main/config/load.ts";
import { checkCondition } from "../../../unit/src-main/config/helpers.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/configs");

let folder = "";

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "sentray-config-")));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function load(path: string, options: Partial<LoadOptions> = {}): Promise<ConfigLoad> {
  return loadConfig({
    path,
    environment: {},
    secrets: { get: () => undefined },
    providers: {
      types: () => ["slack", "discord", "pagerduty", "custom"],
      check: () => ({ errors: [], unknownKeys: [] }),
    },
    conditions: { check: checkCondition },
    ...options,
  });
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const MANY = 2_000;
const MANY_TEXT = `endpoints:\n${Array.from({ length: MANY }, (_, i) => `  - name: service-${i}\n    group: zone-${i % 20}\n    url: "https://service-${i}.example.org/health?with=some&length=to-it"\n    interval: 30s\n    headers: {Authorization: "Bearer \${TOKEN}", X-Number: "${i}"}\n    client:\n      timeout: 5s\n      insecure: true\n    alerts: [{type: slack, failure-threshold: 5}]\n    conditions:\n      - "[STATUS] == 200"\n      - "[RESPONSE_TIME] < ${100 + (i % 50)}"\n      - "[BODY].status == UP"\n`).join("")}`;

interface Good {
  readonly endpoints: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly externalEndpoints?: number;
  readonly suites?: number;
  readonly warnings?: boolean;
}

/** A user without rights of any kind. */
const NOBODY = 65_534;

describe("the corpus of configurations in many styles", () => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, "good.json"), "utf8")) as Readonly<Record<string, Good>>;

  it.each(Object.entries(expected))(
    "loads %s",
    async (name, { endpoints, environment = {}, externalEndpoints = 0, suites = 0, warnings = false }) => {
      const { config, problems } = await load(join(FIXTURES, "good", name), { environment });
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(problems.some(({ severity }) => severity === "warning")).toBe(warnings);
      expect(config?.endpoints).toHaveLength(endpoints);
      expect(config?.externalEndpoints).toHaveLength(externalEndpoints);
      expect(config?.suites).toHaveLength(suites);
    },
  );

  it("takes from them what they mean", async () => {
    const of = async (name: string, environment = {}): Promise<unknown> =>
      (await load(join(FIXTURES, "good", name), { environment })).config?.endpoints;
    const blocks = await of("10-block-texts.yaml");
    expect(blocks).toMatchObject([
      { body: "{\n  users(first: 1) {\n    id   # not a comment: part of the text\n  }\n}\n" },
      { body: "user=probe &pass=x", conditions: ["[STATUS] == 302"] },
      { body: "  indented\n\n" },
    ]);
    expect(await of("11-crlf.yaml")).toMatchObject([{ body: "line one\nline two\n" }]);
    expect(await of("17-environment.yaml", expected["17-environment.yaml"]?.environment)).toMatchObject([
      { key: "g_env", url: "https://example.org:8443/path?price=$5", intervalMs: 15_000, headers: { Authorization: "Bearer abc" } },
    ]);
    expect(await of("19-numbers-as-text.yaml")).toMatchObject([
      { name: "007", group: "1.50", body: "0x10", extraLabels: { sexagesimal: "190:20:30" } },
    ]);
    expect(await of("18-old-booleans.yaml")).toMatchObject([
      { name: "yes", enabled: true, client: { insecure: true, ignoreRedirect: false } },
    ]);
    expect(await of("05-anchors.yaml")).toMatchObject([
      { intervalMs: 30_000 },
      { intervalMs: 120_000 },
      { client: { timeoutMs: 3_000, insecure: true } },
    ]);
    expect(await of("32-quotes.yaml")).toMatchObject([{ name: "double d", url: "https://example.org/?q=it's" }]);
    expect(await of("41-explicit-tags.yaml")).toMatchObject([{ name: "123", retries: 2, enabled: true }]);
  });
});

interface ExpectedProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

describe("the corpus of broken configurations", () => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, "broken.json"), "utf8")) as Readonly<Record<string, readonly ExpectedProblem[]>>;

  it.each(Object.entries(expected))("says what is wrong with %s", async (name, wanted) => {
    const { config, problems } = await load(join(FIXTURES, "broken", name));
    expect(config).toBeNull();
    const errors = problems.filter(({ severity }) => severity === "error");
    const found = errors.map(({ file, line, column }) => ({ file: relative(join(FIXTURES, "broken"), file), line, column }));
    expect(found).toEqual(wanted.map(({ file, line, column }) => ({ file, line, column })));
    for (const [index, { message }] of wanted.entries()) expect(errors[index]?.message).toContain(message);
  });
});

describe("what the disk holds", () => {
  it.each([
    ["nothing", () => join(folder, "missing.yaml"), "no such file or folder"],
    ["a folder without YAML", () => join(write("plain/a.txt", "x"), ".."), "no file whose name ends in .yaml or .yml"],
    ["a link to nothing", () => link("dangling.yaml", join(folder, "nowhere.yaml")), "no such file or folder"],
    ["a circle of links", () => link("circle.yaml", join(folder, "circle.yaml")), "links go in a circle"],
    ["a file that is too large", () => sparse("huge.yaml", 17 * 1024 * 1024), "larger than 16 MB"],
  ])("is told: %s", async (_, make, expected) => {
    const { config, problems } = await load(make());
    expect(config).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: "error", line: 0 });
    expect(problems[0]?.message).toContain(expected);
  });

  it.skipIf(process.platform === "win32")("is told: a file that may not be read", async () => {
    const path = write("secret.yaml", "endpoints: []\n");
    chmodSync(path, 0);
    // The superuser may read everything, so it is somebody else for a moment.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    const { problems } = await load(path).finally(() => isRoot && process.seteuid?.(0));
    expect(problems[0]?.message).toContain("check its permissions");
  });

  it.skipIf(process.platform === "win32")("is told: something that is no file", async () => {
    expect((await load("/dev/null")).problems[0]?.message).toContain("not a regular file");
  });

  it("reads a folder in the order of its names, through links, and lists its files", async () => {
    const one = (name: string): string => `endpoints: [{name: ${name}, url: "http://a", conditions: ["a == b"]}]\n`;
    write("tree/b.yaml", one("b"));
    write("tree/a/z.yml", one("z"));
    write("tree/a.yaml", one("a"));
    write("tree/.hidden.yaml", one("hidden"));
    write("tree/B.YAML", one("capitals"));
    write("tree/..data/x.yaml", one("stale"));
    write("tree/.#b.yaml", one("lock"));
    const linked = write("elsewhere.yaml", one("linked"));
    symlinkSync(linked, join(folder, "tree/link.yaml"));
    symlinkSync(join(folder, "tree/a"), join(folder, "tree/loop"));
    const { config, files, problems } = await load(join(folder, "tree"));
    expect(problems).toEqual([]);
    expect(config?.endpoints.map(({ name }) => name)).toEqual(["hidden", "z", "a", "b", "linked"]);
    expect(files.map((file) => relative(join(folder, "tree"), file))).toEqual([
      ".hidden.yaml",
      join("a", "z.yml"),
      "a.yaml",
      "b.yaml",
      "link.yaml",
    ]);
  });

  it("reads a folder through a link, and by a path with ..", async () => {
    cpSync(join(FIXTURES, "good/15-folder"), join(folder, "real"), { recursive: true });
    symlinkSync(join(folder, "real"), join(folder, "linked-folder"));
    expect((await load(join(folder, "linked-folder"))).config?.endpoints).toHaveLength(3);
    expect((await load(`${folder}/tree/../real`)).config?.endpoints).toHaveLength(3);
  });

  it("asks the environment first, then the secrets", async () => {
    const text = 'endpoints: [{name: "${A}", group: "${B}", url: "http://${C}", conditions: ["a == b"]}]\n';
    const asked: string[] = [];
    const { config, secretValues } = await load(write("variables.yaml", text), {
      environment: { A: "from-environment", C: "", toString: undefined },
      secrets: {
        get: (name) => {
          asked.push(name);
          return name === "B" ? "from-secrets" : undefined;
        },
      },
    });
    expect(config?.endpoints).toMatchObject([{ name: "from-environment", group: "from-secrets", url: "http://" }]);
    expect(asked).toEqual(["B"]);
    expect(secretValues).toEqual(["from-secrets"]);
  });
});

describe("a large configuration", () => {
  let beside: WorkerAssembler;
  let path = "";

  beforeAll(async () => {
    const outDir = join(folder, "worker");
    await build({
      configFile: false,
      logLevel: "error",
      build: {
        ssr: join(import.meta.dirname, "../../../../src-main/config/load.worker.ts"),
        outDir,
        rollupOptions: { output: { entryFileNames: "load.worker.mjs" } },
      },
      ssr: { noExternal: true },
    });
    beside = createWorkerAssembler(pathToFileURL(join(outDir, "load.worker.mjs")));
    path = write("many.yaml", MANY_TEXT);
  });

  afterAll(async () => {
    await beside.close();
  });

  const options = { environment: { TOKEN: "a-token" } };

  it("comes out of the worker as it does without one", async () => {
    const apart = await load(path, { ...options, beside });
    const here = await load(path, options);
    expect(apart.config?.endpoints).toHaveLength(MANY);
    expect(apart).toEqual(here);
    expect(apart.secretValues).toEqual(["a-token"]);
  });

  it("has its problems told with their places", async () => {
    const broken = write(
      "many-broken.yaml",
      `${MANY_TEXT}  - name: last\n    url: "https://\${TOKEN}/ x"\n    conditions: ["a == b", "nope"]\n`,
    );
    const { config, problems } = await load(broken, { ...options, beside });
    expect(config).toBeNull();
    expect(problems.filter(({ severity }) => severity === "error").map(({ path: place }) => place)).toEqual([
      "endpoints[2000].conditions[1]",
    ]);
  });

  it("is the same when most of it is known, and has moved", async () => {
    const changed = write("many-changed.yaml", `# a line more\n${MANY_TEXT.replace("timeout: 5s", "timeout: 7s")}`);
    expect(await load(changed, { ...options, beside })).toEqual(await load(changed, options));
  });

  it("that nobody wants any more gives way to the one that is wanted", async () => {
    const controllers = [new AbortController(), new AbortController(), new AbortController()];
    const loads = controllers.map(({ signal }, index) =>
      load(path, { ...options, beside, signal, files: [{ path, text: `${MANY_TEXT}# ${index}\n` }] }),
    );
    const outcomes = Promise.allSettled(loads);
    controllers[0]?.abort();
    controllers[1]?.abort();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect((await loads[2])?.config?.endpoints).toHaveLength(MANY);
  });

  it("lets the event loop turn meanwhile", async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    await load(path, { ...options, beside });
    clearInterval(ticking);
    // In one thread the timer would have run a handful of times; how often exactly is the machine's affair.
    expect(turns).toBeGreaterThan(10);
  });

  it("is read here when the worker cannot be started, and says so", async () => {
    const failures: string[] = [];
    const { config } = await load(path, {
      ...options,
      beside: createWorkerAssembler(pathToFileURL(join(folder, "no-worker.mjs"))),
      onWorkerFailure: (error) => failures.push(error.message),
    });
    expect(config?.endpoints).toHaveLength(MANY);
    expect(failures).toEqual(["the worker that reads the configuration failed"]);
  });
});

describe("the first configuration", () => {
  beforeEach(() => rmSync(join(folder, "first"), { recursive: true, force: true }));

  it("is written with its folders, and loads", async () => {
    const path = join(folder, "first/deep/config.yaml");
    expect(await writeDefaultConfig(path)).toEqual({ ok: true, value: { written: true } });
    const { config, problems } = await load(path);
    expect(config?.endpoints).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual(["There is nothing to watch yet: add an entry under `endpoints`."]);
  });

  it("has an example that is right once the marks are taken away", async () => {
    const blocks = DEFAULT_CONFIG_TEXT.match(/^# (?:endpoints|alerting):\n(?:#.*\n)+/gm) ?? [];
    const text = blocks.join("").replace(/^# ?/gm, "");
    const { config, problems } = await load(write("first/example.yaml", text), { environment: { SLACK_WEBHOOK_URL: "https://x" } });
    expect(problems).toEqual([]);
    expect(config?.endpoints.map(({ key }) => key)).toEqual(["core_front-end", "_router"]);
    expect(config?.alerting.providers.has("slack")).toBe(true);
  });

  it("never overwrites", async () => {
    const path = write("first/mine.yaml", "mine");
    expect(await writeDefaultConfig(path)).toEqual({ ok: true, value: { written: false } });
    expect(readFileSync(path, "utf8")).toBe("mine");
  });

  it("says where it could not be written", async () => {
    const result = await writeDefaultConfig(join(write("first/file", "x"), "config.yaml"));
    expect(result).toMatchObject({ ok: false, error: { code: "config_unreadable" } });
  });
});

function link(name: string, target: string): string {
  const path = join(folder, name);
  symlinkSync(target, path);
  return path;
}

function sparse(name: string, size: number): string {
  const path = write(name, "");
  truncateSync(path, size);
  return path;
}
