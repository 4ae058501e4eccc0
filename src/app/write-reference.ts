import { z } from 'zod';
import { errorTable } from '#kernel/error-table.ts';
import { affectedShape } from '#steps/detect/index.ts';
import { reconciledShape, snapshotShape } from '#steps/watch/index.ts';
import { settings } from './config.ts';
import { listEvents } from './event-catalogue.ts';

/** The reference pages and contract files that are made from the code: path → content. Pure. */
export function writeReference(commands: readonly { readonly usage: string; readonly summary: string }[]): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/errors.md', errorsPage()],
    ['docs/reference/configuration.md', configurationPage()],
    ['docs/reference/commands.md', commandsPage(commands)],
    ['docs/reference/events.md', eventsPage()],
    ['contract/events.json', eventsContract()],
    ['contract/config.json', configContract()],
    ['contract/affected.json', `${JSON.stringify(z.toJSONSchema(affectedShape), null, 2)}\n`],
    ['contract/status-page.json', `${JSON.stringify(z.toJSONSchema(snapshotShape), null, 2)}\n`],
    ['contract/reconcile.json', `${JSON.stringify(z.toJSONSchema(reconciledShape), null, 2)}\n`],
  ]);
}

const GENERATED = 'Generated from the code by `npm run contract`; do not edit.';

function errorsPage(): string {
  const rows = Object.entries(errorTable).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = rows.map(
    ([code, row]) => `## ${code}\n\n${row.message}\n\n**What to do:** ${row.remedy}\n\nHTTP status ${row.status}.\n`,
  );
  return `# Errors\n\n${GENERATED} A code never changes its meaning. Words in braces are filled in.\n\n${sections.join('\n')}`;
}

function configurationPage(): string {
  const rows = Object.entries(settings).map(
    ([name, setting]) => `| \`${name}\` | ${setting.what} | ${setting.fallback} | ${'secret' in setting ? 'yes' : ''} |`,
  );
  return `# Configuration\n\n${GENERATED} Every setting is an environment variable, and every one is optional.\n\n| name | what | without it | secret |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function commandsPage(commands: readonly { readonly usage: string; readonly summary: string }[]): string {
  const rows = commands.map((command) => `| \`./shopbell ${command.usage}\` | ${command.summary} |`);
  return `# Commands\n\n${GENERATED} Each has \`--help\`.\n\n| command | what it does |\n|---|---|\n${rows.join('\n')}\n\nExit codes: 0 fine, 1 found something, 2 wrong usage, 3 could not run. Logs and progress go to stderr, the result to stdout.\n`;
}

function eventsPage(): string {
  const sections = listEvents().map((event) => {
    const schema = z.toJSONSchema(event.payload, { unrepresentable: 'any' });
    const fields = Object.keys(schema.properties ?? {}).map((field) => `\`${field}\``);
    return `| \`${event.name}\` | ${fields.join(', ')} |`;
  });
  return `# Ledger events\n\n${GENERATED} No payload holds personal data in the clear. Schemas: \`contract/events.json\`.\n\n| event | fields |\n|---|---|\n${sections.join('\n')}\n`;
}

function eventsContract(): string {
  const events = Object.fromEntries(listEvents().map((event) => [event.name, z.toJSONSchema(event.payload, { unrepresentable: 'any' })]));
  return `${JSON.stringify({ schema: 'shopbell.events/1', events }, null, 2)}\n`;
}

function configContract(): string {
  const rows = Object.entries(settings).map(([name, setting]) => ({
    name,
    what: setting.what,
    fallback: setting.fallback,
    secret: 'secret' in setting,
  }));
  return `${JSON.stringify({ schema: 'shopbell.config/1', settings: rows }, null, 2)}\n`;
}
