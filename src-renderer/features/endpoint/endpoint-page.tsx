// Everything about one endpoint.

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { hrefOf } from "../../app/router.ts";
import { Empty } from "../../components/panel.tsx";
import { shorten } from "../../components/text.ts";
import { useDocumentTitle } from "../../hooks/use-document-title.ts";
import { useRequest } from "../../hooks/use-request.ts";
import { useEndpoint } from "../../hooks/use-store.ts";
import { AlertsPanel } from "./alerts-panel.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { CertificatePanel } from "./certificate-panel.tsx";
import { ConditionsPanel } from "./conditions-panel.tsx";
import { EndpointHeader } from "./endpoint-header.tsx";
import styles from "./endpoint-page.module.css";
import { EventsPanel } from "./events-panel.tsx";
import { GraphPanel } from "./graph/graph-panel.tsx";
import { NoteDialog } from "./note-dialog.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import { PhasesPanel } from "./phases-panel.tsx";
import { ResultsPanel } from "./results-panel.tsx";
import { Tiles } from "./tiles.tsx";

export function EndpointPage({ endpointKey }: { readonly endpointKey: EndpointKey }): ReactNode {
  const { t } = useTranslation();
  const endpoint = useEndpoint(endpointKey);
  useDocumentTitle(shorten(endpoint?.name ?? endpointKey, 80));
  if (endpoint !== null) return <Page endpoint={endpoint} />;
  return (
    <>
      <a className={styles.back} href={hrefOf({ to: "dashboard" })}>
        ‹ {t("endpoint.back")}
      </a>
      <Empty isPage title={t("endpoint.gone")}>
        {t("endpoint.goneHelp")}
      </Empty>
    </>
  );
}

function Page({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const [isNoting, setNoting] = useState(false);
  const [noteRevision, setNoteRevision] = useState(0);
  // Renewed with every check and every change of state.
  const revision = `${endpoint.lastCheckMs} ${endpoint.state} ${noteRevision}`;
  const request = useRequest("endpoint:get-detail", { key: endpoint.key }, revision);
  const detail = request.data;
  const latestFailure = detail?.latestFailure ?? null;
  const tls = detail?.latestExtras?.tls ?? null;
  return (
    <div className={styles.page}>
      <EndpointHeader endpoint={endpoint} detail={detail} onNote={() => setNoting(true)} />
      {request.failure !== null && <p role="alert">{request.failure}</p>}
      <Tiles endpoint={endpoint} detail={detail} />
      <GraphPanel key={noteRevision} endpoint={endpoint} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <PhasesPanel detail={detail} />
          <ConditionsPanel detail={detail} />
          <ResultsPanel endpoint={endpoint} />
          {latestFailure !== null && <AnswerPanel failure={latestFailure} />}
        </div>
        <div className={styles.column}>
          <EventsPanel endpoint={endpoint} revision={revision} onNote={() => setNoting(true)} />
          <AlertsPanel endpoint={endpoint} alerts={detail?.alerts ?? null} revision={revision} />
          {tls !== null && <CertificatePanel tls={tls} />}
          {detail !== null && <NotesPanel detail={detail} />}
        </div>
      </div>
      <NoteDialog
        endpointKey={endpoint.key}
        isOpen={isNoting}
        onClose={() => setNoting(false)}
        onAdded={() => setNoteRevision((before) => before + 1)}
      />
    </div>
  );
}
