// The text files of the Debian package. Pure.

/** @typedef {{ name: string, version: string, description: string, author: string, license: string }} Manifest */

/** What it links to or loads; the second names are those since the 64-bit change of time_t. */
const DEPENDS = [
  "libasound2 | libasound2t64",
  "libatk-bridge2.0-0 | libatk-bridge2.0-0t64",
  "libc6 (>= 2.31)",
  "libgbm1",
  "libgtk-3-0 | libgtk-3-0t64",
  "libnotify4",
  "libnss3",
  "libsecret-1-0",
  "ca-certificates",
];
/** Without these it works less well: no ICMP, no links in the browser, secrets that are not kept in a keyring. */
const RECOMMENDS = ["iputils-ping | inetutils-ping", "xdg-utils", "gnome-keyring | kwalletmanager | keepassxc"];
/** For sctp:// endpoints alone. */
const SUGGESTS = ["socat"];

/**
 * A version as Debian orders it: `1.0.0-beta.2` comes before `1.0.0`.
 * @param {string} version semantic version
 * @returns {string}
 */
export function debianVersion(version) {
  return version.replace("-", "~");
}

/**
 * @param {{ manifest: Manifest, version: string, architecture: string, installedKilobytes: number }} facts
 * @returns {string}
 */
export function controlText({ manifest, version, architecture, installedKilobytes }) {
  return [
    "Package: sentray",
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${manifest.author}`,
    `Installed-Size: ${installedKilobytes}`,
    `Depends: ${DEPENDS.join(", ")}`,
    `Recommends: ${RECOMMENDS.join(", ")}`,
    `Suggests: ${SUGGESTS.join(", ")}`,
    "Section: net",
    "Priority: optional",
    "Description: watches your endpoints from the desktop tray",
    ` ${manifest.description}`,
    " .",
    " The same program runs without a display: sentray check, sentray run --headless.",
    "",
  ].join("\n");
}

/**
 * @param {string} licence the text of our licence
 * @returns {string} in Debian's machine-readable form
 * @see https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 */
export function copyrightText(licence) {
  const lines = licence.trim().split("\n");
  return [
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
    "Upstream-Name: Sentray",
    "",
    "Files: *",
    "Copyright: The Sentray authors",
    "License: Expat",
    ...lines.map((line) => (line.trim() === "" ? " ." : ` ${line}`)),
    "",
    "Files: /opt/Sentray/*",
    "Copyright: see the files named below",
    "License: Electron-and-Chromium",
    " Electron and Chromium come with their own licences, which are installed as",
    " /opt/Sentray/LICENSE.electron.txt and /opt/Sentray/LICENSES.chromium.html.",
    " Those of the JavaScript packages are in",
    " /opt/Sentray/resources/third-party-licences.txt.",
    "",
  ].join("\n");
}

/**
 * @param {Manifest} manifest
 * @param {string} version
 * @param {Date} [date]
 * @returns {string}
 */
export function changelogText({ author }, version, date = buildDate()) {
  return `sentray (${version}) stable; urgency=medium\n\n  * The changes of each version are told with its release.\n\n -- ${author}  ${date.toUTCString().replace("GMT", "+0000")}\n`;
}

/** @returns {Date} the time that reproducible builds are given, else now */
function buildDate() {
  const told = Number(process.env["SOURCE_DATE_EPOCH"]);
  return Number.isFinite(told) && told > 0 ? new Date(told * 1_000) : new Date();
}
