import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CertificateFacts, TlsFacts } from "../../../shared/model/observation.ts";
import { Panel } from "../../components/panel.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useNow } from "../../hooks/use-store.ts";
import styles from "./certificate-panel.module.css";

const SHOWN_NAMES = 8;

/** The chain that the server presented, its own certificate first. */
export function CertificatePanel({ tls }: { readonly tls: TlsFacts }): ReactNode {
  const { t } = useTranslation();
  return (
    <Panel
      title={t("endpoint.certificate.title")}
      aside={
        tls.trusted ? (
          t("endpoint.certificate.trusted")
        ) : (
          <span className={styles.untrusted}>{t("endpoint.certificate.untrusted", { reason: shorten(tls.untrustedReason, 120) })}</span>
        )
      }
    >
      <ol className={styles.chain}>
        {tls.chain.map((certificate) => (
          <Certificate key={certificate.fingerprint256} certificate={certificate} />
        ))}
      </ol>
      <p className={styles.connection}>{t("endpoint.certificate.connection", { protocol: tls.protocol, cipher: tls.cipher })}</p>
    </Panel>
  );
}

function Certificate({ certificate }: { readonly certificate: CertificateFacts }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const leftMs = certificate.notAfterEpochMs - useNow();
  const duration = format.roughDuration(leftMs);
  return (
    <li className={styles.certificate}>
      <details>
        <summary className={styles.summary}>
          <bdi className={styles.subject}>{shorten(certificate.subject, 120)}</bdi>
          <span className={leftMs <= 0 ? styles.untrusted : styles.left}>
            {leftMs <= 0 ? t("endpoint.certificate.over", { duration }) : t("endpoint.certificate.left", { duration })}
          </span>
        </summary>
        <dl className={styles.facts}>
          <dt>{t("endpoint.certificate.names")}</dt>
          <dd>
            {format.list(certificate.names.slice(0, SHOWN_NAMES).map((name) => shorten(name, 80)))}
            {certificate.names.length > SHOWN_NAMES && " …"}
          </dd>
          <dt>{t("endpoint.certificate.serial")}</dt>
          <dd>
            <code>{certificate.serialNumber}</code>
          </dd>
          <dt>{t("endpoint.certificate.fingerprint")}</dt>
          <dd>
            <code>{certificate.fingerprint256}</code>
          </dd>
        </dl>
      </details>
      <p className={styles.dates}>
        {t("endpoint.certificate.from", { date: format.date(certificate.notBeforeEpochMs) })} ·{" "}
        {t("endpoint.certificate.until", { date: format.date(certificate.notAfterEpochMs) })} ·{" "}
        {t("endpoint.certificate.issuer", { name: shorten(certificate.issuer, 80) })}
      </p>
    </li>
  );
}
