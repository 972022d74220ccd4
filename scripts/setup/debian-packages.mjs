// The one list of system packages, by what they are needed for. Adding a server to the integration tests is one line here.
// Names are Debian's; `alternatives` are what other releases and Ubuntu call the same thing.

/**
 * @typedef {object} SystemPackage
 * @property {string} name
 * @property {readonly string[]} [alternatives]
 * @property {readonly string[]} [programs] what it brings to the command line; looked for on systems without dpkg
 */

/** @typedef {"run" | "virtual-display" | "build" | "desktop-test" | "web-server" | "integration-test"} Group */

/** @satisfies {Readonly<Record<Group, readonly SystemPackage[]>>} */
export const debianPackages = {
  /** What Electron links to or loads when it needs it, certificates, and the system's ping. */
  run: [
    { name: "ca-certificates" },
    { name: "iputils-ping", alternatives: ["inetutils-ping"], programs: ["ping"] },
    { name: "libasound2", alternatives: ["libasound2t64"] },
    { name: "libatk-bridge2.0-0", alternatives: ["libatk-bridge2.0-0t64"] },
    { name: "libgbm1" },
    { name: "libgtk-3-0", alternatives: ["libgtk-3-0t64"] },
    { name: "libnotify4" },
    { name: "libnss3" },
    { name: "libsecret-1-0" },
    { name: "fontconfig" },
    { name: "fonts-dejavu-core" },
  ],

  /** A screen and a session bus where there is none. */
  "virtual-display": [
    { name: "dbus", alternatives: ["dbus-daemon"], programs: ["dbus-daemon"] },
    { name: "xvfb", programs: ["Xvfb"] },
  ],

  /** Compiles better-sqlite3 for runtimes that its own binaries are too new for. */
  build: [
    { name: "g++", programs: ["g++"] },
    { name: "make", programs: ["make"] },
    { name: "python3", programs: ["python3"] },
  ],

  /** A whole small desktop: tray, window manager, notifications, keyring, and what looks at and clicks on them. */
  "desktop-test": [
    { name: "dbus-x11", programs: ["dbus-launch"] },
    { name: "dunst", programs: ["dunst"] },
    { name: "fonts-noto-cjk" },
    { name: "gnome-keyring", programs: ["gnome-keyring-daemon"] },
    { name: "imagemagick", programs: ["import"] },
    { name: "libnotify-bin", programs: ["notify-send"] },
    { name: "openbox", programs: ["openbox"] },
    { name: "x11-utils", programs: ["xwininfo"] },
    { name: "xdotool", programs: ["xdotool"] },
    { name: "xfce4-panel", programs: ["xfce4-panel"] },
  ],

  /** Tests start it as they start the others below; the benchmark of checks needs no more than this. */
  "web-server": [{ name: "nginx-light", alternatives: ["nginx", "nginx-core"], programs: ["nginx"] }],

  /** Real servers that the probes and alert providers are tried against. The tests start them; installing starts none. */
  "integration-test": [
    { name: "dovecot-imapd", programs: ["dovecot"] },
    { name: "iproute2", programs: ["ip"] },
    { name: "ldap-utils", programs: ["ldapsearch"] },
    { name: "microsocks", programs: ["microsocks"] },
    { name: "openssh-server", programs: ["sshd"] },
    { name: "postfix", programs: ["postfix"] },
    { name: "postgresql", programs: ["pg_ctlcluster"] },
    { name: "redis-server", alternatives: ["valkey-server"], programs: ["redis-server"] },
    { name: "slapd", programs: ["slapd"] },
    { name: "socat", programs: ["socat"] },
    { name: "squid", programs: ["squid"] },
    { name: "unbound", programs: ["unbound"] },
  ],
};
