import { describe, expect, it } from "vitest";
import { hasSctp, sctpCommand, sctpOutcome } from "../../../../../src-main/probes/sctp/sctp-command.ts";

const V4 = { address: "192.0.2.1", family: 4 } as const;
const V6 = { address: "2001:db8::1", family: 6 } as const;

describe("sctpCommand", () => {
  it.each([
    ["socat", V4, ["-u", "STDIN", "SCTP4-CONNECT:192.0.2.1:36412,connect-timeout=1.500"]],
    ["socat", V6, ["-u", "STDIN", "SCTP6-CONNECT:[2001:db8::1]:36412,connect-timeout=1.500"]],
    ["ncat", V4, ["--sctp", "-4", "-n", "-w", "1500ms", "--send-only", "192.0.2.1", "36412"]],
    ["ncat", V6, ["--sctp", "-6", "-n", "-w", "1500ms", "--send-only", "2001:db8::1", "36412"]],
  ] as const)("asks %s for %o", (tool, address, words) => {
    expect(sctpCommand(tool, address, 36_412, 1_500)).toEqual({ program: tool, arguments: words });
  });
});

describe("sctpOutcome", () => {
  const stamp = "2026/11/22 22:47:50 socat[9308] E";
  it.each([
    [0, "", { kind: "connected" }],
    [1, `${stamp} socket(2, 1, 132): Protocol not supported`, { kind: "no-kernel-support" }],
    [
      1,
      "libnsock nsock_make_socket(): Socket trouble: Protocol not supported\nNcat: Protocol not supported.",
      { kind: "no-kernel-support" },
    ],
    [1, `${stamp} unknown device/address "SCTP4-CONNECT"`, { kind: "no-tool-support" }],
    [2, "ncat: unrecognized option '--sctp'", { kind: "no-tool-support" }],
    [1, `${stamp} connect(6, AF=2 127.0.0.1:9, 16): Connection refused`, { kind: "failed", code: "ECONNREFUSED" }],
    [1, "Ncat: Connection refused.", { kind: "failed", code: "ECONNREFUSED" }],
    [1, "Ncat: TIMEOUT.", { kind: "failed", code: "ETIMEDOUT" }],
    [1, `${stamp} connect(5, AF=2 192.0.2.1:9, 16): Connection timed out`, { kind: "failed", code: "ETIMEDOUT" }],
    [1, "Ncat: No route to host.", { kind: "failed", code: "EHOSTUNREACH" }],
    [1, "Ncat: Network is unreachable.", { kind: "failed", code: "ENETUNREACH" }],
    [139, "", { kind: "unclear", text: "" }],
    [null, "what\nis this", { kind: "unclear", text: "what is this" }],
  ] as const)("reads exit code %s with %j", (exitCode, complaint, outcome) => {
    expect(sctpOutcome(exitCode, complaint)).toEqual(outcome);
  });
});

it.each([
  ["linux", true],
  ["freebsd", true],
  ["darwin", false],
  ["win32", false],
])("SCTP on %s: %s", (platform, expected) => {
  expect(hasSctp(platform)).toBe(expected);
});
