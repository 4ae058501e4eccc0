import { canonical } from '#kernel/event.ts';
import type { NotificationFile } from './notification-shape.ts';

export interface FieldChange {
  readonly number: number;
  readonly key: string;
  readonly title: string;
  /** Empty: it had no value, or was not shown. */
  readonly before: string;
  readonly after: string;
}

// They differ between any two notifications and say nothing about the breach.
const always = new Set(['type', 'subtype', 'previous-id']);

/** What a follow-up says otherwise than the notification before it, field by field in the template's order. Pure. */
export function compareNotifications(before: NotificationFile, after: NotificationFile): FieldChange[] {
  const was = new Map(before.fields.map((field) => [field.key, field]));
  const is = new Map(after.fields.map((field) => [field.key, field]));
  const all = [...new Map([...before.fields, ...after.fields].map((field) => [field.key, field])).values()];
  return all
    .filter(({ key }) => !always.has(key) && canonical(was.get(key)?.value ?? null) !== canonical(is.get(key)?.value ?? null))
    .sort((a, b) => a.number - b.number)
    .map(({ number, key, title }) => ({ number, key, title, before: was.get(key)?.words ?? '', after: is.get(key)?.words ?? '' }));
}
