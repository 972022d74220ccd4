// The addresses below `#/settings`, both ways. Which page shows what is the settings page's business.

/** The parts of the settings, in the order in which they are offered. */
export const SETTINGS_SECTIONS = ["general", "monitors", "channels", "rules", "secrets", "transfer", "yaml"] as const;

export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export type SettingsRoute =
  | { readonly section: Exclude<SettingsSection, "monitors" | "channels" | "yaml"> }
  /** `key: null` = the list. */
  | { readonly section: "monitors"; readonly key: string | null }
  /** Adding by words, or (`isDetailed`) with the whole form. */
  | { readonly section: "add"; readonly isDetailed: boolean }
  /** `type: null` = the list. */
  | { readonly section: "channels"; readonly type: string | null }
  /** `file: null` = the first one; `line` 0 = its top. */
  | { readonly section: "yaml"; readonly file: string | null; readonly line: number };

/** The part that an address (`location.hash`) names; `general` when it names none that exists. */
export function parseSettingsRoute(hash: string): SettingsRoute {
  const [, , section = "", first, second] = hash.replace(/^#/u, "").split("/").map(decodePart);
  switch (section) {
    case "monitors":
      return { section, key: orNull(first) };
    case "channels":
      return { section, type: orNull(first) };
    case "add":
      return { section, isDetailed: first === "form" };
    case "yaml":
      return { section, file: orNull(first), line: Math.max(0, Math.trunc(Number(second ?? "0")) || 0) };
    case "rules":
    case "secrets":
    case "transfer":
      return { section };
    default:
      return { section: "general" };
  }
}

/** The address of a part, for `href`. */
export function settingsHref(route: SettingsRoute): string {
  return `#/settings/${partsOf(route).map(encodeURIComponent).join("/")}`;
}

/** Shows a part. */
export function showSettings(route: SettingsRoute): void {
  window.location.hash = settingsHref(route);
}

function partsOf(route: SettingsRoute): readonly string[] {
  switch (route.section) {
    case "monitors":
      return route.key === null ? ["monitors"] : ["monitors", route.key];
    case "channels":
      return route.type === null ? ["channels"] : ["channels", route.type];
    case "add":
      return route.isDetailed ? ["add", "form"] : ["add"];
    case "yaml":
      return route.file === null ? ["yaml"] : ["yaml", route.file, String(route.line)];
    default:
      return [route.section];
  }
}

function orNull(part: string | undefined): string | null {
  return part === undefined || part === "" ? null : part;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
