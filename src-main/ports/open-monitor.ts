// A monitor with everything that it runs on, opened from a configuration file: what the desktop and the command line hold.

import type { AlertDelivery } from "../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { HistoryStore } from "./history.ts";
import type { Monitor } from "./monitor.ts";

export interface OpenMonitor {
  readonly monitor: Monitor;
  readonly history: HistoryStore;
  /** The file or folder that is watched. */
  readonly configPath: string;
  /** What was sent about an endpoint, newest first. */
  deliveriesOf(key: EndpointKey): readonly AlertDelivery[];
  /** Loads the configuration again; resolves when it is applied or its problems are shown. */
  reload(): Promise<void>;
  /** Called after the configuration or the secrets changed on the disk and what watches follows them, or says why not; returns the unsubscribe. */
  onFilesChanged(listener: () => void): () => void;
  /** Stops watching and checking, flushes, closes. */
  close(): Promise<void>;
}
