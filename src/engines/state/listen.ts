import pg from 'pg';
import type { Log } from '../log/types.ts';

const AGAIN_AFTER_MS = 1_000;

/** Listens on a channel over a connection of its own and connects again when it is lost. Returns how to stop. */
export async function listenTo(url: string, channel: string, onNotice: (payload: string) => void, log: Log): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    next.on('notification', (notice) => onNotice(notice.payload ?? ''));
    next.on('error', (error) => log.warn('the listening connection to PostgreSQL ended', { error }));
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    if (stopped) return next.end();
    client = next;
    // Only now: a connection that failed to open ends too, and would be tried again twice.
    next.once('end', later);
  };
  const later = (): void => {
    client = null;
    if (!stopped) timer ??= setTimeout(again, AGAIN_AFTER_MS);
  };
  const again = (): void => {
    timer = null;
    // What was announced while nobody listened is found by looking once.
    connect().then(() => stopped || onNotice(''), later);
  };

  await connect();
  return async () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    await client?.end();
  };
}
