// The main window: frame, current page, palette, messages.

import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Empty } from "../components/panel.tsx";
import { Toasts } from "../components/toasts.tsx";
import { Dashboard } from "../features/dashboard/dashboard.tsx";
import { DashboardQueryProvider } from "../features/dashboard/dashboard-query.tsx";
import { EndpointPage } from "../features/endpoint/endpoint-page.tsx";
import { IncidentsPage } from "../features/incidents/incidents-page.tsx";
import { Palette } from "../features/palette/palette.tsx";
import { ShortcutsDialog } from "../features/palette/shortcuts-dialog.tsx";
import { ReportsPage } from "../features/reports/reports-page.tsx";
import { SettingsPage } from "../features/settings/settings-page.tsx";
import { useConnection } from "../hooks/use-store.ts";
import { useTell } from "../hooks/use-tell.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { navigate, parseRoute, type Route, useHash } from "./router.ts";
import { useServices } from "./services.ts";
import { Shell } from "./shell.tsx";
import { useGlobalShortcuts } from "./use-global-shortcuts.ts";

export function App(): ReactNode {
  const { client } = useServices();
  const [overlay, setOverlay] = useState<"palette" | "shortcuts" | null>(null);
  const route = parseRoute(useHash());
  const openPalette = useCallback(() => setOverlay("palette"), []);
  const openShortcuts = useCallback(() => setOverlay("shortcuts"), []);
  const close = useCallback(() => setOverlay(null), []);
  useEffect(() => client.on("app:navigation-requested", navigate), [client]);
  useGlobalShortcuts({ route, openPalette, openShortcuts });
  return (
    <DashboardQueryProvider>
      <Shell route={route} onOpenPalette={openPalette}>
        <ErrorBoundary key={routeId(route)}>
          <Connected>
            <Page route={route} />
          </Connected>
        </ErrorBoundary>
      </Shell>
      <Palette isOpen={overlay === "palette"} onClose={close} onShowShortcuts={openShortcuts} />
      <ShortcutsDialog isOpen={overlay === "shortcuts"} onClose={close} />
      <Toasts />
    </DashboardQueryProvider>
  );
}

function routeId(route: Route): string {
  return route.to === "endpoint" ? route.key : route.to;
}

function Connected(props: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { monitor } = useServices();
  const connection = useConnection();
  if (connection.status === "ready") return props.children;
  if (connection.status === "loading") return <Empty title={t("shell.loading")} />;
  return (
    <Empty isPage title={t("shell.unavailable")}>
      <p>{tell(connection.told)}</p>
      <p>{t("shell.unavailableHelp")}</p>
      <p>
        <Button onClick={() => void monitor.refresh()}>{t("common.action.retry")}</Button>
      </p>
    </Empty>
  );
}

function Page(props: { readonly route: Route }): ReactNode {
  const { t } = useTranslation();
  const { route } = props;
  switch (route.to) {
    case "dashboard":
      return <Dashboard />;
    case "incidents":
      return <IncidentsPage />;
    case "reports":
      return <ReportsPage />;
    case "settings":
      return <SettingsPage />;
    case "endpoint":
      return <EndpointPage key={route.key} endpointKey={route.key} />;
    default:
      return <Empty isPage title={t("shell.notFound")} />;
  }
}
