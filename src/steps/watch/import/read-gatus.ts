import { getDomain } from 'tldts';
import { fillVariables } from './gatus-endpoint.ts';
import { endpointTarget } from './gatus-kinds.ts';
import { storedBy, suiteTarget } from './gatus-suite.ts';
import { EVERY_CHECK, type Harvest, MOST_ENTRIES, openHarvest } from './harvest.ts';
import { shownName } from './hide-secrets.ts';
import { openSecretBox } from './open-secret-box.ts';
import { durationOf, type Fields, fieldsOf, isEmpty, isFields, listOf, numberOf, parseYaml, textOf } from './parse-source.ts';

const LEFT: Readonly<Record<string, string>> = {
  alerting: 'who is woken, and how, is set under Respond: channels and rota',
  maintenance: 'announce it as planned work',
  remote: 'other instances are not asked; give their configuration too',
  tunneling: 'checks ask directly',
  connectivity: 'whether our own connection works is looked at without being told',
};

/** Reads a configuration of Gatus. A text says why it cannot be read. Pure. */
export function readGatus(text: string): Harvest | string {
  const parsed = parseYaml(text);
  if (typeof parsed === 'string') return parsed;
  if (!isFields(parsed.value)) return 'it is no configuration of Gatus';
  const document = parsed.value;
  const parts = ['endpoints', 'suites', 'external-endpoints'];
  if (!parts.some((part) => Array.isArray(document[part]))) return 'it holds no endpoints, suites or external-endpoints';
  const count = parts.reduce((sum, part) => sum + listOf(document[part]).length, 0);
  if (count > MOST_ENTRIES) return `it holds more than ${MOST_ENTRIES} endpoints`;
  const harvest = openHarvest();
  const thresholds = usualThresholds(fieldsOf(document.alerting));
  for (const [nth, one] of listOf(document.endpoints).entries()) takeEndpoint(one, `endpoint ${nth + 1}`, thresholds, harvest);
  for (const [nth, one] of listOf(document.suites).entries()) takeSuite(one, `suite ${nth + 1}`, harvest);
  for (const [nth, one] of listOf(document['external-endpoints']).entries())
    takeExternal(one, `external endpoint ${nth + 1}`, thresholds, harvest);
  for (const [part, value] of Object.entries(document)) {
    if (parts.includes(part) || isEmpty(value)) continue;
    const why = Object.hasOwn(LEFT, part) ? LEFT[part] : undefined;
    if (why === undefined) harvest.ignore(part);
    else harvest.leave(part, why);
  }
  if (harvest.drafts.length > 0)
    harvest.change(
      EVERY_CHECK,
      'what fails is looked at again every 3 seconds until it is down, not after a whole interval; one success is enough to be up again',
    );
  return harvest;
}

type Thresholds = ReadonlyMap<string, number>;

function usualThresholds(alerting: Fields): Thresholds {
  return new Map(
    Object.entries(alerting).flatMap(([provider, settings]) => {
      const threshold = numberOf(fieldsOf(fieldsOf(settings)['default-alert'])['failure-threshold']);
      return threshold === null ? [] : [[provider, threshold] as const];
    }),
  );
}

/** The least of those of its alerts; three where an alert tells none. */
function failuresOf(fields: Fields, usual: Thresholds, name: string, harvest: Harvest): number | null {
  const alerts = listOf(fields.alerts)
    .map(fieldsOf)
    .filter((alert) => alert.enabled !== false);
  if (alerts.length === 0) return null;
  const all = alerts.map((alert) => numberOf(alert['failure-threshold']) ?? usual.get(textOf(alert.type)) ?? 3);
  const least = Math.min(...all);
  if (all.some((one) => one !== least))
    harvest.change(name, `its alerts come after several numbers of failures; it is down after ${least}`);
  return least;
}

function nameOf(fields: Fields, otherwise: string): string {
  const name = shownName(textOf(fields.name).trim()) || otherwise;
  const group = textOf(fields.group).trim();
  return (group === '' ? name : `${group} / ${name}`).slice(0, 120);
}

function intervalOf(value: unknown, name: string, harvest: Harvest): number {
  const ms = durationOf(value);
  if (ms === null && !isEmpty(value)) harvest.change(name, 'its interval cannot be read; it is looked at every minute');
  return ms || 60_000;
}

function takeEndpoint(one: unknown, otherwise: string, thresholds: Thresholds, harvest: Harvest): void {
  const fields = fieldsOf(one);
  const name = nameOf(fields, otherwise);
  if (!isFields(one)) {
    harvest.leave(name, 'it is no endpoint');
    return;
  }
  if (fields.enabled === false) {
    harvest.leave(name, 'it is switched off there');
    return;
  }
  const key = harvest.keyFor(name);
  const box = openSecretBox(key);
  const read = endpointTarget({ fields, name, box, harvest, fill: (text) => fillVariables(box, text) });
  if (typeof read === 'string') {
    harvest.leave(name, read);
    return;
  }
  const { target, domainDays } = read;
  const everyMs = intervalOf(fields.interval, name, harvest);
  harvest.take({ source: name, key, name, target, everyMs, failures: failuresOf(fields, thresholds, name, harvest), secrets: box.found });
  if (domainDays !== null) takeDomain(textOf(fields.url), domainDays, name, harvest);
}

function takeDomain(address: string, days: number, name: string, harvest: Harvest): void {
  const domain = getDomain(address);
  if (domain === null) {
    harvest.leave(`${name}: [DOMAIN_EXPIRATION]`, 'its address names no registered domain');
    return;
  }
  harvest.change(name, 'the end of its name is a check of its own');
  if (harvest.drafts.some(({ target }) => target.kind === 'domain' && target.domain === domain && Number(target.days) >= days)) return;
  const title = `${domain}: registration`;
  harvest.take({ source: name, key: harvest.keyFor(title), name: title, target: { kind: 'domain', domain, days }, everyMs: 86_400_000 });
}

function takeSuite(one: unknown, otherwise: string, harvest: Harvest): void {
  const fields = fieldsOf(one);
  const name = nameOf(fields, otherwise);
  if (fields.enabled === false) {
    harvest.leave(name, 'it is switched off there');
    return;
  }
  const key = harvest.keyFor(name);
  const box = openSecretBox(key, storedBy(fields));
  const target = suiteTarget(fields, name, box, harvest);
  if (typeof target === 'string') {
    harvest.leave(name, target);
    return;
  }
  harvest.take({ source: name, key, name, target, everyMs: intervalOf(fields.interval, name, harvest), secrets: box.found });
}

/** Somebody else tells of it: a heartbeat, when it says how often. */
function takeExternal(one: unknown, otherwise: string, thresholds: Thresholds, harvest: Harvest): void {
  const fields = fieldsOf(one);
  const name = nameOf(fields, otherwise);
  if (fields.enabled === false) {
    harvest.leave(name, 'it is switched off there');
    return;
  }
  const ms = durationOf(fieldsOf(fields.heartbeat).interval);
  if (!ms) {
    harvest.leave(name, 'it says not how often it is told of, so its silence would mean nothing; a heartbeat needs a period');
    return;
  }
  harvest.change(name, 'whoever tells of it must call another address, which `shopbell apply` tells once');
  const target = { kind: 'heartbeat' as const, period: Math.round(ms / 1_000), grace: 1 };
  harvest.take({ source: name, key: harvest.keyFor(name), name, target, failures: failuresOf(fields, thresholds, name, harvest) });
}
