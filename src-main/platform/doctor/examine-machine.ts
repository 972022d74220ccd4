// What this machine and this runtime can do for Sentray. Asks the machine only, never another host.

import { lookup } from "node:dns/promises";
import { getServers } from "node:dns";
import { createServer } from "node:net";
import { networkInterfaces, release } from "node:os";
import type { Translator } from "../../../shared/i18n/create.ts";
import type { BriefRun } from "./run-briefly.ts";
import type { Finding, FindingState } from "./finding.ts";

export interface MachinePorts {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly run: (program: string, args: readonly string[]) => Promise<BriefRun>;
  readonly t: Translator["t"];
}

/** Versions of everything that the app stands on. */
export function examineRuntime(
  version: string,
  { platform, environment, t }: Pick<MachinePorts, "platform" | "environment" | "t">,
): readonly Finding[] {
  const { node, electron, chrome, napi, openssl } = process.versions;
  const fact = (name: string, detail: string): Finding => ({ area: t("doctor.area.versions"), name, state: "fact", detail });
  const desktop = environment["ORIGINAL_XDG_CURRENT_DESKTOP"] ?? environment["XDG_CURRENT_DESKTOP"] ?? t("doctor.notTold");
  const display =
    environment["WAYLAND_DISPLAY"] === undefined ? (environment["DISPLAY"] === undefined ? t("doctor.noDisplay") : "X11") : "Wayland";
  return [
    fact("Sentray", version),
    fact(
      t("doctor.name.runtime"),
      electron === undefined ? `Node ${node}` : `Electron ${electron} (Chromium ${chrome ?? "?"}, Node ${node})`,
    ),
    fact("Node-API", napi ?? "?"),
    fact(t("doctor.name.tls"), openssl === "0.0.0" || electron !== undefined ? "BoringSSL" : `OpenSSL ${openssl}`),
    fact(t("doctor.name.system"), `${platform} ${release()} ${process.arch}`),
    ...(platform === "linux" ? [fact(t("doctor.name.desktop"), t("doctor.desktopOn", { desktop, display }))] : []),
    fact(t("doctor.name.installation"), installation(environment, electron, t)),
    fact(t("doctor.name.timeZone"), new Intl.DateTimeFormat().resolvedOptions().timeZone),
  ];
}

function installation(environment: MachinePorts["environment"], electron: string | undefined, t: Translator["t"]): string {
  if (environment["APPIMAGE"] !== undefined) return "AppImage";
  if (environment["SNAP"] !== undefined) return "snap";
  if (environment["FLATPAK_ID"] !== undefined) return "flatpak";
  return electron === undefined ? t("doctor.checkout") : process.execPath;
}

/** Ping, SCTP, IPv6, DNS. */
export async function examineNetwork(ports: MachinePorts): Promise<readonly Finding[]> {
  return await Promise.all([examinePing(ports), examineSctp(ports), examineIpv6(ports), examineDns(ports)]);
}

async function examinePing({ platform, run, t }: MachinePorts): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({
    area: t("doctor.area.network"),
    name: t("doctor.name.ping"),
    state,
    detail,
  });
  const ran = await run(platform === "darwin" ? "/sbin/ping" : "ping", [platform === "win32" ? "-n" : "-c", "1", "127.0.0.1"]);
  if (ran.kind === "missing") return finding("problem", t("doctor.noPing"));
  if (ran.kind === "too-slow") return finding("warning", t("doctor.slowPing"));
  if (ran.code === 0) return finding("good", t("doctor.works"));
  const reason = ran.output.trim().split("\n").at(-1) ?? "";
  return finding("problem", t("doctor.failingPing", { reason }));
}

/** Few need SCTP, so that its absence is a fact and no warning. Nothing listens on the port that is asked for. */
async function examineSctp({ platform, run, t }: MachinePorts): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({ area: t("doctor.area.network"), name: "SCTP", state, detail });
  if (platform !== "linux") return finding("fact", t("doctor.noSctpSystem"));
  const ran = await run("socat", ["-u", "/dev/null", "SCTP4-CONNECT:127.0.0.1:9"]);
  if (ran.kind === "missing") return finding("fact", t("doctor.noSocat"));
  const isRefused = ran.kind === "ended" && (ran.code === 0 || /refused/i.test(ran.output));
  return isRefused ? finding("good", t("doctor.works")) : finding("fact", t("doctor.noSctpKernel"));
}

async function examineIpv6({ t }: MachinePorts): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({ area: t("doctor.area.network"), name: "IPv6", state, detail });
  const canListen = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, "::1", () => server.close(() => resolve(true)));
  });
  if (!canListen) return finding("warning", t("doctor.noIpv6"));
  const isOutside = Object.values(networkInterfaces())
    .flat()
    .some((one) => one !== undefined && !one.internal && one.family === "IPv6" && !one.address.startsWith("fe80:"));
  return isOutside ? finding("good", t("doctor.hasIpv6")) : finding("warning", t("doctor.onlyLoopback"));
}

async function examineDns({ t }: MachinePorts): Promise<Finding> {
  const finding = (state: FindingState, detail: string): Finding => ({ area: t("doctor.area.network"), name: "DNS", state, detail });
  const servers = getServers();
  try {
    await lookup("localhost");
  } catch (error) {
    return finding("problem", t("doctor.noResolver", { reason: error instanceof Error ? error.message : String(error) }));
  }
  return servers.length === 0
    ? finding("warning", t("doctor.noDnsServer"))
    : finding("good", t("doctor.dnsServers", { count: servers.length }));
}

const BUS_NAMES = [
  { name: "doctor.name.notifications", busName: "org.freedesktop.Notifications", missing: "doctor.noNotifications" },
  { name: "doctor.name.trayHost", busName: "org.kde.StatusNotifierWatcher", missing: "doctor.noTrayHost" },
  { name: "doctor.name.keyring", busName: "org.freedesktop.secrets", missing: "doctor.noKeyring" },
] as const;

/** What the desktop offers; elsewhere than on Linux it is part of the system. */
export async function examineDesktop(ports: MachinePorts): Promise<readonly Finding[]> {
  const { t } = ports;
  const finding = (name: string, state: FindingState, detail: string): Finding => ({ area: t("doctor.area.desktop"), name, state, detail });
  if (ports.platform !== "linux") return BUS_NAMES.map(({ name }) => finding(t(name), "good", t("doctor.ofTheSystem")));
  const names = await busNames(ports);
  if (typeof names === "string") return [finding(t("doctor.name.sessionBus"), "unknown", names)];
  return BUS_NAMES.map(({ name, busName, missing }) =>
    names.has(busName) ? finding(t(name), "good", t("doctor.there")) : finding(t(name), "warning", t(missing)),
  );
}

/** Names on the session bus, owned or started on demand; a text says why they can't be told. */
async function busNames({ environment, run, t }: MachinePorts): Promise<ReadonlySet<string> | string> {
  if ((environment["DBUS_SESSION_BUS_ADDRESS"] ?? "") === "" && (environment["XDG_RUNTIME_DIR"] ?? "") === "") return t("doctor.noBus");
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
    if (!isAnswered) return t("doctor.silentBus");
  }
  return found;
}
