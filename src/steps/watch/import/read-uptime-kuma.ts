import { getDomain } from 'tldts';
import { EVERY_CHECK, type Harvest, MOST_ENTRIES, openHarvest, type TargetDraft } from './harvest.ts';
import { shownName } from './hide-secrets.ts';
import { kumaKinds, kumaLeft } from './kuma-kinds.ts';
import { type Monitor, monitorOf, pausedIds, tellFields } from './kuma-monitor.ts';
import { openSecretBox } from './open-secret-box.ts';
import { type Fields, fieldsOf, flagOf, isEmpty, isFields, parseJson, textOf } from './parse-source.ts';

/** How long before its end Uptime Kuma tells of a certificate or a name first. */
const WARNED_DAYS = 21;

/** Reads the JSON backup of version 1, or the rows of the table `monitor` as JSON. A text says why it cannot be read. Pure. */
export function readUptimeKuma(text: string): Harvest | string {
  const parsed = parseJson(text);
  if (typeof parsed === 'string') return `${parsed}; give the JSON backup, or sqlite3 -json kuma.db 'select * from monitor'`;
  const list = isFields(parsed.value) ? parsed.value.monitorList : parsed.value;
  const monitors = Array.isArray(list) ? (list as readonly unknown[]) : isFields(list) ? Object.values(list) : null;
  if (monitors === null) return 'it holds no monitorList and is no list of monitors';
  if (monitors.length > MOST_ENTRIES) return `it holds more than ${MOST_ENTRIES} monitors`;
  const harvest = openHarvest();
  const paused = pausedIds(monitors.filter(isFields));
  for (const [nth, one] of monitors.entries()) {
    if (isFields(one)) takeMonitor(one, shownName(textOf(one.name).trim()) || `monitor ${textOf(one.id) || nth + 1}`, paused, harvest);
    else harvest.leave(`monitor ${nth + 1}`, 'it is no monitor');
  }
  tellOthers(fieldsOf(parsed.value), harvest);
  if (harvest.drafts.some(({ failures }) => (failures ?? 2) > 1))
    harvest.change(EVERY_CHECK, 'what fails is looked at again every 3 seconds until it is down, not after its retry interval');
  return harvest;
}

function tellOthers(document: Fields, harvest: Harvest): void {
  for (const [part, value] of Object.entries(document)) {
    if (part === 'monitorList' || isEmpty(value)) continue;
    if (part === 'notificationList') {
      for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [])
        harvest.leave(
          `notification ${textOf(fieldsOf(one).name).slice(0, 100)}`,
          'who is woken, and how, is set under Respond: channels and rota',
        );
    } else if (part === 'proxyList') harvest.leave('proxyList', 'checks ask directly');
    else harvest.ignore(part);
  }
}

function takeMonitor(fields: Fields, name: string, paused: ReadonlySet<string>, harvest: Harvest): void {
  const key = harvest.keyFor(name);
  const box = openSecretBox(key);
  const monitor = monitorOf(fields, name, box, harvest);
  const why = whyNot(monitor, paused);
  const read = Object.hasOwn(kumaKinds, monitor.type) ? kumaKinds[monitor.type] : undefined;
  if (why !== null || read === undefined) {
    harvest.leave(name, why ?? kumaLeft[monitor.type] ?? 'this type of monitor is not known here');
    return;
  }
  const target = read(monitor);
  if (typeof target === 'string') {
    harvest.leave(name, target);
    return;
  }
  const isBeat = target.kind === 'heartbeat';
  const seconds = monitor.number('interval');
  harvest.take({
    ...{ source: name, key, name: name.slice(0, 120), target, secrets: box.found },
    everyMs: isBeat || seconds === null ? null : seconds * 1_000,
    // What a beat is allowed to be late stands in its grace already.
    failures: isBeat ? 1 : (monitor.number('maxretries') ?? 0) + 1,
  });
  tellFields(fields, monitor, harvest);
  takeExpiries(monitor, harvest);
}

function whyNot(monitor: Monitor, paused: ReadonlySet<string>): string | null {
  const active = monitor.raw('active');
  if (active !== undefined && active !== null && !flagOf(active)) return 'it is paused there';
  if (paused.has(monitor.text('id'))) return 'its group is paused there';
  if (monitor.flag('upsidedown'))
    return 'it is upside down: down when it answers. Write what must be true as conditions, such as status is 503';
  return null;
}

/** A page whose certificate or name ends soon is not down: that is a check of its own here, once a server and once a name. */
function takeExpiries(monitor: Monitor, harvest: Harvest): void {
  const url = URL.parse(monitor.text('url'));
  const host = url?.hostname ?? monitor.text('hostname');
  const port = Number(url?.port || 443);
  const add = (what: string, title: string, everyMs: number, target: TargetDraft) => {
    const isThere = harvest.firstFor(target) !== undefined;
    if (!isThere) harvest.take({ source: monitor.name, key: harvest.keyFor(title), name: title, target, everyMs });
    if (!isThere) monitor.change(`the end of its ${what} is a check of its own, ${WARNED_DAYS} days before`);
  };
  if (url?.protocol === 'https:' && monitor.flag('expirynotification') && !monitor.flag('ignoretls'))
    add('certificate', `${host}: certificate`, 3_600_000, { kind: 'tls', host, port, days: WARNED_DAYS });
  const domain = getDomain(host);
  if (monitor.flag('domainexpirynotification') && domain !== null)
    add('name', `${domain}: registration`, 86_400_000, { kind: 'domain', domain, days: WARNED_DAYS });
}
