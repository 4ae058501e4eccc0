import type { LedgerEntry } from '#kernel/event.ts';
import { noticeDrafted } from '#steps/tell/events.ts';
import type { IncidentRow } from '../store.ts';
import type { LegalClock } from './find-clock.ts';
import type { WayStation } from './tell-way.ts';

/** The one thing to do next, and where it is done. */
export interface NextStep {
  readonly do: 'nothing' | 'acknowledge' | 'contain' | 'decide' | 'tell' | 'authority' | 'close';
  readonly href: string;
}

type Incident = Pick<IncidentRow, 'status' | 'recovered_at'>;

/** What an incident asks for now: answer, contain, decide, tell people, tell the authority, close. Pure. */
export function findNextStep(
  incident: Incident,
  way: readonly WayStation[],
  clock: LegalClock | null,
  story: readonly LedgerEntry[],
): NextStep {
  const isPast = (name: WayStation['name']) => way.every((station) => station.name !== name || station.state === 'done');
  if (incident.status === 'closed') return { do: 'nothing', href: '' };
  if (incident.recovered_at !== null) return { do: 'close', href: '#because' };
  if (incident.status === 'open') return { do: 'acknowledge', href: '' };
  if (incident.status === 'acknowledged') return { do: 'contain', href: '#how' };
  if (clock !== null && !isPast('decided')) return { do: 'decide', href: `/decide/cases/${clock.id}` };
  const drafted = story.findLast((entry) => entry.kind === noticeDrafted.name);
  const notice = drafted === undefined ? null : noticeDrafted.payload.safeParse(drafted.payload);
  if (notice?.success && !isPast('told')) return { do: 'tell', href: `/tell/notices/${notice.data.notice}` };
  if (clock?.isRunning) return { do: 'authority', href: `/decide/cases/${clock.id}` };
  return { do: 'close', href: '#because' };
}
