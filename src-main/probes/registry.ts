// Every protocol and its probe. A kind without an entry does not compile.

import type { EndpointKind } from "../../shared/model/endpoint.ts";
import { dnsProbe } from "./dns.ts";
import { grpcProbe } from "./grpc.ts";
import { httpProbe } from "./http.ts";
import { icmpProbe } from "./icmp.ts";
import type { ProbeModule } from "./probe-module.ts";
import { sctpProbe } from "./sctp.ts";
import { sshProbe } from "./ssh.ts";
import { starttlsProbe } from "./starttls.ts";
import { tcpProbe } from "./tcp.ts";
import { tlsProbe } from "./tls.ts";
import { udpProbe } from "./udp.ts";
import { websocketProbe } from "./websocket.ts";

/** The probes by kind. */
export const PROBES: Readonly<Record<EndpointKind, ProbeModule>> = {
  HTTP: httpProbe,
  DNS: dnsProbe,
  TCP: tcpProbe,
  UDP: udpProbe,
  SCTP: sctpProbe,
  ICMP: icmpProbe,
  STARTTLS: starttlsProbe,
  TLS: tlsProbe,
  GRPC: grpcProbe,
  WEBSOCKET: websocketProbe,
  SSH: sshProbe,
};
