// npm run bench [names…]: measures, prints each figure beside its comparison, and with --write puts them into docs/measurements.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Bench, type BenchRow, formatRow } from './bench-row.ts';

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  'start-up': async () => (await import('./start-up.ts')).benchStartUp,
  intake: async () => (await import('./intake.ts')).benchIntake,
  'whole-intake': async () => (await import('./whole-intake.ts')).benchWholeIntake,
  'personal-data': async () => (await import('./personal-data.ts')).benchPersonalData,
  'detection-delay': async () => (await import('./detection-delay.ts')).benchDetectionDelay,
  'detection-under-load': async () => (await import('./detection-under-load.ts')).benchDetectionUnderLoad,
  telemetry: async () => (await import('./telemetry.ts')).benchTelemetry,
  scan: async () => (await import('./scan.ts')).benchScan,
  'scan-files': async () => (await import('./scan-files.ts')).benchScanFiles,
  affected: async () => (await import('./affected.ts')).benchAffected,
  leaks: async () => (await import('./leaks.ts')).benchLeaks,
  ledger: async () => (await import('./ledger.ts')).benchLedger,
  beats: async () => (await import('./beats.ts')).benchBeats,
  dashboard: async () => (await import('./dashboard.ts')).benchDashboard,
  checks: async () => (await import('./checks.ts')).benchChecks,
  outage: async () => (await import('./outage.ts')).benchOutage,
  orders: async () => (await import('./orders.ts')).benchOrders,
  services: async () => (await import('./services.ts')).benchServices,
  otlp: async () => (await import('./otlp.ts')).benchOtlp,
  night: async () => (await import('./night.ts')).benchNight,
  skimmers: async () => (await import('./skimmers.ts')).benchSkimmers,
  'inspection-cost': async () => (await import('./inspection-cost.ts')).benchInspectionCost,
  libraries: async () => (await import('./libraries.ts')).benchLibraries,
  assess: async () => (await import('./assess.ts')).benchAssess,
  'leaks-daily': async () => (await import('./leaks-daily.ts')).benchLeaksDaily,
  'tls-peers': async () => (await import('./tls-peers.ts')).benchTlsPeers,
  observatory: async () => (await import('./observatory.ts')).benchObservatory,
};

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const results = new Map<string, readonly BenchRow[]>();
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`bench: ${name} …\n`);
  const rows = await (await load())();
  results.set(name, rows);
  for (const row of rows) {
    process.stdout.write(`${formatRow(row)}\n`);
    if (!row.holds || row.value <= row.against.value) continue;
    process.stderr.write(`bench: over its limit: ${row.what}\n`);
    process.exitCode = 1;
  }
}

const HELD = `## Held on every run of the tests and the drill

- \`./shopbell drill\`: attack to signal within 5 s, signal to page within 2 s, the records touched and the people told exactly those of the attack (precision and recall 1.0), every letter once, the ledger whole.
- Intake killed (SIGKILL) at 20 random moments, and the whole program at ten: no acknowledged line lost or stored twice, no letter lost or silently doubled.
- Every page of the console in Chromium: axe-core (WCAG 2.2 AA) finds nothing, HTML at most 100 kB, median first paint below 1 s on loopback, all scripts together at most 60 kB compressed, no page wider than a phone.
`;

/** The whole page: what was measured now, and of everything else what stood there before. */
function page(before: string): string {
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  const known = new Map(before.split(/^(?=## )/m).map((section) => [/^## (.*)/.exec(section)?.[1] ?? '', section.trimEnd()]));
  const sections = Object.keys(benches).flatMap((name) => {
    const rows = results.get(name);
    const section =
      rows === undefined ? known.get(name) : `## ${name}\n\n${machine}\n\n${rows.map((row) => `- ${formatRow(row)}`).join('\n')}`;
    return section === undefined ? [] : [`${section}\n`];
  });
  return `# Measurements\n\nMade by \`npm run bench -- --write\`, each section on the machine it names (none: 2 cores, AMD EPYC, Node.js v24.21.0). Absolute times on a shared machine mean little: look at the comparison in each line.\n\n${sections.join('\n')}
${HELD}`;
}

const PAGE = join(import.meta.dirname, '..', 'docs', 'measurements.md');
if (process.argv.includes('--write')) writeFileSync(PAGE, page(readFileSync(PAGE, 'utf8')));
