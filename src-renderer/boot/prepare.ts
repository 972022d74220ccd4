// Imported before anything else: settings that libraries read only once, needed for a policy without 'unsafe-eval' and 'unsafe-inline'.

import { setNonce } from "get-nonce";
import { config } from "zod/v4/core";

// Compiling schemas with Function() would be reported as a violation of script-src.
config({ jitless: true });

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
if (nonce !== undefined && nonce !== "") setNonce(nonce);
