// The least that an Electron app can be: one window with an empty page. What it takes to start is not ours to win back.

const { app, BrowserWindow } = require("electron");

void app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false });
  window.once("ready-to-show", () => window.show());
  return window.loadURL("data:text/html,<title>bare</title><p>bare</p>");
});
