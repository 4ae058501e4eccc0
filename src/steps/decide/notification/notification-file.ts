import type { NotificationFile } from './notification-shape.ts';
import { type Authority, notificationTemplate, templateField } from './tables.ts';
import type { FieldValue, FilledField, Notification } from './types.ts';
import { type ValueWords, wordsOfValue } from './words-of-value.ts';

interface About extends ValueWords {
  readonly number: string;
  readonly factsVersion: number;
  readonly authority: Authority | null;
  readonly madeAt: Date;
  readonly submission: NotificationFile['submission'];
  readonly letters: NotificationFile['letters'];
}

/** The machine file of a notification. Pure. */
export function notificationFile(filled: Notification, about: About): NotificationFile {
  const template = notificationTemplate();
  const { authority } = about;
  return {
    schema: 'shopbell-notification/1',
    template: { id: template.id, version: template.version, standing: template.standing, readOn: template.read_on },
    case: about.number,
    phase: filled.phase,
    kind: filled.kind,
    authority: authority === null ? null : { id: authority.id, name: authority.name, country: authority.country },
    language: about.locale,
    timeZone: about.timeZone,
    madeAt: about.madeAt.toISOString(),
    factsVersion: about.factsVersion,
    late: filled.late,
    completeness: { ...filled.completeness, missing: [...filled.completeness.missing] },
    submission: about.submission,
    letters: about.letters,
    fields: filled.fields.map((field) => fileField(field, about)),
  };
}

function fileField(filled: FilledField, about: About): NotificationFile['fields'][number] {
  const field = templateField(filled.key);
  const { number, key, section, value, certainty, source, required } = filled;
  const codes = Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];
  return {
    ...{ number, key, section, certainty, required },
    title: about.words.fields[key] ?? key,
    value: plain(value),
    letters: codes.flatMap((code) => field.options?.[code] ?? []),
    words: wordsOfValue(field, value, about),
    source: source === null ? null : source.kind === 'fact' ? { kind: 'fact', facts: [...source.facts] } : source,
  };
}

function plain(value: FieldValue): NotificationFile['fields'][number]['value'] {
  return structuredClone(value) as NotificationFile['fields'][number]['value'];
}

/** `notification-2026-001-first-incomplete-20261120T1530Z.pdf`: case, phase and time are in the name. Pure. */
export function notificationFileName(file: NotificationFile, ending: 'pdf' | 'json'): string {
  const at = new Date(file.submission?.at ?? file.madeAt).toISOString().replace(/[-:]/g, '').slice(0, 13);
  const phase = file.phase === 'withdraw' ? 'withdrawal' : `${file.kind === 'new' ? 'first' : 'follow-up'}-${file.phase}`;
  return `notification-${file.case}-${phase}-${file.submission === null ? 'draft-' : ''}${at}Z.${ending}`;
}
