// The one stand-in for Electron in unit tests: what the desktop's pure parts import must exist, and nothing works by itself.
// Tests that need behaviour put it in; whatever else is touched throws and says so.

function unavailable(name: string): never {
  throw new Error(`electron.${name} was used in a unit test without being put in`);
}

function stub<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get: (target, key, receiver): unknown =>
      Reflect.has(target, key) ? Reflect.get(target, key, receiver) : unavailable(`${name}.${String(key)}`),
  });
}

export const app = stub("app", {});
export const protocol = stub("protocol", {});
export const session = stub("session", {});
export const shell = stub("shell", {});
export const nativeTheme = stub("nativeTheme", { shouldUseDarkColors: false });
export const screen = stub("screen", {});
export const ipcMain = stub("ipcMain", {});
export const powerMonitor = stub("powerMonitor", {});
export const net = stub("net", {});
export const dialog = stub("dialog", {});
export const webContents = stub("webContents", {});
export const nativeImage = stub("nativeImage", {});
export const safeStorage = stub("safeStorage", {});
export const Menu = stub("Menu", {});

/** A constructor that refuses. */
function refusing(name: string): new () => object {
  return function construct(): never {
    return unavailable(name);
  } as unknown as new () => object;
}

export const BrowserWindow = refusing("BrowserWindow");
export const Tray = refusing("Tray");
export const Notification = refusing("Notification");
