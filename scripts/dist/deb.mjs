// A Debian package of the unpacked app, with nothing but dpkg-deb. It needs no maintainer scripts: modes are in the archive, and the
// caches of icons and desktop entries are refreshed by dpkg's own triggers.

import { chmod, copyFile, cp, lstat, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run, tail } from "../setup/processes.mjs";
import { SetupError } from "../setup/progress.mjs";
import { changelogText, controlText, copyrightText, debianVersion } from "./deb-texts.mjs";

/** @import { Progress } from "../setup/progress.mjs" */
/** @import { Manifest } from "./deb-texts.mjs" */

/**
 * @typedef {object} DebOptions
 * @property {string} projectFolder
 * @property {string} unpacked the packaged app
 * @property {string} output where the package goes
 * @property {string | undefined} version in place of package.json's
 * @property {string} compression `xz`, `gzip`, `zstd` or `none`
 */

const architectures = /** @type {Readonly<Record<string, string>>} */ ({ x64: "amd64", arm64: "arm64" });

/**
 * @param {DebOptions} options
 * @param {Progress} progress
 * @returns {Promise<string>} the package's path
 * @throws {SetupError}
 */
export async function makeDeb({ projectFolder, unpacked, output, version, compression }, progress) {
  const manifest = /** @type {Manifest} */ (JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")));
  const architecture = architectures[process.arch] ?? process.arch;
  const packageVersion = debianVersion(version ?? manifest.version);
  await mkdir(output, { recursive: true });
  const root = await mkdtemp(join(output, ".deb-"));
  try {
    await layOut(root, projectFolder, unpacked, manifest, packageVersion);
    await normaliseModes(root);
    // Chromium's sandbox, for kernels that keep user namespaces from ordinary users.
    await chmod(join(root, "opt/Sentray/chrome-sandbox"), 0o4755);
    await mkdir(join(root, "DEBIAN"), { mode: 0o755 });
    const installedKilobytes = Math.ceil((await sizeOf(root)) / 1024);
    await writeFile(join(root, "DEBIAN/control"), controlText({ manifest, version: packageVersion, architecture, installedKilobytes }));
    const target = join(output, `sentray_${packageVersion}_${architecture}.deb`);
    const outcome = await progress.during(`making ${target}`, () =>
      run("dpkg-deb", ["--root-owner-group", `-Z${compression}`, "--build", root, target], { timeoutMs: 1_800_000 }),
    );
    if (outcome.code !== 0) throw new SetupError(`dpkg-deb could not make the package:\n${tail(outcome)}`);
    return target;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} projectFolder
 * @param {string} unpacked
 * @param {Manifest} manifest
 * @param {string} version
 */
async function layOut(root, projectFolder, unpacked, manifest, version) {
  const folder = async (/** @type {string} */ path) => {
    await mkdir(join(root, path), { recursive: true });
    return join(root, path);
  };
  await cp(unpacked, join(await folder("opt"), "Sentray"), { recursive: true });
  await copyFile(join(projectFolder, "packaging/linux/sentray"), join(await folder("usr/bin"), "sentray"));
  const entry = "app.sentray.Sentray.desktop";
  await copyFile(join(projectFolder, "packaging/linux", entry), join(await folder("usr/share/applications"), entry));
  for (const name of await readdir(join(projectFolder, "assets/icons"))) {
    const size = /^(\d+x\d+)\.png$/u.exec(name)?.[1];
    if (size === undefined) continue;
    await copyFile(join(projectFolder, "assets/icons", name), join(await folder(`usr/share/icons/hicolor/${size}/apps`), "sentray.png"));
  }
  await copyFile(join(projectFolder, "assets/source/app.svg"), join(await folder("usr/share/icons/hicolor/scalable/apps"), "sentray.svg"));
  const documents = await folder("usr/share/doc/sentray");
  await writeFile(join(documents, "copyright"), copyrightText(await readFile(join(projectFolder, "LICENSE"), "utf8")));
  await writeFile(join(documents, "changelog.gz"), gzipSync(changelogText(manifest, version), { level: 9 }));
}

/**
 * Modes as a package has them, whatever the umask was.
 * @param {string} path
 */
async function normaliseModes(path) {
  const found = await lstat(path);
  if (found.isDirectory()) {
    await chmod(path, 0o755);
    for (const name of await readdir(path)) await normaliseModes(join(path, name));
  } else if (found.isFile()) {
    await chmod(path, (found.mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

/**
 * @param {string} path
 * @returns {Promise<number>} bytes of all files below
 */
async function sizeOf(path) {
  const found = await lstat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
