// SCTP. The runtime has no SCTP sockets and no way to make one without native code, which the product does not carry; the check
// says so instead of guessing.

import { ProbeFailure } from "./failure.ts";
import type { ProbeModule } from "./probe-module.ts";
import { targetAddress } from "./tcp.ts";

export const sctpProbe: ProbeModule = {
  capabilities: { placeholders: ["CONNECTED"], clientOptions: [] },
  durationOnError: "zero",
  create: () => ({
    run: (check) => {
      // A wrong address is told first: it would be wrong with SCTP as well.
      targetAddress(check);
      check.saw({ inconclusive: true });
      throw new ProbeFailure(
        "unsupported",
        "SCTP cannot be checked by this build: its runtime (Node.js) has no SCTP sockets, whatever the kernel supports",
      );
    },
  }),
};
