/** What a Prometheus server needs to send its metrics to this Shopbell. */
export function prometheusConfig(publicUrl: string): string {
  return `remote_write:
  - url: ${publicUrl}/in/v1/write
    authorization: { credentials: YOUR-KEY }
`;
}

/** One line for a machine on which OpenTelemetry's collector is installed: it fetches its configuration, with its key in it, and begins. */
export function agentLine(publicUrl: string): string {
  const file = '/etc/otelcol-contrib/config.yaml';
  return `curl -fsS -H "Authorization: Bearer YOUR-KEY" ${publicUrl}/in/collector.yaml | sudo tee ${file} >/dev/null && sudo systemctl restart otelcol-contrib\n`;
}

/** A ready configuration of OpenTelemetry's collector that sends a machine's figures, and what programs tell it, to this Shopbell. */
export function collectorConfig(publicUrl: string, key = 'YOUR-KEY'): string {
  return `receivers:
  otlp:
    protocols:
      grpc: { endpoint: 127.0.0.1:4317 }
      http: { endpoint: 127.0.0.1:4318 }
  hostmetrics:
    collection_interval: 30s
    scrapers:
      cpu: { metrics: { system.cpu.utilization: { enabled: true } } }
      memory: { metrics: { system.memory.utilization: { enabled: true } } }
      filesystem: { metrics: { system.filesystem.utilization: { enabled: true } } }
      load: {}
processors:
  resourcedetection: { detectors: [env, system] }
  batch: { send_batch_size: 2000, timeout: 5s }
exporters:
  otlphttp:
    endpoint: ${publicUrl}/in
    compression: gzip
    headers: { authorization: "Bearer ${key}" }
    retry_on_failure: { enabled: true, max_elapsed_time: 0s }
service:
  pipelines:
    traces: { receivers: [otlp], processors: [resourcedetection, batch], exporters: [otlphttp] }
    metrics: { receivers: [otlp, hostmetrics], processors: [resourcedetection, batch], exporters: [otlphttp] }
    logs: { receivers: [otlp], processors: [batch], exporters: [otlphttp] }
`;
}
