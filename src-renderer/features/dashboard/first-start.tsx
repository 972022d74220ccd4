// Nothing is watched yet: ask what should be, and give the lines that do it.

import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button.tsx";
import { Logo } from "../../components/logo.tsx";
import { useCopy } from "../../hooks/use-copy.ts";
import { useOpenConfig } from "../../hooks/use-monitor-actions.ts";
import { showSettings } from "../settings/settings-route.ts";
import styles from "./first-start.module.css";
import { proposeEndpoint, writeEndpointYaml } from "./propose-endpoint.ts";

export function FirstStart(): ReactNode {
  const { t } = useTranslation();
  const copy = useCopy();
  const openConfig = useOpenConfig();
  const [address, setAddress] = useState("");
  const proposal = proposeEndpoint(address);
  const snippet = proposal === null ? null : writeEndpointYaml(proposal);
  return (
    <div className={styles.page}>
      <Logo size={44} />
      <h1 className={styles.title}>{t("dashboard.empty.title")}</h1>
      <input
        className={styles.input}
        aria-label={t("dashboard.empty.field")}
        placeholder={t("dashboard.empty.placeholder")}
        value={address}
        maxLength={2_000}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setAddress(event.target.value)}
      />
      <p className={styles.explain}>{t("dashboard.empty.explain")}</p>
      {snippet !== null && (
        <section className={styles.snippet} aria-label={t("dashboard.empty.snippet")}>
          <pre>{snippet}</pre>
        </section>
      )}
      {snippet === null && address.trim() !== "" && <output>{t("dashboard.empty.notUnderstood")}</output>}
      <div className={styles.actions}>
        <Button variant="primary" icon={Plus} onClick={() => showSettings({ section: "add", isDetailed: false })}>
          {t("dashboard.add")}
        </Button>
        {snippet !== null && <Button onClick={() => void copy(snippet)}>{t("dashboard.empty.copy")}</Button>}
        <Button onClick={() => void openConfig()}>{t("dashboard.empty.openConfig")}</Button>
      </div>
    </div>
  );
}
