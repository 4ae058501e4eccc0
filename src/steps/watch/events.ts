import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape, instantShape, severityShape } from '#kernel/shapes.ts';
import { hostProofs } from './status/host-words.ts';
import { announcementKinds, partStates, statusParts } from './status/status-words.ts';

export const checkState = z.enum(['up', 'down', 'unknown']);

export const checkAdded = defineEvent(
  'watch.check-added',
  z.object({ check: idShape('chk'), shop: idShape('shop'), kind: z.string(), name: z.string() }),
);
/** Somebody changed what a check is told; `secrets`: also its secrets. */
export const checkChanged = defineEvent(
  'watch.check-changed',
  z.object({ check: idShape('chk'), shop: idShape('shop'), kind: z.string(), name: z.string(), secrets: z.boolean() }),
);
/** Checks were made as files want them. */
export const checksApplied = defineEvent(
  'watch.checks-applied',
  z.object({ set: z.string(), added: z.int(), changed: z.int(), removed: z.int() }),
);
export const checkRemoved = defineEvent('watch.check-removed', z.object({ check: idShape('chk') }));
/** A confirmed change. `unknown` means not watched: never shown as up. */
export const stateChanged = defineEvent(
  'watch.state-changed',
  z.object({
    check: idShape('chk'),
    shop: idShape('shop'),
    name: z.string(),
    from: checkState,
    to: checkState,
    reason: z.string(),
    /** How grave it is that it is down; of entries from before that was told: high. */
    severity: severityShape.optional(),
    /** It happened during announced work; when it is still so at its end it is told again without. */
    planned: z.literal(true).optional(),
    /** The check that is down and without which this one cannot be up: that one wakes somebody, this one does not. */
    behind: idShape('chk').optional(),
    /** Only what a provider says of itself: it wakes nobody. */
    hint: z.literal(true).optional(),
    /** It comes and goes, which is told once as such: this change wakes nobody. */
    flapping: z.literal(true).optional(),
  }),
);
const flappingPart = {
  check: idShape('chk'),
  shop: idShape('shop'),
  name: z.string(),
  /** How it stands at the moment. */
  state: checkState,
  reason: z.string(),
  /** As of `watch.state-changed`. */
  severity: severityShape.optional(),
  planned: z.literal(true).optional(),
  behind: idShape('chk').optional(),
};
/** A check comes and goes: so many changes within so many minutes. Told again when it was excused until now. */
export const flappingBegan = defineEvent(
  'watch.flapping-began',
  z.object({ ...flappingPart, since: instantShape, changes: z.int(), minutes: z.int() }),
);
/** It stays as it stands, over a whole window of looks. */
export const flappingEnded = defineEvent('watch.flapping-ended', z.object(flappingPart));
export const checkPaused = defineEvent('watch.check-paused', z.object({ check: idShape('chk'), paused: z.boolean() }));

const certificatePart = z.object({ issuer: z.string(), serial: z.string(), until: instantShape });
/** A check met a certificate that it had not met before; `from`: the one before, `null` of the first. */
export const certificateChanged = defineEvent(
  'watch.certificate-changed',
  z.object({ check: idShape('chk'), shop: idShape('shop'), name: z.string(), from: certificatePart.nullable(), to: certificatePart }),
);

