// A gRPC server with the standard health service, made with the library that others use, so that our own client meets a real one.

import { type sendUnaryData, Server, ServerCredentials, type ServiceError, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import type { KeyPair } from "./certificates.ts";

const HEALTH = {
  nested: {
    grpc: {
      nested: {
        health: {
          nested: {
            v1: {
              nested: {
                HealthCheckRequest: { fields: { service: { type: "string", id: 1 } } },
                HealthCheckResponse: {
                  fields: { status: { type: "ServingStatus", id: 1 } },
                  nested: { ServingStatus: { values: { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } } },
                },
                Health: { methods: { Check: { requestType: "HealthCheckRequest", responseType: "HealthCheckResponse" } } },
              },
            },
          },
        },
      },
    },
  },
};

/** The health to report, or the error to fail with. */
export type HealthAnswer = "UNKNOWN" | "SERVING" | "NOT_SERVING" | "SERVICE_UNKNOWN" | Partial<ServiceError>;

/** Serves the health check. */
export async function serveGrpc(answer: () => HealthAnswer, pair?: KeyPair): Promise<{ readonly port: number; close(): void }> {
  const definition = fromJSON(HEALTH as unknown as Parameters<typeof fromJSON>[0])["grpc.health.v1.Health"];
  const server = new Server();
  const service = {
    Check: (_call: unknown, callback: sendUnaryData<{ status: string }>) => {
      const given = answer();
      if (typeof given === "string") {
        callback(null, { status: given });
      } else {
        callback(given);
      }
    },
  } as UntypedServiceImplementation;
  server.addService(definition as Parameters<Server["addService"]>[0], service);
  const credentials =
    pair === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(pair.cert), private_key: Buffer.from(pair.key) }]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
  return {
    port,
    close: () => {
      server.forceShutdown();
    },
  };
}
