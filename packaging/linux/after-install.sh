#!/bin/sh
# After the RPM's files are in place. (The .deb carries all of this in its archive.)
set -e
# Chromium's sandbox, for kernels that keep user namespaces from ordinary users.
chmod 4755 /opt/Sentray/chrome-sandbox
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q /usr/share/icons/hicolor || true; fi