const moneyShape = z.object({ minor: z.int(), currency: z.string() });
/** Something is wrong with a shop's orders, or with how they come; told again when it doubled or became graver. Order numbers stay out. */
export const ordersTroubled = defineEvent(
  'watch.orders-troubled',
  z.object({
    shop: idShape('shop'),
    trouble: z.string(),
    subject: z.string(),
    orders: z.int(),
    amounts: z.array(moneyShape),
    since: instantShape,
    severity: severityShape,
    title: z.string(),
  }),
);
export const ordersSettled = defineEvent(
  'watch.orders-settled',
  z.object({ shop: idShape('shop'), trouble: z.string(), subject: z.string() }),
);
export const promisesSet = defineEvent(
  'watch.promises-set',
  z.object({
    shop: idShape('shop'),
    shipDays: z.int(),
    deliverDays: z.int(),
    exportMinutes: z.int(),
    cutOff: z.int(),
    workdays: z.array(z.int()),
    closed: z.int(),
  }),
);
/** Orders came as a file, by a person or by a program with a key. */
export const orderFileTaken = defineEvent(
  'watch.order-file-taken',
  z.object({ shop: idShape('shop'), toldBy: z.string(), kind: z.string(), lines: z.int(), steps: z.int(), rejected: z.int() }),
);
/** A payment provider may send its messages from now on; its secret is sealed. */
export const orderHookAdded = defineEvent(
  'watch.order-hook-added',
  z.object({ hook: idShape('hook'), shop: idShape('shop'), provider: z.string() }),
);
export const orderHookRemoved = defineEvent(
  'watch.order-hook-removed',
  z.object({ hook: idShape('hook'), shop: idShape('shop').optional(), provider: z.string().optional() }),
);
/** Another machine may look from now on, once its prober has joined. */
export const placeAdded = defineEvent('watch.place-added', z.object({ place: idShape('place'), name: z.string(), confirms: z.boolean() }));
export const placeJoined = defineEvent('watch.place-joined', z.object({ place: idShape('place'), name: z.string() }));
export const placeRemoved = defineEvent('watch.place-removed', z.object({ place: idShape('place') }));
const feedPart = { feed: idShape('feed'), shop: idShape('shop'), toldBy: z.string(), name: z.string() };
/** A database, or a system over HTTP, is asked for orders from now on; its password or keys are sealed. */
export const orderFeedAdded = defineEvent('watch.order-feed-added', z.object(feedPart));
export const orderFeedRemoved = defineEvent(
  'watch.order-feed-removed',
  z.object({ feed: idShape('feed'), shop: idShape('shop').optional(), name: z.string().optional() }),
);
/** Somebody wanted it to be asked at once. */
export const orderFeedAsked = defineEvent('watch.order-feed-asked', z.object({ feed: idShape('feed') }));
/** A database or system that tells of orders did not answer three times: what it would tell is not known. */
export const feedFailed = defineEvent('watch.order-feed-failed', z.object({ ...feedPart, reason: z.string() }));
export const feedAnswers = defineEvent('watch.order-feed-answers', z.object(feedPart));
/** Work on a shop was announced: until its end what is down wakes nobody. */
export const workPlanned = defineEvent(
  'watch.work-planned',
  z.object({
    ...{ work: idShape('work'), shop: idShape('shop'), from: instantShape, to: instantShape, why: z.string() },
    /** It comes again by the shop's own clock. */
    repeats: z.enum(['day', 'week']).optional(),
  }),
);
export const workClosed = defineEvent('watch.work-closed', z.object({ work: idShape('work'), shop: idShape('shop') }));

/** Somebody told that a version of a shop went out. */
export const releaseNoted = defineEvent(
  'watch.release-noted',
  z.object({ release: idShape('rel'), shop: idShape('shop'), version: z.string(), at: instantShape, link: z.string().nullable() }),
);

