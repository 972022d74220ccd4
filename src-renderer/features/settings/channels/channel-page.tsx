// Finds the channel's description and what the file says about it before its form is drawn.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../../components/panel.tsx";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { isMapping } from "../config/plain.ts";
import { ChannelEditor } from "./channel-editor.tsx";
import { useProviders } from "./use-providers.ts";

export function ChannelPage({ type }: { readonly type: string }): ReactNode {
  const { t } = useTranslation();
  const { overview } = useConfig();
  const { all, failure } = useProviders();
  const { data, failure: valueFailure } = useRequest(
    "settings:get-value",
    { target: { kind: "root", file: null }, path: ["alerting", type] },
    overview?.revision ?? null,
  );
  const provider = all.find((each) => each.type === type);
  if (all.length > 0 && provider === undefined) return <Empty isPage title={t("settings.channels.unknown", { type })} />;
  if (provider === undefined || data === null) return <Empty title={failure ?? valueFailure ?? t("common.loading")} />;
  // A new revision that says something else about this channel starts the form anew.
  return <ChannelEditor key={data.yaml} provider={provider} written={data} value={isMapping(data.value) ? data.value : {}} />;
}
