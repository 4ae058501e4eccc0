import type { Scope } from '#engines/verb.ts';
import type { CaseId } from '#kernel/ids.ts';
import type { Fact, Facts, FactValue } from '../checks/facts.ts';
import { prepareNotification } from '../verbs/prepare-notification.ts';
import { stateFacts } from '../verbs/state-facts.ts';
import { openCodes } from './fill-notification.ts';
import { readInput, sameInput } from './form-input.ts';
import { notificationTemplate, type TemplateField } from './tables.ts';
import type { FieldValue } from './types.ts';

interface Sent {
  readonly case: CaseId;
  readonly timeZone: string;
  readonly certainty: 'confirmed' | 'likely';
  readonly evidence: string;
}

/**
 * Saves what a person changed on a form: a field that states a fact becomes a fact of the case, every other an answer for this
 * notification. Only what differs from what the form showed counts, so that two people do not undo each other.
 */
export async function saveFields(scope: Scope, form: FormData, sent: Sent): Promise<void> {
  const changed = notificationTemplate().fields.flatMap((field): [TemplateField, FieldValue][] => {
    if (!form.has(`f.${field.key}`)) return [];
    const input = form.getAll(`a.${field.key}`).map(String);
    if (sameInput(input, form.getAll(`o.${field.key}`).map(String))) return [];
    return [[field, readInput(field, input, sent.timeZone)]];
  });
  const facts = changed.filter(([field]) => field.fact !== undefined).map(([field, value]) => [field.fact, asFact(value, sent)]);
  const answers = changed.filter(([field]) => field.fact === undefined).map(([field, value]) => [field.key, value]);
  if (facts.length > 0) await stateFacts(scope, { case: sent.case, facts: Object.fromEntries(facts) as Facts });
  if (answers.length > 0)
    await prepareNotification(scope, { case: sent.case, timeZone: sent.timeZone, answers: Object.fromEntries(answers) });
}

/** “Not yet known” is no value of a fact: it makes it unknown, with what is known of it as “at least this”. */
function asFact(value: FieldValue, { certainty, evidence }: Sent): Fact {
  const more = evidence === '' ? {} : { evidence };
  if (value === null) return { value: null, certainty: 'unknown', ...more };
  if (!Array.isArray(value)) return { value: value as FactValue, certainty, ...more };
  const known = (value as readonly string[]).filter((code) => !openCodes.has(code));
  if (known.length === value.length) return { value: known, certainty, ...more };
  return { value: known.length === 0 ? null : known, certainty: 'unknown', ...more };
}
