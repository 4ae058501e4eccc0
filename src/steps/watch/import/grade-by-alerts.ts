import { type CheckSeverity, checkSeverities } from '../checks/check-severity.ts';
import { type AlertRule, severityOf } from './alert-rules.ts';
import type { Draft, Harvest } from './harvest.ts';
import { hostAndPort, textOf } from './parse-source.ts';

/** Lets alerts say how grave the checks are that they ask about, and makes checks of the certificates that they ask about. */
export function gradeByAlerts(alerts: readonly AlertRule[], harvest: Harvest): void {
  const drafts = [...harvest.drafts];
  const told = new Set<Draft>();
  for (const alert of alerts) {
    const { asked } = alert;
    const named = `alert ${alert.name}`;
    if (asked === null) {
      harvest.leave(named, `no check says the same as “${alert.text}”: ${placeOf(alert.text)}`);
      continue;
    }
    const about = drafts.filter((draft) => isOf(draft, asked.of) && asked.matches(draft.labels ?? {}));
    if (about.length === 0) harvest.leave(named, 'no check that was taken is one that it asks about');
    for (const draft of about) {
      told.add(draft);
      if (asked.of === 'certificate') takeCertificate(draft, asked.days, alert, harvest);
      else grade(draft, alert, harvest);
    }
  }
  for (const draft of drafts)
    if (!told.has(draft))
      harvest.change(draft.source, 'no alert of the rules that were given asks about it: there it woke nobody, here it does');
}

function isOf({ target: { kind, url } }: Draft, asked: 'up' | 'probe_success' | 'certificate'): boolean {
  if (asked === 'up') return kind === 'prometheus';
  return kind !== 'prometheus' && (asked === 'probe_success' || kind === 'tls' || textOf(url).startsWith('https:'));
}

/** Of several alerts about one check the gravest counts. */
function grade(draft: Draft, alert: AlertRule, harvest: Harvest): void {
  const severity = severityOf(alert.severity);
  tellOf(draft.source, alert, severity, harvest);
  const before = harvest.drafts.find(({ key }) => key === draft.key)?.severity;
  if (severity !== null && (before === undefined || gravity(severity) < gravity(before))) harvest.grade(draft.key, severity);
}

const gravity = (severity: CheckSeverity): number => checkSeverities.indexOf(severity);

function tellOf(source: string, { name, waits, severity: word }: AlertRule, severity: CheckSeverity | null, harvest: Harvest): void {
  if (waits !== '' && !/^0[a-z]*$/.test(waits))
    harvest.change(source, `the alert “${name}” waited ${waits.slice(0, 20)} until it told anybody; here it is told at once`);
  if (word !== '' && severity === null)
    harvest.change(source, `the alert “${name}” is “${word}”, which is not known here: it is grave as any other`);
  else if (severity !== null && severity !== word) harvest.change(source, `what is “${word}” by the alert “${name}” is ${severity} here`);
}

/** A certificate has a check of its own: that it ends soon is less grave than that nothing answers. */
function takeCertificate(draft: Draft, days: number, alert: AlertRule, harvest: Harvest): void {
  const { target } = draft;
  const place =
    target.kind === 'tls' ? `${textOf(target.host)}:${textOf(target.port)}` : textOf(target.url).replace(/^https:\/\/|[/?#].*$/gs, '');
  const { host, port } = hostAndPort(place.replace(/^.*@/, ''));
  const own = { kind: 'tls', host, port: port ?? 443, days } as const;
  if (harvest.firstFor(own)) return;
  const name = `${host}: certificate (${days} days)`.slice(0, 120);
  const severity = severityOf(alert.severity);
  tellOf(name, { ...alert, waits: '' }, severity, harvest);
  harvest.take({
    source: name,
    key: harvest.keyFor(name),
    name,
    target: own,
    everyMs: 3_600_000,
    ...(severity === null ? {} : { severity }),
  });
}

/** Where what an alert asks is seen here, as far as its metrics say. */
function placeOf(text: string): string {
  if (/\b(?:node|windows|system)_/.test(text)) return 'how full machines are stands under Watch, Systems';
  if (/_(?:bucket|seconds_sum|requests_total|count)\b/.test(text)) return 'set a goal for the service under Watch, Systems';
  if (/\babsent(?:_over_time)?\(/.test(text)) return 'what cannot be scraped is shown as not watched';
  return 'write a condition of a check of metrics, where it asks one series';
}
