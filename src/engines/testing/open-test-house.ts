import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Actor, Role } from '#kernel/event.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { openAdvisoryFiles } from '../advisories/open-advisory-files.ts';
import { openArtifacts } from '../artifacts/open-artifacts.ts';
import { systemClock, systemRandom } from '../clock/system-clock.ts';
import type { Clock } from '../clock/types.ts';
import { openPublishedFiles } from '../files/open-published-files.ts';
import { nowhere } from '../geo/open-geo.ts';
import type { House } from '../house.ts';
import { openHttpClient } from '../http/open-http-client.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import { openJourneys } from '../journeys/open-journeys.ts';
import { openLog } from '../log/open-log.ts';
import { openPusher } from '../push/open-pusher.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { openSftpReader } from '../sftp/open-sftp-reader.ts';
import { openSqlReader } from '../sql/open-sql-reader.ts';
import { connectState } from '../state/open-state.ts';
import type { Scope } from '../verb.ts';
import { openWire } from '../wire/open-wire.ts';
import { absent } from './absent-engine.ts';

export interface TestHouse extends House, AsyncDisposable {
  readonly folder: string;
  /** A fresh organisation id (RLS keeps it apart from others). */
  newOrg(): OrgId;
  /** A scope for verbs: an actor with this role in this organisation. */
  scope(org: OrgId, role?: Role, id?: string): Scope;
  /** Sets the clock; it stands still until set again. */
  setNow(at: Date): void;
  /** Moves the clock on by ms. */
  advance(ms: number): void;
}

/** Engines that cost time or that a test wants to watch are given by the caller; asking an absent one fails loudly. */
export type TestEngines = Partial<
  Pick<
    House,
    | 'advisories'
    | 'telemetry'
    | 'mailer'
    | 'push'
    | 'browser'
    | 'http'
    | 'resolver'
    | 'wire'
    | 'geo'
    | 'ports'
    | 'publicUrl'
    | 'mailFrom'
    | 'mailDomain'
  >
>;

/**
 * A House for one test file: a database of its own, copied from the run's migrated template, real secrets, jobs and
 * artifacts in a temporary folder. `make` receives the folder and opens further real engines.
 */
export async function openTestHouse(make: (folder: string) => Promise<TestEngines> | TestEngines = () => ({})): Promise<TestHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-house-'));
  const { url, superUrl } = inject('postgres');
  const database = `t_${randomBytes(6).toString('hex')}`;
  await onServer(superUrl, `create database ${database} template shopbell owner shopbell`);
  const log = openLog(process.env.SHOPBELL_TEST_LOG ? 'info' : 'silent');
  const ownUrl = url.replace('@/shopbell?', `@/${database}?`);
  const state = connectState(ownUrl, log, 6, null);
  const jobs = openJobs(ownUrl, log);
  const engines = await make(folder);
  const time = settableClock();
  const house: House = {
    state,
    jobs,
    log,
    telemetry: absent('telemetry'),
    mailer: absent('mailer'),
    browser: absent('browser'),
    http: absent('http'),
    resolver: absent('resolver'),
    wire: openWire(),
    sql: openSqlReader(),
    sftp: openSftpReader(),
    push: openPusher(openHttpClient()),
    geo: nowhere,
    journeys: openJourneys(engines.browser ?? absent('browser')),
    ports: absent('ports'),
    advisories: openAdvisoryFiles(join(folder, 'advisories'), null),
    ...engines,
    secrets: openSecrets(randomBytes(32)),
    artifacts: openArtifacts(join(folder, 'artifacts')),
    published: openPublishedFiles(join(folder, 'status-pages')),
    clock: time.clock,
    random: systemRandom,
    publicUrl: engines.publicUrl ?? 'http://127.0.0.1:7700',
    mailFrom: engines.mailFrom ?? null,
    mailDomain: engines.mailDomain ?? null,
  };
  return Object.assign(house, {
    folder,
    newOrg: () => makeId('org', Date.now(), randomBytes(16)),
    scope: (org: OrgId, role: Role = 'system', id = `test-${role}`): Scope => ({ house, org, actor: actorFor(role, id) }),
    setNow: time.set,
    advance: time.advance,
    [Symbol.asyncDispose]: async () => {
      await jobs.stop();
      for (const engine of [engines.telemetry, engines.mailer, engines.browser]) await engine?.close();
      await state.close();
      await onServer(superUrl, `drop database ${database} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function actorFor(role: Role, id: string): Actor {
  return { kind: role === 'system' ? 'system' : role === 'public' ? 'customer' : 'person', id, role };
}

function settableClock(): { clock: Clock; set(at: Date): void; advance(ms: number): void } {
  let fixed: number | null = null;
  return {
    clock: { ...systemClock, now: () => (fixed === null ? new Date() : new Date(fixed)) },
    set: (at) => {
      fixed = at.getTime();
    },
    advance: (ms) => {
      fixed = (fixed ?? Date.now()) + ms;
    },
  };
}

async function onServer(superUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
