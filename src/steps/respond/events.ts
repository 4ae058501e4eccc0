import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { categoryShape, idShape, instantShape, severityShape } from '#kernel/shapes.ts';

const incident = idShape('inc');

export const incidentOpened = defineEvent(
  'respond.incident-opened',
  z.object({
    incident,
    shop: idShape('shop'),
    title: z.string(),
    severity: severityShape,
    source: z.object({ kind: z.enum(['signal', 'finding', 'watch', 'orders', 'slo', 'impostor', 'person']), id: z.string() }),
    /** Whether people's data is involved as far as is known: then decide opens a case. */
    touchesPeople: z.boolean(),
    firstSeen: instantShape,
    categories: z.array(categoryShape),
  }),
);
/** More of the same: another signal, or the same one grown, belongs to an open incident. */
export const incidentGrew = defineEvent(
  'respond.incident-grew',
  z.object({
    incident,
    source: z.object({ kind: z.string(), id: z.string() }),
    severity: severityShape,
    touchesPeople: z.boolean(),
    categories: z.array(categoryShape),
  }),
);
/** What a page is about: an incident, or a deadline of a case. */
const about = { incident: incident.nullable(), case: idShape('case').optional() };

/** `to` is a channel's name, not an address. `response` is what the far side said. */
export const pageSent = defineEvent(
  'respond.page-sent',
  z.object({ ...about, page: idShape('page'), channel: z.enum(['mail', 'webhook']), to: z.string(), response: z.string() }),
);
export const pageFailed = defineEvent(
  'respond.page-failed',
  z.object({ ...about, page: idShape('page'), channel: z.enum(['mail', 'webhook']), to: z.string(), reason: z.string(), attempt: z.int() }),
);
export const incidentAcknowledged = defineEvent('respond.incident-acknowledged', z.object({ incident, by: z.string() }));
export const incidentAssigned = defineEvent('respond.incident-assigned', z.object({ incident, to: z.string() }));
export const incidentNoted = defineEvent('respond.incident-noted', z.object({ incident, text: z.string() }));
export const incidentContained = defineEvent('respond.incident-contained', z.object({ incident, how: z.string() }));
export const incidentClosed = defineEvent('respond.incident-closed', z.object({ incident, because: z.string() }));
/** Nobody answered in time, or a page could not be sent: the next contact is paged. `from` and `to` are channels' names. */
export const pageEscalated = defineEvent(
  'respond.page-escalated',
  z.object({ ...about, page: idShape('page'), from: z.string(), to: z.array(z.string()) }),
);
export const contactAdded = defineEvent(
  'respond.contact-added',
  z.object({ contact: idShape('ctc'), name: z.string(), channel: z.enum(['mail', 'webhook']), position: z.int() }),
);
export const contactRemoved = defineEvent('respond.contact-removed', z.object({ contact: idShape('ctc'), name: z.string() }));
/** A person sent a contact a page that says it is a test. */
export const pageTested = defineEvent(
  'respond.page-tested',
  z.object({ contact: idShape('ctc'), name: z.string(), channel: z.enum(['mail', 'webhook']), sent: z.boolean(), response: z.string() }),
);
/** Somebody opened a mail that the local mailbox had caught. */
export const mailOpened = defineEvent('respond.mail-opened', z.object({ mail: z.string(), purpose: z.literal('show-to-authorised') }));
/** Whoever was paged about a deadline says that they have it: nobody else is woken about this reminder. */
export const deadlineAnswered = defineEvent(
  'respond.deadline-answered',
  z.object({ case: idShape('case'), page: idShape('page'), by: z.string() }),
);
