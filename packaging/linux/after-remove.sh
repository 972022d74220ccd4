#!/bin/sh
# After the RPM's files are gone. What belongs to users (configuration, history, secrets) stays in their homes.
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
