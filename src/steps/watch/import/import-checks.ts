import type { Harvest } from './harvest.ts';
import type { ImportedDocument, ImportSource } from './imported-document.ts';
import { readAlertmanager } from './read-alertmanager.ts';
import { readBlackbox } from './read-blackbox.ts';
import { readGatus } from './read-gatus.ts';
import { readUptimeKuma } from './read-uptime-kuma.ts';
import { writeChecks } from './write-checks.ts';

export interface ImportInput {
  readonly from: ImportSource;
  readonly text: string;
  /** Prometheus’ configuration, beside that of blackbox_exporter. */
  readonly prometheus: string | null;
  /** Files of Prometheus’ rules, beside its configuration. */
  readonly rules?: readonly string[];
  readonly shop: string;
}

/** Reads another monitor's configuration and writes a file of checks. A text says why it cannot be read. Pure. */
export function importChecks({ from, text, prometheus, rules = [], shop }: ImportInput): ImportedDocument | string {
  const readers: Readonly<Record<ImportSource, () => Harvest | string>> = {
    'uptime-kuma': () => readUptimeKuma(text),
    gatus: () => readGatus(text),
    blackbox: () => readBlackbox(text, prometheus, rules),
    alertmanager: () => readAlertmanager(text),
  };
  const harvest = readers[from]();
  return typeof harvest === 'string' ? harvest : writeChecks(from, shop, harvest);
}
