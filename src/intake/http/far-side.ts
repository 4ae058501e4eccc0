import type { Json } from '../formats/scan-json.ts';
import { redactText } from '../redact/redact-text.ts';

/** Who is at the other end of a span, for the map of systems: a name, and what it is. */
export interface FarSide {
  /** A service's name, a queue's, a host, or the kind of a database; `''` when nothing tells. */
  readonly far: string;
  readonly farKind: '' | 'database' | 'queue' | 'host';
}

const NOBODY: FarSide = { far: '', farKind: '' };
/** Queues that live as long as one caller would each be a system of its own. */
const FLEETING = /\$default|^amq\.gen|reply|temp|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i;

/**
 * The other end as the conventions of OpenTelemetry tell it, old and new. `peer` is the host that was found already.
 * Of what is served only a queue is known to be at the other end: the caller tells of itself.
 */
export function farSide(kind: string, attributes: Json, peer: string): FarSide {
  const isServing = kind === 'server' || kind === 'consumer';
  const isCalling = kind === 'client' || kind === 'producer';
  if (!isServing && !isCalling) return NOBODY;
  const broker = text(attributes, 'messaging.system');
  if (broker !== '' || kind === 'producer' || kind === 'consumer') {
    const queue = text(attributes, 'messaging.destination.template', 'messaging.destination.name', 'messaging.destination');
    const isFleeting = attributes['messaging.destination.temporary'] === true || FLEETING.test(queue);
    const named = queue === '' || isFleeting ? broker || peer : queue;
    return named === '' ? NOBODY : { far: clean(named), farKind: 'queue' };
  }
  if (isServing) return NOBODY;
  const service = text(attributes, 'service.peer.name', 'peer.service');
  const database = text(attributes, 'db.system.name', 'db.system');
  const far = clean(service || peer || database);
  if (far === '') return NOBODY;
  return { far, farKind: database === '' ? 'host' : 'database' };
}

function clean(name: string): string {
  return redactText(name.trim().slice(0, 120));
}

function text(attributes: Json, ...names: readonly string[]): string {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}
