import { z } from 'zod';
import { readyQueueNames, readyQueues } from '../checks/ready-queues.ts';
import { maxMs } from './fields.ts';
import { defineKind, type QueueMessage } from './kind.ts';
import { databaseAddress, placeOfDatabase } from './sql.ts';

/** Messages of one look: the newest ones. */
const MOST_MESSAGES = 500;
/** Characters of one message. */
const MOST_TEXT = 65_536;

/** Messages that wait in a shop's database, looked through for personal data and secrets. Nothing is taken off the queue, and no message is kept. */
export const queue = defineKind({
  shape: z
    .strictObject({
      kind: z.literal('queue'),
      url: databaseAddress,
      /** Whose tables; `own` asks the question that is written here. */
      platform: z.enum([...readyQueueNames, 'own']).default('own'),
      /** In front of the platform's tables: `wp_`, `m2_`. */
      prefix: z
        .string()
        .trim()
        .regex(/^\w{0,30}$/, 'must be letters, digits or _')
        .default(''),
      /** Must give a column `queue` and others with what stands in a message. */
      query: z.string().trim().max(10_000).default(''),
      maxMs: maxMs(10_000),
    })
    .refine(({ platform, query }) => (platform === 'own') === (query !== ''), 'query: write a question, or name a platform'),
  fields: [
    { name: 'url', as: 'text', required: true, example: 'mysql://reader:{{password}}@db.example/shop' },
    { name: 'platform', as: 'choice', choices: [...readyQueueNames, 'own'] },
    { name: 'prefix', as: 'text', example: 'wp_' },
    { name: 'query', as: 'long', example: 'select topic as queue, body from outbox order by id desc limit 200' },
    { name: 'maxMs', as: 'number' },
  ],
  leastEveryMs: () => 60_000,
  fromHere: 'messages are looked through here, where the key is with which their values are hashed',
  destination: ({ url }) => placeOfDatabase(url),
  look: async (outside, target, { allowPrivate }) => {
    const query =
      target.platform === 'own' ? target.query : (readyQueues().get(target.platform) ?? '').replaceAll('{prefix}', target.prefix);
    const limits = { timeoutMs: target.maxMs, maxRows: MOST_MESSAGES, allowPrivate };
    const table = await outside.sql.read({ url: target.url, query }, limits);
    const at = table.columns.findIndex((name) => name.toLowerCase() === 'queue');
    if (at < 0) return { judged: { saw: 'unknown', reason: 'there is no column queue' }, reach: 'answered', ms: table.ms, phases: {} };
    const messages = table.rows.flatMap((row): QueueMessage[] =>
      table.columns.flatMap((column, nth) =>
        nth === at || row[nth] === null ? [] : [{ queue: String(row[at] ?? ''), column, text: textOf(row[nth]) }],
      ),
    );
    const reason = `${table.rows.length} messages looked through in ${Math.round(table.ms)} ms`;
    return { judged: { saw: 'up', reason }, reach: 'answered', ms: table.ms, phases: {}, messages };
  },
});

/** A column of bytes holds text as often as not. */
function textOf(value: unknown): string {
  const text =
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.slice(0, MOST_TEXT);
}