const partShape = z.enum(statusParts);
/** What stands for the parts of a shop's public status page was set: how many checks for each. */
export const statusPageSet = defineEvent(
  'watch.status-page-set',
  z.object({
    shop: idShape('shop'),
    slug: z.string(),
    published: z.boolean(),
    useOrders: z.boolean(),
    checks: z.record(partShape, z.int()),
  }),
);
/** A host name of its own was wished for a shop's status page; `null`: it was given up. */
export const statusHostSet = defineEvent('watch.status-host-set', z.object({ shop: idShape('shop'), host: z.string().nullable() }));
/** Name servers say that the name is the shop's: the page stands there from now on. */
export const statusHostProven = defineEvent(
  'watch.status-host-proven',
  z.object({ shop: idShape('shop'), host: z.string(), by: z.enum(hostProofs) }),
);
/** For three days name servers said that it is not any more: the page stands there no longer. */
export const statusHostLost = defineEvent('watch.status-host-lost', z.object({ shop: idShape('shop'), host: z.string() }));
/** A part of the public page changed for whoever reads it. */
export const statusChanged = defineEvent(
  'watch.status-changed',
  z.object({ shop: idShape('shop'), part: partShape, from: z.enum(partStates).nullable(), to: z.enum(partStates) }),
);
export const statusAnnounced = defineEvent(
  'watch.status-announced',
  z.object({
    announcement: idShape('ann'),
    shop: idShape('shop'),
    kind: z.enum(announcementKinds),
    parts: z.array(partShape),
    post: idShape('post'),
  }),
);
export const announcementUpdated = defineEvent(
  'watch.announcement-updated',
  z.object({ announcement: idShape('ann'), shop: idShape('shop'), post: idShape('post') }),
);
export const announcementEnded = defineEvent(
  'watch.announcement-ended',
  z.object({ announcement: idShape('ann'), shop: idShape('shop'), post: idShape('post') }),
);
/** Somebody asked for news by mail; nothing is sent but the question whether it was really them. */
export const statusAsked = defineEvent(
  'watch.status-asked',
  z.object({ subscriber: idShape('sub'), shop: idShape('shop'), purpose: z.literal('tell-subscribers') }),
);
export const statusSubscribed = defineEvent('watch.status-subscribed', z.object({ subscriber: idShape('sub'), shop: idShape('shop') }));
/** Their address was deleted: they left (`left`), never confirmed it (`expired`), or their browser is gone (`gone`). */
export const statusUnsubscribed = defineEvent(
  'watch.status-unsubscribed',
  z.object({ shop: idShape('shop'), why: z.enum(['left', 'expired', 'gone']), subscribers: z.int() }),
);
/** The keys by which push services know the organisation. */
export const pushKeysMade = defineEvent('watch.push-keys-made', z.object({ publicKey: z.string() }));
/** Addresses are opened only to send these. */
export const statusMailsQueued = defineEvent(
  'watch.status-mails-queued',
  z.object({ shop: idShape('shop'), about: z.string(), queued: z.int(), purpose: z.literal('tell-subscribers') }),
);

const sloPart = { slo: idShape('slo'), shop: idShape('shop'), service: z.string(), far: z.string() };
/** A system got its plain name, its owner, its place; who looks after it stands as text on its page only. */
export const serviceDescribed = defineEvent(
  'watch.service-described',
  z.object({
    shop: idShape('shop'),
    system: z.string(),
    outside: z.boolean(),
    name: z.string(),
    ownerId: idShape('per').nullable(),
    place: z.string(),
    criticality: z.enum(['', 'critical', 'high', 'medium', 'low']),
  }),
);
/** What somebody expects of the next peak; `null`: nothing. */
export const peakExpected = defineEvent(
  'watch.peak-expected',
  z.object({ shop: idShape('shop'), growth: z.number().nullable(), factor: z.number().nullable() }),
);
export const sloSet = defineEvent(
  'watch.slo-set',
  z.object({ ...sloPart, kind: z.enum(['availability', 'latency']), withinMs: z.int().nullable(), target: z.number() }),
);
export const sloRemoved = defineEvent('watch.slo-removed', z.object(sloPart));
/** The budget of a goal goes too fast; told again when it became graver. */
export const sloBurning = defineEvent(
  'watch.slo-burning',
  z.object({ ...sloPart, severity: severityShape, since: instantShape, title: z.string() }),
);
export const sloRecovered = defineEvent('watch.slo-recovered', z.object({ ...sloPart, title: z.string() }));

/** A screen may show the wall without anybody signed in, until the link is taken back. */
export const wallLinkAdded = defineEvent('watch.wall-link-added', z.object({ link: idShape('wall'), name: z.string() }));
export const wallLinkRemoved = defineEvent('watch.wall-link-removed', z.object({ link: idShape('wall') }));
/** Who gets a shop's weekly report: how many, never who. */
export const reportSet = defineEvent('watch.report-set', z.object({ shop: idShape('shop'), recipients: z.int(), language: z.string() }));
/** The report of the week that ended on this Monday went to everybody. */
export const reportSent = defineEvent('watch.report-sent', z.object({ shop: idShape('shop'), week: z.string(), recipients: z.int() }));
