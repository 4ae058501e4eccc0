import type { z } from 'zod';
import { describeIssues } from '#kernel/describe-issues.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { Actor, EventKind, LedgerEntry } from '#kernel/event.ts';
import type { EventId, Id, OrgId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import { may, type Permission } from '#kernel/permissions.ts';
import { storable } from '#kernel/storable.ts';
import type { House } from './house.ts';
import { appendEntries, appendEntry } from './ledger/append-entry.ts';
import type { Tx } from './state/types.ts';

/** On whose behalf something is done: the organisation, the actor, and the ledger entry that caused it, if any. */
export interface Scope {
  readonly house: House;
  readonly org: OrgId;
  readonly actor: Actor;
  readonly cause?: EventId;
  /** Set inside a verb: a verb called from another joins its transaction. */
  readonly ctx?: Ctx;
}

/** What a verb works with: one transaction, one instant, and the only way to write to the ledger. */
export interface Ctx extends Scope {
  readonly db: Tx;
  readonly now: Date;
  newId<P extends string>(prefix: P): Id<P>;
  /** Writes one ledger entry in this transaction. Returns it. `subject` is what it is about. */
  record<N extends string, S extends z.ZodType>(
    kind: EventKind<N, S>,
    payload: z.input<S>,
    subject?: string,
  ): Promise<LedgerEntry<z.output<S>>>;
  /** Writes many entries of one kind about one subject, in their order, in few statements. */
  recordAll<N extends string, S extends z.ZodType>(kind: EventKind<N, S>, payloads: readonly z.input<S>[], subject?: string): Promise<void>;
}

export interface VerbMeta {
  readonly name: `${string}.${string}`;
  readonly permission: Permission;
  /** `writes` must record at least once or return `unchanged`; `reads` must not record unless it opens sealed data. */
  readonly effect: 'writes' | 'reads';
}

export interface Verb<I, O> extends VerbMeta {
  (scope: Scope, input: I): Promise<O>;
}

const silent = new WeakSet<object>();

/** Marks a result as “nothing changed”, which frees the verb from recording. */
export function asUnchanged<T extends object>(result: T): T {
  silent.add(result);
  return result;
}

interface VerbDefinition<S extends z.ZodType, O> extends VerbMeta {
  readonly input: S;
  run(ctx: Ctx, input: z.output<S>): Promise<O>;
}

const registered = new Map<string, VerbMeta>();

/** Every verb defined so far, by name: for the test that enumerates them and the reference page. */
export function allVerbs(): readonly VerbMeta[] {
  return [...registered.values()];
}

/**
 * Makes a verb: authorises the actor, parses the input, and runs in one transaction with its ledger entries.
 * Throws NOT_ALLOWED, INPUT_INVALID, and LEDGER_SILENT when a writing verb recorded nothing.
 */
export function defineVerb<S extends z.ZodType, O>(definition: VerbDefinition<S, O>): Verb<z.input<S>, O> {
  const meta: VerbMeta = { name: definition.name, permission: definition.permission, effect: definition.effect };
  registered.set(meta.name, meta);
  const call = async (scope: Scope, raw: z.input<S>): Promise<O> => {
    if (!may(scope.actor.role, meta.permission)) throw new ShopbellError('NOT_ALLOWED', { permission: meta.permission });
    const parsed = definition.input.safeParse(storable(raw));
    if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(parsed.error) });
    if (scope.ctx) return runIn(scope.ctx.db, { ...scope, ctx: scope.ctx }, definition, parsed.data);
    return scope.house.state.inOrg(scope.org, (db) => runIn(db, scope, definition, parsed.data));
  };
  return named(call, meta);
}

function named<F extends object>(call: F, meta: VerbMeta): F & VerbMeta {
  Object.defineProperty(call, 'name', { value: meta.name });
  return Object.assign(call, { permission: meta.permission, effect: meta.effect }) as F & VerbMeta;
}

async function runIn<S extends z.ZodType, O>(db: Tx, scope: Scope, definition: VerbDefinition<S, O>, input: z.output<S>): Promise<O> {
  const { ctx, recorded } = openContext(db, scope);
  const result = await definition.run(ctx, input);
  const quiet = typeof result === 'object' && result !== null && silent.has(result);
  if (definition.effect === 'writes' && recorded() === 0 && !quiet) throw new ShopbellError('LEDGER_SILENT', { verb: definition.name });
  return result;
}

/** Runs work inside an open transaction with a verb's context: reactions use it. */
export function runVerbContext<T>(db: Tx, scope: Scope, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return work(openContext(db, scope).ctx);
}

function openContext(db: Tx, scope: Scope): { readonly ctx: Ctx; recorded(): number } {
  let count = 0;
  const { house, org, actor } = scope;
  const ctx: Ctx = {
    ...scope,
    db,
    now: scope.ctx?.now ?? house.clock.now(),
    newId: (prefix) => makeId(prefix, house.clock.now().getTime(), house.random.bytes(16)),
    record: async (kind, payload, subject) => {
      count += 1;
      return appendEntry(db, { house, org, actor, kind, payload, subject: subject ?? null, cause: scope.cause ?? null });
    },
    recordAll: async (kind, payloads, subject) => {
      count += payloads.length;
      const told = payloads.map((payload) => ({ kind, payload, subject: subject ?? null }));
      await appendEntries(db, { house, org, actor, cause: scope.cause ?? null }, told);
    },
    get ctx() {
      return ctx;
    },
  };
  return { ctx, recorded: () => count };
}
