import { eventOfJson, makeEvent, type SigmaEvent } from '#sigma/index.ts';
import { type StoredFields, storedFields } from './stored-fields.ts';

/** Columns of a span or a report that rules look at, as they are stored. */
export type StoredFacts = Readonly<Record<string, string | number | null>>;

/** A span of a trace under its attributes' own names, and those of storedFields.spans. `at`: ISO 8601. */
export function spanEvent(facts: StoredFacts, at: string): SigmaEvent {
  return eventOf(storedFields.spans, facts, 'attributes', at);
}

/** A browser's report under the names of storedFields.reports, and of what else it said. `at`: ISO 8601. */
export function reportEvent(facts: StoredFacts, at: string): SigmaEvent {
  return eventOf(storedFields.reports, facts, 'body', at);
}

/** What a column tells stands instead of an attribute of the same name, also when the column is empty: the search looks at columns. */
function eventOf({ columns }: StoredFields, facts: StoredFacts, json: string, at: string): SigmaEvent {
  const event = new Map(eventOfJson(parsed(String(facts[json] ?? ''))));
  const told: Record<string, string | number> = { timestamp: at, date: at.slice(0, 10), time: at.slice(11, 19) };
  for (const [name, { column, numeric }] of Object.entries(columns)) {
    const value = facts[column] ?? '';
    event.delete(name);
    // A span may take no time; a size or a status of nothing was not told.
    if (value !== '' && !(numeric && value === 0 && column !== 'duration_ms')) told[name] = value;
  }
  return new Map([...event, ...makeEvent(told)]);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
