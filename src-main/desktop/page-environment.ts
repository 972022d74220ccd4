// Keeps the environment from the pages. Electron copies all variables of the main process into every sandboxed page's preload,
// and people keep secrets in them. Reading a variable by its name goes on working; listing them shows only harmless ones.

/** What a page, or a program that we start without saying otherwise, may know. Upper case. */
const HARMLESS = new Set([
  "PATH",
  "PATHEXT",
  "HOME",
  "USER",
  "USERNAME",
  "LOGNAME",
  "SHELL",
  "PWD",
  "TZ",
  "LANG",
  "LANGUAGE",
  "TERM",
  "TMPDIR",
  "TMP",
  "TEMP",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "DBUS_SESSION_BUS_ADDRESS",
  "DESKTOP_SESSION",
  "GDMSESSION",
  "NO_AT_BRIDGE",
  "SYSTEMROOT",
  "SYSTEMDRIVE",
  "WINDIR",
  "COMSPEC",
  "USERPROFILE",
  "HOMEDRIVE",
  "HOMEPATH",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
  "PROGRAMFILES",
  "PROGRAMFILES(X86)",
  "COMMONPROGRAMFILES",
  "NUMBER_OF_PROCESSORS",
  "PROCESSOR_ARCHITECTURE",
  "OS",
  "APPIMAGE",
  "APPDIR",
  "SNAP",
  "FLATPAK_ID",
  "CHROME_DESKTOP",
  "ORIGINAL_XDG_CURRENT_DESKTOP",
]);
const HARMLESS_FAMILIES = /^(?:LC_|XDG_|GTK_|GDK_|QT_|KDE_|GNOME_)/;

/** Whether a variable's value may be shown to a page. Pure. */
export function isHarmlessVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return HARMLESS.has(upper) || HARMLESS_FAMILIES.test(upper);
}

/** The same variables, of which only harmless ones are listed. */
export function unlistedEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return new Proxy(environment, {
    ownKeys: (all) => Reflect.ownKeys(all).filter((name) => typeof name === "string" && isHarmlessVariable(name)),
  });
}
