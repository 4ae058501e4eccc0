import type { z } from 'zod';
import { readOfKinds } from '#engines/ledger/read-of-kinds.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Scope } from '#engines/verb.ts';
import type { EventKind, LedgerEntry } from '#kernel/event.ts';
import type { ShopId } from '#kernel/ids.ts';
import { findShop, readMemberNames } from '#registry/index.ts';
import { authorisationWithdrawn, inventoryChanged, scriptsAuthorised, scriptsRejected, vendorTrustChanged } from '../events.ts';
import { inspectTables, type KeptResult, readSettings } from '../store.ts';
import { type Evidence, type EvidenceAct, type EvidenceAlert, type EvidenceLook, type EvidencePicture, longestGap } from './evidence.ts';
import { paymentRule } from './payment-rules.ts';
import { readInventory } from './read-inventory.ts';

const MOST = 2_000;
const CHECKS = ['payment-scripts', 'payment-hosts', 'payment-headers', 'payment-visitors', 'payment-leak', 'payment-forms'];

/** Reads the evidence of a shop for a period. Throws NOT_FOUND. */
export async function readEvidence(scope: Scope, id: ShopId, from: Date, to: Date): Promise<Evidence> {
  const { house, org } = scope;
  const now = house.clock.now();
  const read = await house.state.inOrg(org, async (db) => {
    const shop = await findShop(db, id);
    const span = { org, subject: shop.id, from, to, limit: MOST + 1 };
    const told = await readOfKinds(db, span, [
      ...[inventoryChanged.name, scriptsAuthorised.name, scriptsRejected.name],
      ...[authorisationWithdrawn.name, vendorTrustChanged.name],
    ]);
    return {
      shop,
      told,
      settings: await readSettings(db, org, shop.id),
      inventory: await readInventory(db, org, shop.id, now),
      looks: await looksIn(db, span),
      alerts: await alertsIn(db, span),
      names: await readMemberNames(db),
    };
  });
  const { shop, settings, inventory, looks, alerts, told } = read;
  const acts = told.flatMap(actOf);
  const changes = told.flatMap(changesOf);
  const begin = from.getTime() < (looks[0]?.at.getTime() ?? 0) ? (looks[0]?.at ?? from) : from;
  return {
    ...{ shop, from, to, madeAt: now, paymentPage: settings.paymentPage },
    ...{ paysBy: settings.paysBy, pspConfirmed: settings.pspConfirmed },
    rule: settings.paysBy === null ? null : (paymentRule(settings.paysBy) ?? null),
    looks: looks.slice(0, MOST),
    pictures: await picturesIn(scope, shop.id, from, to),
    longestGapDays: longestGap(looks, begin, to < now ? to : now),
    ...inventory,
    changes: changes.slice(0, MOST),
    alerts: alerts.slice(0, MOST),
    acts,
    names: read.names,
    cut: [
      ...(looks.length > MOST ? (['looks'] as const) : []),
      ...(changes.length > MOST || told.length > MOST ? (['changes', 'acts'] as const) : []),
      ...(alerts.length > MOST ? (['alerts'] as const) : []),
    ],
  };
}

/** Those of the newest look that has some; one that is no longer there is left out. */
async function picturesIn({ house, org }: Scope, shop: ShopId, from: Date, to: Date): Promise<EvidencePicture[]> {
  const row = await house.state.inOrg(org, (db) =>
    inspectTables(db)
      .selectFrom('inspect_runs')
      .select(['started_at', 'pictures'])
      .where('org_id', '=', org)
      .where('shop_id', '=', shop)
      .where('started_at', '>=', from)
      .where('started_at', '<', to)
      .where('pictures', 'is not', null)
      .orderBy('started_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  const found: EvidencePicture[] = [];
  for (const { url, artifact } of row?.pictures ?? []) {
    const jpeg = await house.artifacts.load(org, artifact).catch(() => null);
    if (jpeg !== null && row !== undefined) found.push({ at: row.started_at, url, sha256: artifact.replace('sha256-', ''), jpeg });
  }
  return found;
}

interface SpanOf {
  readonly org: Scope['org'];
  readonly subject: ShopId;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

async function looksIn(db: Tx, { org, subject, from, to, limit }: SpanOf): Promise<EvidenceLook[]> {
  const rows = await inspectTables(db)
    .selectFrom('inspect_runs')
    .select(['started_at', 'results'])
    .where('org_id', '=', org)
    .where('shop_id', '=', subject)
    .where('started_at', '>=', from)
    .where('started_at', '<', to)
    .where('finished_at', 'is not', null)
    .orderBy('started_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ at: row.started_at, ...resultOf(row.results ?? []) }));
}

/** How the look at scripts, hosts and headers came out; the other checks of the page are no part of it. */
function resultOf(results: readonly KeptResult[]): Pick<EvidenceLook, 'result' | 'text'> {
  const own = results.filter((result) => ['payment-scripts', 'payment-hosts', 'payment-headers'].includes(result.check));
  const bad = own.find(({ outcome }) => outcome === 'fail' || outcome === 'warn');
  if (bad !== undefined) return { result: 'found', text: bad.text };
  const unsure = own.find(({ outcome }) => outcome === 'unknown');
  if (unsure !== undefined) return { result: 'unknown', text: unsure.text };
  const passed = own.find(({ outcome }) => outcome === 'pass');
  return passed === undefined ? { result: 'not-seen', text: own[0]?.text ?? '' } : { result: 'fine', text: passed.text };
}

async function alertsIn(db: Tx, { org, subject, from, to, limit }: SpanOf): Promise<EvidenceAlert[]> {
  const rows = await inspectTables(db)
    .selectFrom('inspect_findings')
    .select(['first_seen', 'severity', 'title', 'gone_at'])
    .where('org_id', '=', org)
    .where('shop_id', '=', subject)
    .where('check_id', 'in', CHECKS)
    .where('first_seen', '<', to)
    .where('last_seen', '>=', from)
    .orderBy('first_seen')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ at: row.first_seen, severity: row.severity, title: row.title, goneAt: row.gone_at }));
}

function payloadOf<S extends z.ZodType>(entry: LedgerEntry, kind: EventKind<string, S>): z.output<S> | null {
  return entry.kind === kind.name ? kind.payload.parse(entry.payload) : null;
}

function changesOf(entry: LedgerEntry): Evidence['changes'][number][] {
  return (payloadOf(entry, inventoryChanged)?.changes ?? []).map(({ kind, what, key, from, to, adds }) => ({
    ...{ kind, what, key, at: entry.at },
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(adds === undefined ? {} : { adds }),
  }));
}

function actOf(entry: LedgerEntry): EvidenceAct[] {
  const by = { at: entry.at, who: entry.actor.id };
  const authorised = payloadOf(entry, scriptsAuthorised);
  if (authorised) return [{ ...by, what: 'authorised', keys: (authorised.items ?? []).map(({ key }) => key), reason: authorised.reason }];
  const rejected = payloadOf(entry, scriptsRejected);
  if (rejected) return [{ ...by, what: 'rejected', keys: rejected.items.map(({ key }) => key), reason: rejected.reason }];
  const withdrawn = payloadOf(entry, authorisationWithdrawn);
  if (withdrawn) return [{ ...by, what: 'withdrawn', keys: withdrawn.items.map(({ key }) => key), reason: withdrawn.reason }];
  const vendor = payloadOf(entry, vendorTrustChanged);
  return vendor ? [{ ...by, what: vendor.trusted ? 'trusted' : 'untrusted', keys: [vendor.domain], reason: vendor.reason }] : [];
}
