// The configuration that watches the demo's servers: one endpoint for each thing that Sentray can show.

/**
 * @param {import("./world.mjs").World} world
 * @returns {string} YAML
 */
export function demoConfig(world) {
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
    interval: 5s
    tags: [web]
    conditions:
      - "[STATUS] == 200"
      - "[BODY] == hello"
      - "[RESPONSE_TIME] < 300"

  - name: back-end
    group: core
    url: "${web}/api/health"
    interval: 5s
    tags: [api]
    conditions:
      - "[STATUS] == 200"
      - "[BODY].status == UP"
      - "[BODY].queue.depth < 50"

  - name: flaky
    group: core
    url: "${web}/flaky"
    interval: 5s
    conditions:
      - "[STATUS] == 200"

  - name: broken
    group: core
    url: "${web}/failing"
    interval: 5s
    notes: It answers 503 on purpose.
    conditions:
      - "[STATUS] == 200"

  - name: cache
    group: core
    url: "tcp://127.0.0.1:${world.tcpPort}"
    body: PING
    interval: 5s
    conditions:
      - "[CONNECTED] == true"
      - "[BODY] == +PONG"

  - name: gateway
    group: network
    url: "icmp://127.0.0.1"
    interval: 5s
    conditions:
      - "[CONNECTED] == true"

  - name: resolver
    group: network
    url: "127.0.0.1:${world.dnsPort}"
    interval: 5s
    dns:
      query-name: demo.test
      query-type: A
    conditions:
      - "[DNS_RCODE] == NOERROR"
      - "[BODY] == 192.0.2.10"

  - name: mail
    group: network
    url: "starttls://127.0.0.1:${world.smtpPort}"
    interval: 10s
    client:
      insecure: true
    conditions:
      - "[CONNECTED] == true"
    degraded-conditions:
      - "[CERTIFICATE_EXPIRATION] > 14d"

  - name: shop
    group: public
    url: "https://127.0.0.1:${world.tlsPort}/"
    interval: 10s
    client:
      insecure: true
    conditions:
      - "[STATUS] == 200"
    degraded-conditions:
      - "[CERTIFICATE_EXPIRATION] > 14d"

  - name: archive
    group: public
    url: "${web}/slow"
    interval: 10s
    conditions:
      - "[STATUS] == 200"
    degraded-conditions:
      - "[RESPONSE_TIME] < 400"

  - name: legacy
    group: public
    url: "tcp://127.0.0.1:${world.closedPort}"
    interval: 10s
    conditions:
      - "[CONNECTED] == true"
`;
}
