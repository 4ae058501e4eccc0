import type { EventKind } from '#kernel/event.ts';
import * as registry from '#registry/events.ts';
import * as decide from '#steps/decide/events.ts';
import * as detect from '#steps/detect/events.ts';
import * as inspect from '#steps/inspect/events.ts';
import * as respond from '#steps/respond/events.ts';
import * as teach from '#steps/teach/events.ts';
import * as tell from '#steps/tell/events.ts';
import * as unmask from '#steps/unmask/events.ts';
import * as watch from '#steps/watch/events.ts';

const rooms = { registry, watch, inspect, detect, unmask, respond, decide, tell, teach };

/** Every kind of ledger event, sorted by name. Throws when a name does not start with its room or is there twice. */
export function listEvents(): EventKind[] {
  const found = new Map<string, EventKind>();
  for (const [room, exported] of Object.entries(rooms)) {
    for (const value of Object.values(exported).filter(isEventKind)) {
      if (!value.name.startsWith(`${room}.`)) throw new Error(`The event ${value.name} stands in the room ${room}.`);
      if (found.has(value.name)) throw new Error(`The event ${value.name} is defined twice.`);
      found.set(value.name, value);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isEventKind(value: unknown): value is EventKind {
  return typeof value === 'object' && value !== null && 'name' in value && 'payload' in value && typeof value.name === 'string';
}
