import { Command, InvalidArgumentError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import type { ReconcileFiles } from './reconcile/run-reconcile.ts';

interface Options extends ReconcileFiles {
  readonly country: string;
  readonly timeZone: string;
  readonly shipDays: number;
  readonly cutOff: number;
  readonly asOf?: Date;
  readonly most: number;
  readonly json?: true;
}

/** `shopbell reconcile`: compares exports of the shop, the payment provider, the ERP, the courier. Nothing leaves the machine. Exit 1: something is wrong; 3: a file told of no order. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'Compare exports (CSV) of shop, payment provider, ERP and courier: what was paid and not noticed, paid twice, cancelled or not shipped, what is missing on one side. Nothing leaves this machine.',
    )
    .option('--shop <files...>', 'the shop’s orders')
    .option('--payment <files...>', 'the payment provider’s payments')
    .option('--erp <files...>', 'orders as the ERP has them')
    .option('--courier <files...>', 'parcels')
    .option('--crm <files...>', 'orders as the CRM has them')
    .option('--country <code>', 'whose public holidays count (ISO 3166-1, such as PL)', countryCode, 'DE')
    .option('--time-zone <zone>', 'of the shop’s working day, and of times that name none', zone, 'UTC')
    .option('--ship-days <days>', 'working days until a paid order is handed over', days, 2)
    .option('--cut-off <time>', 'orders before this time of a working day are handled on it', clockTime, 12 * 60)
    .option('--as-of <time>', 'judge as things stood then (ISO 8601); the last thing that any file tells unless told', instant)
    .option('--most <orders>', 'list at most so many orders of each trouble; all are counted', days, 20)
    .option('--json', 'print one JSON document (contract/reconcile.json)')
    .action(run);
}

async function run({ country, timeZone, shipDays, cutOff, asOf, most, json, ...files }: Options): Promise<void> {
  const { runReconcile } = await import('./reconcile/run-reconcile.ts');
  const { reconciledInWords, toldNothing } = await import('./reconcile/reconciled-in-words.ts');
  const document = await runReconcile(files, { country, zone: timeZone, shipDays, cutOff, asOf: asOf ?? null, most });
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : reconciledInWords(document));
  const unknown = document.orders === 0 || document.files.some(toldNothing);
  process.exitCode = document.troubles.length > 0 ? exitCodes.found : unknown ? exitCodes.couldNotRun : exitCodes.fine;
}

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write a time like 2026-05-01 or 2026-05-01T10:00:00Z.');
  return at;
}

function days(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Write a whole number of five digits at most.');
  return Number(text);
}

function clockTime(text: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined) throw new InvalidArgumentError('Write a time like 14:00.');
  return Number(hours) * 60 + Number(minutes);
}

function countryCode(text: string): string {
  if (!/^[A-Za-z]{2}$/.test(text)) throw new InvalidArgumentError('Write two letters, such as PL.');
  return text.toUpperCase();
}

function zone(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new InvalidArgumentError('Write a zone like Europe/Warsaw.');
  }
}
