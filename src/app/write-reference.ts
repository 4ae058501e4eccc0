import { z } from 'zod';
import { productFiles } from '#engines/files/product-files.ts';
import { errorTable } from '#kernel/error-table.ts';
import {
  assessmentShape,
  caseDocumentShape,
  caseListShape,
  factsSchema,
  lawSheetIn,
  lawTables,
  notificationShape,
  registerShape,
  verifiedPackShape,
  verifiedRegisterShape,
} from '#steps/decide/index.ts';
import { affectedShape } from '#steps/detect/index.ts';
import {
  allChecks,
  areas,
  billChecks,
  type CheckMeta,
  gateChecks,
  gateShape,
  inspectShape,
  sbomReportShape,
  scanFilesShape,
} from '#steps/inspect/index.ts';
import { incidentDocumentShape, incidentListShape } from '#steps/respond/index.ts';
import { appliedShape, checkLineShape, importedShape, kindNames, reconciledShape, snapshotShape, targetShape } from '#steps/watch/index.ts';
import { loadMessages } from '#web/messages.ts';
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
    ['contract/apply.json', `${JSON.stringify(z.toJSONSchema(appliedShape, { unrepresentable: 'any' }), null, 2)}\n`],
    ['contract/assess.json', `${JSON.stringify(z.toJSONSchema(assessmentShape), null, 2)}\n`],
    ['contract/case.json', `${JSON.stringify(z.toJSONSchema(caseDocumentShape), null, 2)}\n`],
    ['contract/cases.json', `${JSON.stringify(z.toJSONSchema(caseListShape), null, 2)}\n`],
    ['contract/incident.json', `${JSON.stringify(z.toJSONSchema(incidentDocumentShape), null, 2)}\n`],
    ['contract/incidents.json', `${JSON.stringify(z.toJSONSchema(incidentListShape), null, 2)}\n`],
    ['contract/facts.json', `${JSON.stringify(factsSchema(), null, 2)}\n`],
    ['docs/reference/legal-rules.md', legalRulesPage()],
    ['contract/checks.json', `${JSON.stringify(z.toJSONSchema(z.array(checkLineShape), { unrepresentable: 'any' }), null, 2)}\n`],
    ['contract/gate.json', `${JSON.stringify(z.toJSONSchema(gateShape), null, 2)}\n`],
    ['contract/inspect.json', `${JSON.stringify(z.toJSONSchema(inspectShape), null, 2)}\n`],
    ['contract/import.json', `${JSON.stringify(z.toJSONSchema(importedShape), null, 2)}\n`],
    ['contract/notification.json', `${JSON.stringify(z.toJSONSchema(notificationShape), null, 2)}\n`],
    ['contract/evidence-verify.json', `${JSON.stringify(z.toJSONSchema(verifiedPackShape), null, 2)}\n`],
    ['contract/register.json', `${JSON.stringify(z.toJSONSchema(registerShape), null, 2)}\n`],
    ['contract/register-verify.json', `${JSON.stringify(z.toJSONSchema(verifiedRegisterShape), null, 2)}\n`],
    ['docs/reference/checks.md', checksPage()],
    ['docs/reference/inspection-checks.md', inspectionChecksPage()],
    ['contract/status-page.json', `${JSON.stringify(z.toJSONSchema(snapshotShape), null, 2)}\n`],
    ['contract/sbom.json', `${JSON.stringify(z.toJSONSchema(sbomReportShape), null, 2)}\n`],
    ['contract/scan-files.json', `${JSON.stringify(z.toJSONSchema(scanFilesShape), null, 2)}\n`],
    ['contract/reconcile.json', `${JSON.stringify(z.toJSONSchema(reconciledShape), null, 2)}\n`],
  ]);
}

function legalRulesPage(): string {
  return `# Rules of law: the review sheet\n\n${GENERATED} It is made from the files under [data/regimes](../../data/regimes/laws/gdpr.yaml). Give it to a lawyer before you rely on it: **H** means the primary text or two independent sources, **M** one good secondary source, **L** memory.\n\n${lawSheetIn(lawTables(), loadMessages(productFiles).in('en'), 'en')}`;
}

function inspectionChecksPage(): string {
  const sections = areas.flatMap((area) => {
    const all = [...allChecks.map(({ meta }) => meta), ...Object.values(billChecks)];
    const own = all.filter((meta) => meta.area === area);
    return own.length === 0 ? [] : [`## ${area}\n`, ...own.map(inspectionCheck)];
  });
  return `# Checks of an inspection\n\n${GENERATED} Each says pass, fail, warn, unknown or notApplicable. The severity is that of the gravest thing that it finds, as a rule.\n\n${sections.join('\n')}\n## release\n\nOnly for [the gate](../gate.md): they compare a release with the baseline.\n\n${releaseChecks()}`;
}

function releaseChecks(): string {
  return Object.entries(gateChecks)
    .map(([id, { title, severity, owner, remedy, references }]) => {
      const list = references.length === 0 ? '' : `\n${references.join(', ')}\n`;
      return `### ${id}\n\n${title}. Up to *${severity}*.\n\n${owner}\n\n**What to do:** ${remedy}\n${list}`;
    })
    .join('\n');
}

function inspectionCheck({ id, title, severity, owner, remedy, remedies, references }: CheckMeta): string {
  const platforms = Object.entries(remedies ?? {}).map(([platform, text]) => `- ${platform}: ${text}`);
  const list = platforms.length === 0 ? '' : `${platforms.join('\n')}\n\n`;
  return `### ${id}\n\n${title}. Up to *${severity}*.\n\n${owner}\n\n**What to do:** ${remedy}\n\n${list}${references.join(', ')}\n`;
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

/** What a field of a kind may be, in a few words, from its JSON schema. */
function typeOf(schema: z.core.JSONSchema._JSONSchema): string {
  if (typeof schema === 'boolean') return '';
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const least = schema.minimum === undefined ? '' : ` from ${schema.minimum}`;
  const most = schema.maximum === undefined ? '' : ` to ${schema.maximum}`;
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    integer: `number${least}${most}`,
    array: 'list',
    object: 'names and values',
    boolean: 'true or false',
  };
  return words[String(schema.type)] ?? 'text';
}

function checksPage(): string {
  const sections = kindNames.map((kind) => {
    const shape = targetShape.options.find((option) => option.shape.kind.value === kind);
    const schema: z.core.JSONSchema.JSONSchema = shape === undefined ? {} : z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
    const required = new Set(schema.required);
    const rows = Object.entries(schema.properties ?? {})
      .filter(([field]) => field !== 'kind')
      .map(([field, one]) => {
        const usual = typeof one === 'boolean' || one.default === undefined ? '' : `\`${JSON.stringify(one.default)}\``;
        return `| \`${field}\` | ${typeOf(one)} | ${required.has(field) ? 'must be there' : usual} |`;
      });
    return `## ${kind}\n\n| field | what | without it |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Kinds of check\n\n${GENERATED} Fields of each \`kind\` in a [file of checks](../checks.md#checks-as-files); every check also has \`name\`, \`key\`, \`every\`, \`failures\`, \`dependsOn\`, \`secrets\`.\n\n${sections.join('\n')}`;
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
