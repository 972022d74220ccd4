// The reference page of the configuration, written from the schema. Pure: a test compares it with the committed page.

import { rootBlock } from "../../shared/config-schema/root.ts";
import type { BlockSchema, Field, ValueSchema } from "../../shared/config-schema/schema.ts";
import { formatShortDuration } from "../../shared/go-duration.ts";
import { NOT_YET_BUILT_KEYS } from "./not-yet-built.ts";

const INTRODUCTION = `# Configuration reference

Every key that a configuration can have. This page is generated from the schema that the loader, the forms and the editor use;
to renew it after a change: \`npx vitest run --project unit test/unit/src-main/config/reference.test.ts -u\`.

- Keys marked **Sentray** are ignored by Gatus, all others mean what they mean there: one file serves both.
- *Durations* are written \`30s\`, \`5m\`, \`1h30m\`; where *days* are named too, \`7d\` and \`2w\` work as well. A bare number is an error.
- \`\${NAME}\` stands for a variable of the environment, or else for a secret of that name; \`$$\` is a dollar sign.
- A configuration is one file, or a folder: all \`.yaml\` and \`.yml\` files below it, in the order of their names. Mappings grow
  together, lists are joined, a single value may be given once.
- A mistake never stops what is running: the last good configuration stays in use, and every mistake is listed with its line and column.
- Unknown keys are warnings. At the top, keys that begin with \`x-\` or hold an anchor are yours.
- An endpoint without \`alerts\` gets a desktop notification (after 3 failures, resolved after 2 successes) unless
  \`alerting.desktop.enabled\` is \`false\`; \`alerts: []\` means nobody is told.
`;

interface Section {
  readonly path: string;
  readonly schema: BlockSchema;
}

/** The whole page, in Markdown. */
export function configReference(): string {
  const sections = collectSections();
  const parts = [INTRODUCTION, notYetBuilt(), ...sections.map(formatSection)];
  return parts.join("\n");
}

/** Every block once, in the order in which they are met, under the path where it is met first. */
function collectSections(): readonly Section[] {
  const sections: Section[] = [];
  const seen = new Set<BlockSchema>();
  const pending: Section[] = [{ path: "", schema: rootBlock }];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (seen.has(next.schema)) continue;
    seen.add(next.schema);
    sections.push(next);
    const inner = Object.entries(next.schema.fields).flatMap(([key, { schema }]) => {
      const found = innerBlock(schema);
      return found === null ? [] : [{ path: `${next.path === "" ? "" : `${next.path}.`}${key}${found.suffix}`, schema: found.schema }];
    });
    pending.unshift(...inner);
  }
  return sections;
}

function innerBlock(schema: ValueSchema): { readonly schema: BlockSchema; readonly suffix: string } | null {
  if (schema.type === "block") return { schema, suffix: "" };
  const inner = schema.type === "list" ? schema.items : schema.type === "record" ? schema.values : null;
  if (inner?.type !== "block") return null;
  return { schema: inner, suffix: schema.type === "list" ? "[]" : ".<name>" };
}

function notYetBuilt(): string {
  if (NOT_YET_BUILT_KEYS.length === 0) return "";
  return `Read and checked, but not acted upon in this version: ${NOT_YET_BUILT_KEYS.map((key) => `\`${key}\``).join(", ")}.\n`;
}

function formatSection({ path, schema }: Section): string {
  const title = path === "" ? "## The file" : `## \`${path}\``;
  const rows = Object.entries(schema.fields).map(([key, field]) => formatRow(key, field));
  const rest = schema.rest === null ? "" : "\nEvery other key is the name of an alert channel, with its settings below it.\n";
  return `${title}\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n${rest}`;
}

function formatRow(key: string, field: Field): string {
  const marks = [
    field.required ? "**Required.**" : "",
    field.origin === "sentray" ? "**Sentray.**" : "",
    field.secret ? "**Secret.**" : "",
    `${field.help}.`,
    field.example === undefined ? "" : `Example: \`${field.example}\`.`,
  ];
  const meaning = marks.filter((mark) => mark !== "").join(" ");
  return `| \`${key}\` | ${cell(formatType(field.schema))} | ${formatDefault(field)} | ${cell(meaning)} |`;
}

function formatType(schema: ValueSchema): string {
  switch (schema.type) {
    case "text":
      return "text";
    case "flag":
      return "true or false";
    case "integer":
      return "number";
    case "duration":
      return schema.longUnits ? "duration, also days" : "duration";
    case "timestamp":
      return "moment";
    case "choice":
      return schema.options.map((option) => `\`${option}\``).join(", ");
    case "list":
      return schema.items.type === "block" ? "list, see below" : `list of ${formatType(schema.items)}`;
    case "record":
      return schema.values.type === "block"
        ? "mapping, see below"
        : `mapping: ${schema.keyHelp.toLowerCase()} to ${formatType(schema.values)}`;
    case "block":
      return "block, see below";
    case "free":
      return "anything";
  }
}

function formatDefault(field: Field): string {
  const value = field.default;
  if (field.schema.type === "duration" && typeof value === "number") return `\`${formatShortDuration(value)}\``;
  if (typeof value === "number" || typeof value === "boolean") return `\`${value}\``;
  return typeof value === "string" && value !== "" ? `\`${value}\`` : "";
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
