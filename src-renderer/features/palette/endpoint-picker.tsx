import { Command } from "cmdk";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import { useEndpoints } from "../../hooks/use-store.ts";
import { searchEndpoints } from "../../state/dashboard-view.ts";
import { EndpointChoices } from "./endpoint-choices.tsx";
import styles from "./palette.module.css";
import { PaletteDialog } from "./palette-dialog.tsx";

const MOST_ENDPOINTS = 50;

interface PickerProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** Not offered. */
  readonly except: EndpointKey;
  readonly onPick: (key: EndpointKey) => void;
  readonly onClose: () => void;
}

/** Chooses one endpoint by name. */
export function EndpointPicker(props: PickerProps): ReactNode {
  return (
    <PaletteDialog isOpen={props.isOpen} label={props.title} onClose={props.onClose}>
      <PickerContent {...props} />
    </PaletteDialog>
  );
}

function PickerContent({ title, except, onPick, onClose }: PickerProps): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const endpoints = useEndpoints();
  const found = searchEndpoints(endpoints, search)
    .filter(({ key }) => key !== except)
    .slice(0, MOST_ENDPOINTS);
  return (
    <Command shouldFilter={false} label={title} loop>
      <Command.Input
        className={styles.input}
        aria-label={title}
        placeholder={title}
        value={search}
        onValueChange={setSearch}
        maxLength={200}
      />
      <Command.List className={styles.list} label={title}>
        <Command.Empty className={styles.empty}>{t("shell.palette.empty")}</Command.Empty>
        <EndpointChoices
          endpoints={found}
          heading={t("shell.palette.endpoints")}
          onPick={(key) => {
            onPick(key);
            onClose();
          }}
        />
      </Command.List>
    </Command>
  );
}
