// Every line of every vector file: what a condition comes to and how it is shown. SENTRAY_VECTORS names a folder with more files.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EMPTY_OBSERVATION, type Observation } from "../../../../shared/model/observation.ts";
import { compileConditions } from "../../../../src-main/conditions/compile.ts";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/", import.meta.url));

const resultSchema = z.strictObject({
  status: z.number().optional(),
  responseTimeMs: z.number().optional(),
  ip: z.string().optional(),
  body: z.string().optional(),
  connected: z.boolean().optional(),
  dnsRcode: z.string().optional(),
  certificateExpirationMs: z.number().optional(),
  domainExpirationMs: z.number().optional(),
});

const vectorSchema = z.strictObject({
  condition: z.string(),
  result: resultSchema,
  context: z.record(z.string(), z.unknown()).optional(),
  dontResolveFailedConditions: z.boolean().optional(),
  resolveSuccessfulConditions: z.boolean().optional(),
  expectSuccess: z.boolean(),
  expectDisplay: z.string().nullable(),
  expectErrors: z.array(z.string()).optional(),
  note: z.string().optional(),
  differs: z.array(z.string()).optional(),
  gatus: z.unknown().optional(),
});

type Vector = z.infer<typeof vectorSchema>;

const folders = [FIXTURES, process.env["SENTRAY_VECTORS"] ?? ""].filter((folder) => folder !== "");

function vectorFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^condition-vectors.*\.jsonl$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Throws on a line that cannot be read. */
function readVectors(file: string): readonly Vector[] {
  const lines = readFileSync(file, "utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, index) => {
    const parsed = vectorSchema.safeParse(readJson(line, `${file}:${index + 1}`));
    if (!parsed.success) throw new Error(`${file}:${index + 1}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}

function readJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`${where}: no JSON`, { cause });
  }
}

function observationOf(result: Vector["result"]): Observation {
  return {
    ...EMPTY_OBSERVATION,
    status: result.status ?? 0,
    durationMs: result.responseTimeMs ?? 0,
    ip: result.ip ?? "",
    body: new TextEncoder().encode(result.body ?? ""),
    connected: result.connected ?? false,
    dnsRcode: result.dnsRcode ?? "",
    certificateExpiresInMs: result.certificateExpirationMs ?? null,
    domainExpiresInMs: result.domainExpirationMs ?? null,
  };
}

/** What a vector says about the outcome; a condition that is none has the error and no display. */
interface Verdict {
  readonly success: boolean;
  readonly display: string | null;
  readonly errors: readonly string[];
}

function judge(vector: Vector): Verdict {
  const compiled = compileConditions([vector.condition], { insideSuite: vector.context !== undefined });
  if (!compiled.ok) return { success: false, display: null, errors: [compiled.error.message.replace(/ \(column \d+: .*\)$/, "")] };
  const [outcome] = compiled.value.evaluate(
    { observation: observationOf(vector.result), ...(vector.context === undefined ? {} : { context: vector.context }) },
    {
      dontResolveFailedConditions: vector.dontResolveFailedConditions ?? false,
      resolveSuccessfulConditions: vector.resolveSuccessfulConditions ?? false,
      removeSecrets: (text: string) => text,
    },
  );
  return { success: outcome?.success ?? false, display: outcome?.display ?? null, errors: [] };
}

describe.each(folders)("the folder %s", (folder) => {
  it("has vectors", () => {
    expect(vectorFiles(folder)).not.toEqual([]);
  });
});

describe.each(folders.flatMap(vectorFiles))("%s", (file) => {
  const vectors = readVectors(file);

  it("holds vectors", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  it.each(vectors.map((vector, index) => ({ line: index + 1, vector })))("line $line: $vector.condition", ({ vector }) => {
    const expected: Verdict = { success: vector.expectSuccess, display: vector.expectDisplay, errors: vector.expectErrors ?? [] };
    expect(judge(vector)).toEqual(expected);
  });
});

describe("the vectors that every build has to pass", () => {
  it("are all there", () => {
    const count = vectorFiles(FIXTURES).reduce((sum, file) => sum + readVectors(file).length, 0);
    expect(count).toBeGreaterThanOrEqual(515);
  });
});
