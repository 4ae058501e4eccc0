import type { LedgerEntry } from '#kernel/event.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { Person, Tone, Translate } from '#web/types.ts';
import type { IncidentStatus } from '../store.ts';

/** How a severity looks. */
export function toneOfSeverity(severity: Severity): Tone {
  if (severity === 'critical' || severity === 'high') return 'bad';
  return severity === 'medium' ? 'warn' : 'calm';
}

export function toneOfStatus(status: IncidentStatus): Tone {
  return status === 'open' ? 'bad' : status === 'acknowledged' ? 'warn' : status === 'contained' ? 'calm' : 'ok';
}

/** One ledger entry as a sentence. Kinds without a sentence of their own show their name: nothing is left out. */
export function wordsOfEntry(entry: LedgerEntry, t: Translate): string {
  const key = `respond.event.${entry.kind}`;
  const values = flatten(entry.payload);
  // A message's choices cannot hold a hyphen.
  if (typeof values.band === 'string') values.band = values.band.replace('-', '_');
  const said = t(key, { ...defaults, ...values });
  return said === key ? entry.kind : said;
}

/** Who did it: you, a person of a role, or the part of the program. */
export function wordsOfActor(actor: LedgerEntry['actor'], person: Person | null, t: Translate): string {
  if (actor.kind === 'person') return actor.id === person?.id ? t('respond.by.you') : t('respond.by.role', { role: actor.role });
  return actor.kind === 'customer' ? t('respond.by.link') : t('respond.by.machine');
}

const defaults = {
  title: '',
  name: '',
  text: '',
  how: '',
  because: '',
  to: '',
  by: '',
  reason: '',
  channel: '',
  count: 0,
  distinct: 0,
  delivered: 0,
  failed: 0,
  records: 0,
  letters: 0,
  queued: 0,
  withoutAddress: 0,
  version: 0,
  peopleAtLeast: 0,
  severity: '',
  band: '',
  authority: '',
  people: 0,
  feedback: '',
  verdict: '',
  changes: 0,
  minutes: 0,
  state: '',
  duty: '',
  dueAt: '',
  awareAt: '',
  share: 0,
};

function flatten(payload: unknown): Record<string, string | number | boolean> {
  if (payload === null || typeof payload !== 'object') return {};
  return Object.fromEntries(
    Object.entries(payload).flatMap(([key, value]): [string, string | number | boolean][] => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[key, value]];
      if (typeof value === 'object' && value !== null && 'atLeast' in value) return [[`${key}AtLeast`, Number(value.atLeast)]];
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? [[key, value.join(', ')]] : [];
    }),
  );
}

/** Where the evidence of a source is looked at. */
export function hrefOfSource(source: { readonly kind: string; readonly source_id: string }, shop: string): string | null {
  if (source.kind === 'finding') return `/inspect/shops/${shop}`;
  if (source.kind === 'orders') return `/watch/orders?shop=${shop}`;
  if (source.kind === 'slo') return `/watch/systems/slo/${source.source_id}`;
  const rooms: Readonly<Record<string, string>> = {
    signal: '/detect/signals/',
    watch: '/watch/checks/',
    impostor: '/unmask/impostors/',
  };
  const room = rooms[source.kind];
  return room === undefined ? null : room + source.source_id;
}

/** Where what an entry tells can be looked at; null when it is on this page already. */
export function hrefOfEntry(entry: LedgerEntry, shop: string): string | null {
  const payload = flatten(entry.payload);
  const [room] = entry.kind.split('.');
  if (room === 'detect') return `/detect/signals/${payload.signal}`;
  if (room === 'inspect') return `/inspect/shops/${shop}#${payload.finding}`;
  if (room === 'watch' && payload.slo !== undefined) return `/watch/systems/slo/${payload.slo}`;
  if (room === 'watch') return payload.check === undefined ? `/watch/orders?shop=${shop}` : `/watch/checks/${payload.check}`;
  if (room === 'unmask') return `/unmask/impostors/${payload.impostor}`;
  if (room === 'decide') return `/decide/cases/${payload.case}`;
  if (entry.kind === 'tell.page-published' && typeof payload.path === 'string') return payload.path;
  return room === 'tell' ? `/tell/notices/${payload.notice}` : null;
}
