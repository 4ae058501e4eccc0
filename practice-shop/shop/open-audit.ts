import { appendFileSync } from 'node:fs';
import { SeverityNumber } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';

type AuditEventName =
  | 'shop.record.read'
  | 'shop.customer.registered'
  | 'shop.customer.signed_in'
  | 'shop.customer.sign_in_failed'
  | 'shop.admin.signed_in'
  | 'shop.admin.sign_in_failed'
  | 'shop.admin.created'
  | 'shop.export.made'
  | 'shop.order.placed'
  | 'shop.order.paid'
  | 'shop.order.exported'
  | 'shop.order.shipped'
  | 'shop.integration.failed';

export interface Audit {
  /** Notes an event in `audit.jsonl` and sends it as an OTLP log record. Ids and numbers only, no personal data but the address. */
  note(name: AuditEventName, attributes: Readonly<Record<string, string | number>>): void;
  /** Resolves when everything noted so far was handed to the receiver, or given up. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the application's audit events. `otlpUrl` is the receiver's base or its full `/v1/logs` address; without it, the file only. */
export function openAudit(path: string, otlpUrl?: string, otlpKey?: string): Audit {
  const provider = otlpUrl ? openProvider(otlpUrl, otlpKey) : null;
  const logger = provider?.getLogger('practice-shop.audit', '1.0.0');
  return {
    note(name, attributes) {
      const at = new Date();
      appendFileSync(path, `${JSON.stringify({ at: at.toISOString(), event: name, ...attributes })}\n`);
      logger?.emit({
        eventName: name,
        timestamp: at,
        severityNumber: name.endsWith('failed') ? SeverityNumber.WARN : SeverityNumber.INFO,
        severityText: name.endsWith('failed') ? 'WARN' : 'INFO',
        body: name,
        attributes: { ...attributes, 'event.name': name },
      });
    },
    flush: async () => provider?.forceFlush(),
    close: async () => provider?.shutdown(),
  };
}

function openProvider(otlpUrl: string, otlpKey?: string): LoggerProvider {
  const url = otlpUrl.endsWith('/v1/logs') ? otlpUrl : `${otlpUrl.replace(/\/$/, '')}/v1/logs`;
  const exporter = new OTLPLogExporter({ url, headers: otlpKey ? { authorization: `Bearer ${otlpKey}` } : {}, timeoutMillis: 3000 });
  return new LoggerProvider({
    resource: resourceFromAttributes({
      'service.name': 'practice-shop',
      'service.version': '1.0.0',
      'deployment.environment.name': 'practice',
    }),
    processors: [new BatchLogRecordProcessor({ exporter, scheduledDelayMillis: 250, maxExportBatchSize: 200, maxQueueSize: 20_000 })],
  });
}
