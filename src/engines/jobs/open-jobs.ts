import PgBoss from 'pg-boss';
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '../log/types.ts';
import type { Jobs } from './types.ts';

type Handler = (data: object, signal: AbortSignal) => Promise<void>;

interface Declared {
  readonly run: Handler;
  readonly retries: number;
  readonly concurrency: number;
}

const POLL_SECONDS = 1;
const DRAIN_MS = 10_000;

/** Jobs on pg-boss, in the schema `jobs` of the same database. Nothing connects before `start`, `send` or `schedule`. */
export function openJobs(url: string, log: Log): Jobs {
  const declared = new Map<string, Declared>();
  const stopping = new AbortController();
  let opening: Promise<PgBoss> | null = null;
  const boss = (): Promise<PgBoss> => {
    opening ??= openBoss(url, log);
    return opening;
  };
  const queues = new Set<string>();
  const queue = async (name: string): Promise<PgBoss> => {
    const open = await boss();
    if (!queues.has(name)) {
      await open.createQueue(name);
      queues.add(name);
    }
    return open;
  };
  return {
    define(name, run, options = {}) {
      if (declared.has(name)) throw new Error(`The job ${name} is defined twice.`);
      declared.set(name, { run: run as Handler, retries: options.retries ?? 5, concurrency: options.concurrency ?? 1 });
    },
    async send(name, data, options = {}) {
      const known = declared.get(name);
      if (!known) throw new Error(`Nobody defined the job ${name}.`);
      const open = await queue(name);
      await open.send(name, data, {
        retryLimit: known.retries,
        retryBackoff: true,
        ...(options.at ? { startAfter: options.at } : {}),
        ...(options.key ? { singletonKey: options.key, singletonSeconds: 60 } : {}),
      });
    },
    async schedule(name, cron, data = {}) {
      const open = await queue(name);
      await open.schedule(name, cron, data, { tz: 'UTC' });
    },
    async start() {
      for (const [name, job] of declared) {
        const open = await queue(name);
        for (let worker = 0; worker < job.concurrency; worker++) {
          await open.work(name, { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 }, async (batch: { data: unknown }[]) => {
            for (const one of batch) await job.run((one.data ?? {}) as object, stopping.signal);
          });
        }
      }
    },
    async stop() {
      stopping.abort();
      if (!opening) return;
      const open = await opening;
      await open
        .stop({ graceful: true, timeout: DRAIN_MS, wait: true })
        .catch((error: unknown) => log.warn('jobs did not stop cleanly', { reason: messageOf(error) }));
    },
  };
}

async function openBoss(url: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, schema: 'jobs', max: 3, archiveCompletedAfterSeconds: 3_600, deleteAfterDays: 14 });
  boss.on('error', (error) => log.warn('the job queue met an error', { error }));
  await boss.start();
  return boss;
}
