import { z } from 'zod';
import { MINUTE } from '#kernel/time.ts';
import { announcementKinds, partStates, postKinds, statusLanguages, statusParts, worstOf } from './status-words.ts';

const instant = z.iso.datetime();
const partShape = z.enum(statusParts);
const stateShape = z.enum(partStates);
const texts = z.partialRecord(z.enum(statusLanguages), z.string());

/** A status page as `status.json` has it: everything that the page shows, and nothing that only the shop's people may know. */
export const snapshotShape = z.object({
  schema: z.literal('shopbell.status/1'),
  shop: z.string(),
  url: z.string(),
  language: z.enum(statusLanguages),
  timeZone: z.string(),
  /** When the parts were last known to stand so. */
  asOf: instant,
  /** The worst of all parts. */
  state: stateShape,
  parts: z.array(
    z.object({
      part: partShape,
      state: stateShape,
      since: instant.nullable(),
      days: z.array(z.object({ day: z.iso.date(), state: stateShape, troubleMinutes: z.int(), unknownMinutes: z.int() })),
    }),
  ),
  /** What people told, open and of the last ninety days, the newest first. */
  announcements: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(announcementKinds),
      parts: z.array(partShape),
      titles: texts,
      from: instant,
      to: instant.nullable(),
      posts: z.array(z.object({ id: z.string(), kind: z.enum(postKinds), texts, at: instant })),
    }),
  ),
  /** What was seen by itself in the last ninety days and not told by people, the newest first. */
  troubles: z.array(z.object({ part: partShape, from: instant, to: instant.nullable() })),
});

export type Snapshot = z.output<typeof snapshotShape>;
export type ShownPart = Snapshot['parts'][number];
export type ShownAnnouncement = Snapshot['announcements'][number];

/** A page that nobody renewed for so long says nothing of now any more. */
const STALE_MS = MINUTE;

/** The snapshot as it may be shown at an instant: when it is old, how the parts stand is not known. Pure. */
export function ageSnapshot(snapshot: Snapshot, now: Date): { readonly snapshot: Snapshot; readonly isStale: boolean } {
  const isStale = now.getTime() - Date.parse(snapshot.asOf) > STALE_MS;
  if (!isStale) return { snapshot, isStale };
  const parts = snapshot.parts.map((part) => ({ ...part, state: 'unknown' as const, since: snapshot.asOf }));
  return { snapshot: { ...snapshot, parts, state: worstOf(parts.map((part) => part.state)) }, isStale };
}
