// What the language has to offer, for completion in the editor, for the documentation, and for warnings about placeholders
// that a kind of endpoint never fills.

import { ENDPOINT_KINDS, type EndpointKind } from "../../shared/model/endpoint.ts";
import { PHASE_NAMES, type PhaseName, type Placeholder, type SimplePlaceholder } from "./operand.ts";
import { COMPARATORS } from "./parse.ts";

/** One thing that can be written in a condition. */
export interface LanguageItem {
  readonly kind: "placeholder" | "function" | "comparator";
  /** As it is shown and inserted; `…` marks what the user fills in. */
  readonly label: string;
  /** One line, no full stop. */
  readonly help: string;
  /** The kinds of endpoint that fill it; null = it does not depend on the kind. */
  readonly filledBy: readonly EndpointKind[] | null;
  /** Filled only where the connection is encrypted. */
  readonly needsTls: boolean;
  /** Plain text to Gatus. */
  readonly isSentrayOnly: boolean;
}

/** Each of these lists is what the probes really fill; a test compares them. */
const ENCRYPTED: readonly EndpointKind[] = ["HTTP", "TLS", "STARTTLS", "WEBSOCKET", "GRPC"];
const CONNECTING = ENDPOINT_KINDS.filter((kind) => kind !== "ICMP");
const ANSWERING = ENDPOINT_KINDS.filter((kind) => kind !== "SCTP");

const SIMPLE: Readonly<Record<SimplePlaceholder, Omit<LanguageItem, "kind" | "label">>> = {
  "[STATUS]": item("HTTP status code, or exit code of the SSH command", ["HTTP", "SSH"]),
  "[CONNECTED]": item("true once the server was reached, else false", ENDPOINT_KINDS),
  "[RESPONSE_TIME]": item("whole milliseconds that the check took", ENDPOINT_KINDS),
  "[IP]": item("address of the host; it is looked up only if something asks for it", ENDPOINT_KINDS),
  "[DNS_RCODE]": item("code of the DNS answer, for example NOERROR", ["DNS"]),
  "[CERTIFICATE_EXPIRATION]": item("milliseconds until the certificate ends; compare with a duration such as 14d", ENCRYPTED, "tls"),
  "[CERTIFICATE_ISSUER]": item("who issued the certificate", ENCRYPTED, "tls", "ours"),
  "[DOMAIN_EXPIRATION]": item("milliseconds until the domain's registration ends; compare with a duration such as 30d", ENDPOINT_KINDS),
  "[HTTP_VERSION]": item("version of HTTP that was spoken: 1.0, 1.1 or 2", ["HTTP", "GRPC"], "any", "ours"),
  "[BODY]": item("everything that was answered, without white space around it", [
    "HTTP",
    "DNS",
    "TCP",
    "UDP",
    "TLS",
    "WEBSOCKET",
    "SSH",
    "GRPC",
  ]),
};

const PHASES: Readonly<Record<PhaseName, Omit<LanguageItem, "kind" | "label">>> = {
  dns: item("whole milliseconds of looking up the name", ENDPOINT_KINDS, "any", "ours"),
  connect: item("whole milliseconds of connecting", CONNECTING, "any", "ours"),
  tls: item("whole milliseconds of the TLS handshake", ENCRYPTED, "tls", "ours"),
  first_byte: item("whole milliseconds from the request to the first byte of the answer", ANSWERING, "any", "ours"),
  transfer: item("whole milliseconds of receiving the rest of the answer", ["HTTP", "SSH"], "any", "ours"),
};

const HEADER = item(
  "value of a response header, in any letter case; repeated ones are joined with a comma",
  ["HTTP", "DNS", "WEBSOCKET"],
  "any",
  "ours",
);
const CONTEXT = item("value that the suite's context holds", ENDPOINT_KINDS);

function item(
  help: string,
  filledBy: readonly EndpointKind[],
  transport: "any" | "tls" = "any",
  origin: "gatus" | "ours" = "gatus",
): Omit<LanguageItem, "kind" | "label"> {
  return { help, filledBy, needsTls: transport === "tls", isSentrayOnly: origin === "ours" };
}

/** What is known of a placeholder; null for the argument of a function that is none. */
export function describePlaceholder(placeholder: Placeholder): Omit<LanguageItem, "kind" | "label"> | null {
  switch (placeholder.kind) {
    case "simple":
      return SIMPLE[placeholder.name];
    case "body-path":
      return SIMPLE["[BODY]"];
    case "header":
      return HEADER;
    case "phase":
      return PHASES[placeholder.phase];
    case "context":
      return CONTEXT;
    case "nothing":
      return null;
  }
}

const FUNCTIONS: ReadonlyArray<readonly [label: string, help: string]> = [
  ["len(…)", "length of a placeholder: bytes of a text, elements of an array"],
  ["has(…)", "true if a placeholder has a value, else false"],
  ["pat(…)", "matches a pattern: * any run, ? one character, [a-z] a class, \\ escapes"],
  ["any(…)", "is one of several texts, separated by commas"],
];

const COMPARATOR_HELP: Readonly<Record<(typeof COMPARATORS)[number], string>> = {
  "==": "equal",
  "!=": "not equal; also true when there is no value",
  "<=": "at most",
  ">=": "at least",
  ">": "more than",
  "<": "less than",
};

/** Everything that can be written, placeholders first. `[CONTEXT]` is among it only inside a suite. */
export function describeLanguage(options: { readonly insideSuite: boolean }): readonly LanguageItem[] {
  const placeholders: LanguageItem[] = Object.entries(SIMPLE).map(([label, about]) => ({ kind: "placeholder", label, ...about }));
  const path = { ...SIMPLE["[BODY]"], help: "value inside a JSON body: names and [index], for example [BODY].items[0].id" };
  placeholders.push({ kind: "placeholder", label: "[BODY].…", ...path }, { kind: "placeholder", label: "[HEADERS].…", ...HEADER });
  for (const phase of PHASE_NAMES) placeholders.push({ kind: "placeholder", label: `[PHASE].${phase}`, ...PHASES[phase] });
  if (options.insideSuite) placeholders.push({ kind: "placeholder", label: "[CONTEXT].…", ...CONTEXT });
  const plain = { filledBy: null, needsTls: false, isSentrayOnly: false } as const;
  return [
    ...placeholders,
    ...FUNCTIONS.map(([label, help]): LanguageItem => ({ kind: "function", label, help, ...plain })),
    ...COMPARATORS.map((label): LanguageItem => ({ kind: "comparator", label, help: COMPARATOR_HELP[label], ...plain })),
  ];
}
