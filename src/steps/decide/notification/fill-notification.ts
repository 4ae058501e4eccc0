import { canonical } from '#kernel/event.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import type { Facts } from '../checks/facts.ts';
import { fillers } from './fillers.ts';
import { isShown } from './is-shown.ts';
import { isOutsideEea } from './lead-authority.ts';
import type { Profile } from './profile.ts';
import { notificationTemplate, type TemplateField } from './tables.ts';
import type { Answer, Answers, Completeness, FieldValue, FillContext, FilledField, Notification, Phase, Proposal, Work } from './types.ts';

/** Codes that say that something is not known. They are answers, never facts. */
export const openCodes: ReadonlySet<string> = new Set([
  'to-be-determined',
  'not-yet-known',
  'under-assessment',
  'more-information',
  'assessment-ongoing',
  'not-determined',
  'unknown',
]);

const forms = new Set(['type', 'subtype', 'own-reference']);

/**
 * The notification as the template asks for it: each shown field with value, source and certainty, filled from the case's facts, the
 * profile, the record of letters, and what people stated for this form. What is not known stands as “not yet known”, which only an
 * incomplete notification may say; in a complete one it is missing. Pure.
 */
export function fillNotification(facts: Facts, outcome: Outcome, profile: Profile, stated: Answers, context: FillContext): Notification {
  const work: Work = { ...context, facts, outcome, profile };
  const filled = new Map<string, FilledField>();
  const late = context.at > context.case.deadline;
  const given = { late, notInEea: isOutsideEea(facts, profile), valueOf: (key: string) => filled.get(key)?.value ?? null };
  for (const field of notificationTemplate().fields) {
    if (!isShown(field, given)) continue;
    filled.set(field.key, fillField(field, fillers[field.key]?.(work) ?? null, stated[field.key], context.phase));
  }
  const fields = [...filled.values()];
  return { phase: context.phase, kind: context.before === null ? 'new' : 'follow-up', late, fields, completeness: measure(fields) };
}

function fillField(field: TemplateField, proposal: Proposal | null, stated: Answer | undefined, phase: Phase): FilledField {
  const proposed = proposal === null ? null : usable(field, proposal, phase);
  const required = field.need === 'mandatory' || (field.need === 'conditional' && field.applies !== true);
  const base = { number: field.number, key: field.key, section: sectionOf(field.number), required, proposed };
  const own = stated !== undefined && !forms.has(field.key) ? taken(field, stated.value, phase) : null;
  if (stated !== undefined && own !== null) {
    const source = { kind: 'person', by: stated.by, at: stated.at } as const;
    const outdated = stated.over !== canonical(proposal?.value ?? null) && canonical(own) !== canonical(proposed);
    return { ...base, value: own, certainty: certaintyOf(own, 'confirmed'), source, missing: false, outdated };
  }
  const rest = { source: proposal?.source ?? null, missing: required && proposed === null, outdated: false };
  if (proposed === null) return { ...base, value: null, certainty: proposal === null ? null : 'unknown', ...rest };
  return { ...base, value: proposed, certainty: certaintyOf(proposed, proposal?.certainty ?? 'unknown'), ...rest };
}

/** A complete notification says no “at least this”: what is only partly known is missing there. */
function usable(field: TemplateField, proposal: Proposal, phase: Phase): FieldValue {
  const value = taken(field, proposal.value, phase);
  return phase === 'complete' && proposal.certainty === 'unknown' && !isOpen(value) ? null : value;
}

/** What of a value this field and phase take; `null` when nothing is left. */
function taken(field: TemplateField, value: FieldValue, phase: Phase): FieldValue {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  if (field.options === undefined) return value;
  const allowed = (code: string) =>
    Object.hasOwn(field.options ?? {}, code) && !(phase === 'complete' && (field.only_incomplete ?? []).includes(code));
  if (Array.isArray(value)) {
    const kept = (value as readonly string[]).filter(allowed);
    return kept.length === 0 ? null : kept;
  }
  return typeof value === 'string' && allowed(value) ? value : null;
}

function certaintyOf(value: FieldValue, otherwise: FilledField['certainty']): FilledField['certainty'] {
  return isOpen(value) ? 'unknown' : otherwise;
}

/** Whether a value says that something is not yet known. */
export function isOpen(value: FieldValue): boolean {
  const codes = Array.isArray(value) ? (value as readonly string[]) : [value];
  return codes.some((code) => typeof code === 'string' && openCodes.has(code));
}

function sectionOf(number: number): string {
  return notificationTemplate().sections.find((one) => number >= one.from && number <= one.to)?.id ?? '';
}

function measure(fields: readonly FilledField[]): Completeness {
  const required = fields.filter((field) => field.required);
  const missing = required.filter((field) => field.missing).map((field) => field.key);
  const open = required.filter((field) => !field.missing && field.certainty === 'unknown').length;
  return { required: required.length, answered: required.length - missing.length, open, missing };
}
