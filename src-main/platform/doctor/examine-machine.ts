// What this machine and this runtime can do for Sentray. Asks the machine only, never another host.

import { lookup } from "node:dns/promises";
import { getServers } from "node:dns";
import { createServer } from "node:net";
import { networkInterfaces, release } from "node:os";
import type { BriefRun } from "./run-briefly.ts";
import type { Finding, FindingState } from "./finding.ts";

export interface MachinePorts {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly run: (program: string, args: readonly string[]) => Promise<BriefRun>;
}

/** Versions of everything that the app stands on. */
export function examineRuntime(
  version: string,
  { platform, environment }: Pick<MachinePorts, "platform" | "environment">,
): readonly Finding[] {
  const { node, electron, chrome, napi, openssl } = process.versions;
  const fact = (name: string, detail: string): Finding => ({ area: "Versions", name, state: "fact", detail });
  const desktop = environment["ORIGINAL_XDG_CURRENT_DESKTOP"] ?? environment["XDG_CURRENT_DESKTOP"] ?? "not told";
  const screen = environment["WAYLAND_DISPLAY"] === undefined ? (environment["DISPLAY"] === undefined ? "none" : "X11") : "Wayland";
  return [
    fact("Sentray", version),
    fact("runtime", electron === undefined ? `Node ${node}` : `Electron ${electron} (Chromium ${chrome ?? "?"}, Node ${node})`),
    fact("Node-API", napi ?? "?"),
    fact("TLS library", openssl === "0.0.0" || electron !== undefined ? "BoringSSL" : `OpenSSL ${openssl}`),
    fact("system", `${platform} ${release()} ${process.arch}`),
    ...(platform === "linux" ? [fact("desktop", `${desktop}, display ${screen}`)] : []),
    fact("installed as", installation(environment, electron)),
    fact("time zone", new Intl.DateTimeFormat().resolvedOptions().timeZone),
  ];
}

function installation(environment: MachinePorts["environment"], electron: string | undefined): string {
  if (environment["APPIMAGE"] !== undefined) return "AppImage";
  if (environment["SNAP"] !== undefined) return "snap";
  if (environment["FLATPAK_ID"] !== undefined) return "flatpak";
  return electron === undefined ? "checkout, in plain Node" : process.execPath;
}

/** Ping, IPv6, DNS. */
export async function examineNetwork(ports: MachinePorts): Promise<readonly Finding[]> {
  return await Promise.all([examinePing(ports), examineIpv6(), examineDns()]);
}

async function examinePing({ platform, run }: MachinePorts): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({ area: "Network", name: "ping (ICMP)", state, detail });
  const ran = await run(platform === "darwin" ? "/sbin/ping" : "ping", [platform === "win32" ? "-n" : "-c", "1", "127.0.0.1"]);
  if (ran.kind === "missing")
    return finding("problem", "there is no `ping` program; icmp:// endpoints fail. On Debian: apt install iputils-ping");
  if (ran.kind === "too-slow") return finding("warning", "`ping` did not end in time");
  if (ran.code === 0) return finding("good", "works");
  const lastLine = ran.output.trim().split("\n").at(-1) ?? "";
  return finding("problem", `\`ping 127.0.0.1\` fails: ${lastLine}`);
}

async function examineIpv6(): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({ area: "Network", name: "IPv6", state, detail });
  const canListen = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, "::1", () => server.close(() => resolve(true)));
  });
  if (!canListen) return finding("warning", "switched off on this machine; endpoints with IPv6 addresses fail");
  const isOutside = Object.values(networkInterfaces())
    .flat()
    .some((one) => one !== undefined && !one.internal && one.family === "IPv6" && !one.address.startsWith("fe80:"));
  return isOutside
    ? finding("good", "there is an address")
    : finding("warning", "loopback only; no interface has an address that leads outside");
}

async function examineDns(): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({ area: "Network", name: "DNS", state, detail });
  const servers = getServers();
  try {
    await lookup("localhost");
  } catch (error) {
    return finding("problem", `the system's resolver fails: ${error instanceof Error ? error.message : String(error)}`);
  }
  return servers.length === 0
    ? finding("warning", "the system names no server; only names of this machine are found")
    : finding("good", `${String(servers.length)} server${servers.length === 1 ? "" : "s"} configured`);
}

const BUS_NAMES = [
  {
    name: "notifications",
    busName: "org.freedesktop.Notifications",
    missing: "no notification service runs; native notifications are shown nowhere",
  },
  {
    name: "tray host",
    busName: "org.kde.StatusNotifierWatcher",
    missing: "nothing shows tray icons; on GNOME install the extension AppIndicator. Starting Sentray again shows its window",
  },
  {
    name: "keyring",
    busName: "org.freedesktop.secrets",
    missing:
      "no keyring runs, so secrets cannot be kept safely; use environment variables, or start one (gnome-keyring, KWallet, KeePassXC)",
  },
] as const;

/** What the desktop offers; elsewhere than on Linux it is part of the system. */
export async function examineDesktop(ports: MachinePorts): Promise<readonly Finding[]> {
  const finding = (name: string, state: FindingState, detail: string): Finding => ({ area: "Desktop", name, state, detail });
  if (ports.platform !== "linux") return BUS_NAMES.map(({ name }) => finding(name, "good", "part of the system"));
  const names = await busNames(ports);
  if (typeof names === "string") return [finding("session bus", "unknown", names)];
  return BUS_NAMES.map(({ name, busName, missing }) =>
    names.has(busName) ? finding(name, "good", "there") : finding(name, "warning", missing),
  );
}

/** Names on the session bus, owned or started on demand; a text says why they can't be told. */
async function busNames({ environment, run }: MachinePorts): Promise<ReadonlySet<string> | string> {
  if ((environment["DBUS_SESSION_BUS_ADDRESS"] ?? "") === "" && (environment["XDG_RUNTIME_DIR"] ?? "") === "")
    return "no session bus here, so tray, notifications and keyring cannot be asked; run this inside your desktop's session";
  const target = "org.freedesktop.DBus";
  const found = new Set<string>();
  for (const method of ["ListNames", "ListActivatableNames"]) {
    const tools: ReadonlyArray<readonly [string, readonly string[]]> = [
      ["gdbus", ["call", "--session", "--dest", target, "--object-path", "/org/freedesktop/DBus", "--method", `${target}.${method}`]],
      ["dbus-send", ["--session", "--print-reply", `--dest=${target}`, "/org/freedesktop/DBus", `${target}.${method}`]],
      ["busctl", ["--user", "call", target, "/org/freedesktop/DBus", target, method]],
    ];
    let isAnswered = false;
    for (const [program, args] of tools) {
      const ran = await run(program, args);
      if (ran.kind !== "ended" || ran.code !== 0) continue;
      for (const [, name] of ran.output.matchAll(/['"]([A-Za-z_][\w.-]+)['"]/g)) if (name !== undefined) found.add(name);
      isAnswered = true;
      break;
    }
    if (!isAnswered) return "the session bus cannot be asked: none of gdbus, dbus-send and busctl is there and gets an answer";
  }
  return found;
}
