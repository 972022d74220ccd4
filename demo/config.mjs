// The configuration that watches the demo's servers: one endpoint for each thing that Sentray can show.

/**
 * @param {import("./world.mjs").World} world
 * @param {{ every: string, rarely: string }} [intervals]
 * @returns {string} YAML
 */
export function demoConfig(world, { every, rarely } = { every: "5s", rarely: "10s" }) {
  const web = `http://127.0.0.1:${world.webPort}`;
  return `# The demo's world: every server below runs on this machine and stops with the demo.
alerting:
  desktop:
    default-alert:
      failure-threshold: 2
      success-threshold: 1
      send-on-resolved: true

endpoints:
  - name: front-end
    group: core
    url: "${web}/"
    interval: ${every}
    tags: [web]
    conditions:
      - "[STATUS] == 200"
      - "[BODY] == hello"
      - "[RESPONSE_TIME] < 300"

  - name: back-end
    group: core
    url: "${web}/api/health"
    interval: ${every}
    tags: [api]
    conditions:
      - "[STATUS] == 200"
      - "[BODY].status == UP"
      - "[BODY].queue.depth < 50"

  - name: flaky
    group: core
    url: "${web}/flaky"
    interval: ${every}
    conditions:
      - "[STATUS] == 200"

  - name: broken
    group: core
    url: "${web}/failing"
    interval: ${every}
    notes: It answers 503 on purpose.
    conditions:
      - "[STATUS] == 200"

  - name: cache
    group: core
    url: "tcp://127.0.0.1:${world.tcpPort}"
    body: PING
    interval: ${every}
    conditions:
      - "[CONNECTED] == true"
      - "[BODY] == +PONG"

  - name: gateway
    group: network
    url: "icmp://127.0.0.1"
    interval: ${every}
    conditions:
      - "[CONNECTED] == true"

  - name: resolver
    group: network
    url: "127.0.0.1:${world.dnsPort}"
    interval: ${every}
    dns:
      query-name: demo.test
      query-type: A
    conditions:
      - "[DNS_RCODE] == NOERROR"
      - "[BODY] == 192.0.2.10"

  - name: mail
    group: network
    url: "starttls://127.0.0.1:${world.smtpPort}"
    interval: ${rarely}
    client:
      insecure: true
    conditions:
      - "[CONNECTED] == true"
    degraded-conditions:
      - "[CERTIFICATE_EXPIRATION] > 336h"

  - name: shop
    group: public
    url: "https://127.0.0.1:${world.tlsPort}/"
    interval: ${rarely}
    client:
      insecure: true
    conditions:
      - "[STATUS] == 200"
    degraded-conditions:
      - "[CERTIFICATE_EXPIRATION] > 336h"

  - name: archive
    group: public
    url: "${web}/slow"
    interval: ${rarely}
    conditions:
      - "[STATUS] == 200"
    degraded-conditions:
      - "[RESPONSE_TIME] < 400"

  - name: legacy
    group: public
    url: "tcp://127.0.0.1:${world.closedPort}"
    interval: ${rarely}
    conditions:
      - "[CONNECTED] == true"
`;
}
