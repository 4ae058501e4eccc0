import { createHash } from 'node:crypto';
import { canonical } from '#kernel/event.ts';

/** What stands in an entry of the register: hashed by itself, so that it can go while its link stays. */
export interface EntryContent {
  readonly written_by: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly entry: unknown;
}

/** Where an entry stands in its organisation's chain. */
export interface LinkPlace {
  readonly organisation: string;
  readonly seq: number;
  readonly id: string;
  readonly case_id: string;
  readonly number: string;
  readonly version: number;
  readonly content_hash: string;
  /** Hash of the link before, 64 hex digits; 64 zeros for the first. */
  readonly previous: string;
}

/** SHA-256 over the canonical JSON (keys sorted, no white space) of who wrote what when, as 64 hex digits. Throws RangeError on what is nested too deep. */
export function hashContent({ written_by, at, entry }: EntryContent): string {
  return sha256(canonical({ written_by, at, entry }));
}

/** SHA-256 over the canonical JSON list of a link's fields, as 64 hex digits. */
export function hashLink(place: LinkPlace): string {
  const { previous, organisation, seq, id, case_id, number, version, content_hash } = place;
  return sha256(canonical(['shopbell-register-link/1', previous, organisation, seq, id, case_id, number, version, content_hash]));
}

/** What the organisation's key signs of a register: where its chain ended, and when it was said. */
export function signedText(organisation: string, head: { readonly seq: number; readonly hash: string }, exportedAt: string): string {
  return canonical(['shopbell-register-head/1', organisation, head.seq, head.hash, exportedAt]);
}

/** The purpose of the organisation's key that signs a register's head. */
export const REGISTER_KEY = 'register';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
