import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointDetail } from "../../../shared/model/status.ts";
import { useServices } from "../../app/services.ts";
import { Panel } from "../../components/panel.tsx";
import { shorten } from "../../components/text.ts";
import { useAct } from "../../hooks/use-act.ts";
import styles from "./notes-panel.module.css";

/** What the configuration says for people: notes and links. Nothing when it says nothing. */
export function NotesPanel({ detail }: { readonly detail: EndpointDetail }): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  if (detail.notes === "" && detail.links.length === 0) return null;
  const open = (url: string): void => {
    void act(async () => {
      await client.request("app:open-external", { url });
      return null;
    });
  };
  return (
    <Panel title={t("endpoint.notes.title")}>
      {detail.notes !== "" && <p className={styles.notes}>{shorten(detail.notes, 4_000)}</p>}
      <ul className={styles.links}>
        {detail.links.map(({ name, url }) => (
          <li key={`${name} ${url}`}>
            <button type="button" className={styles.link} title={shorten(url, 300)} onClick={() => open(url)}>
              {shorten(name === "" ? url : name, 120)}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
