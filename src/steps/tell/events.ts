import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';

const notice = idShape('ntc');

export const noticeDrafted = defineEvent(
  'tell.notice-drafted',
  z.object({
    notice,
    case: idShape('case'),
    incident: idShape('inc').nullable(),
    version: z.int(),
    language: z.string(),
    hash: z.string(),
  }),
);
export const noticeReleased = defineEvent(
  'tell.notice-released',
  z.object({ notice, version: z.int(), hash: z.string(), writtenBy: z.string(), releasedBy: z.string() }),
);
export const pagePublished = defineEvent(
  'tell.page-published',
  z.object({ notice, case: idShape('case'), path: z.string(), nextUpdateBy: instantShape }),
);
/** One letter taken by the mail server. `letter` is an id; who it is for is sealed in the delivery table. */
export const letterDelivered = defineEvent('tell.letter-delivered', z.object({ notice, letter: idShape('ltr'), response: z.string() }));
export const letterFailed = defineEvent(
  'tell.letter-failed',
  z.object({ notice, letter: idShape('ltr'), reason: z.string(), final: z.boolean() }),
);
export const roundFinished = defineEvent(
  'tell.round-finished',
  z.object({
    notice,
    delivered: z.int(),
    failed: z.int(),
    withoutAddress: z.int(),
    /** People whom somebody told in another way. */
    toldOtherwise: z.int().default(0),
    first: instantShape.nullable(),
    last: instantShape.nullable(),
  }),
);
/** Letters written for people concerned; their sealed cards were opened for this purpose. */
export const lettersQueued = defineEvent(
  'tell.letters-queued',
  z.object({ notice, version: z.int(), queued: z.int(), withoutAddress: z.int(), purpose: z.literal('tell-affected') }),
);
/** A person settled a letter of which it was not known whether the mail server had taken it. */
export const letterSettled = defineEvent(
  'tell.letter-settled',
  z.object({
    notice,
    letter: idShape('ltr'),
    how: z.enum(['send-again', 'count-as-sent', 'told-otherwise']),
    way: z.enum(['phone', 'post', 'in-person', 'other']).optional(),
  }),
);
/** The case was shredded: the sealed cards of its letters are gone as well. What became of each letter stays. */
export const lettersShredded = defineEvent('tell.letters-shredded', z.object({ notice, letters: z.int() }));
/** The names of people who have no letter were opened, to tell them in another way. */
export const peopleOpened = defineEvent('tell.people-opened', z.object({ notice, purpose: z.literal('tell-affected'), people: z.int() }));
