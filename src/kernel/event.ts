import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { EventId, OrgId } from './ids.ts';

/** Kinds of actors a ledger entry can name. `id` is a person's, a key's or a part's name, never a personal name. */
export interface Actor {
  readonly kind: 'person' | 'key' | 'system' | 'customer';
  readonly id: string;
  readonly role: Role;
}

export type Role = 'owner' | 'engineer' | 'privacy' | 'communicator' | 'viewer' | 'sender' | 'deployer' | 'assessor' | 'system' | 'public';

/** The definition of one kind of ledger event: its name `step.what-happened` and the shape of its payload. */
export interface EventKind<N extends string = string, S extends z.ZodType = z.ZodType> {
  readonly name: N;
  readonly payload: S;
}

export function defineEvent<N extends `${string}.${string}`, S extends z.ZodType>(name: N, payload: S): EventKind<N, S> {
  return { name, payload };
}

/** One entry of an organisation's ledger, as stored. */
export interface LedgerEntry<P = unknown> {
  readonly id: EventId;
  readonly org: OrgId;
  /** 1, 2, 3 … without gaps, per organisation. */
  readonly seq: number;
  readonly kind: string;
  readonly at: Date;
  readonly actor: Actor;
  /** What it is about: an incident, a case, a shop. */
  readonly subject: string | null;
  readonly cause: EventId | null;
  readonly payload: P;
  /** Hash of the entry before, 64 hex digits; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

export const GENESIS = '0'.repeat(64);

/** SHA-256 over the canonical JSON of everything in the entry but the hash itself, as 64 hex digits. */
export function hashEntry(entry: Omit<LedgerEntry, 'hash'>): string {
  const text = canonical([
    entry.previous,
    entry.id,
    entry.org,
    entry.seq,
    entry.kind,
    entry.at.toISOString(),
    entry.actor.kind,
    entry.actor.id,
    entry.actor.role,
    entry.subject,
    entry.cause,
    entry.payload,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys and without white space: equal values give equal texts. Dates become ISO texts. */
export function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
