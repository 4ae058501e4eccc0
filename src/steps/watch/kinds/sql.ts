import { z } from 'zod';
import { judgeTable } from '../checks/judge-table.ts';
import { conditionLines, maxMs } from './fields.ts';
import { defineKind } from './kind.ts';

const MOST_ROWS = 1_000;

/** Where a database is; its password only as the name of a secret. */
export const databaseAddress = z
  .string()
  .trim()
  .max(2_000)
  .refine(
    (text) => /^(?:postgres(?:ql)?|mysql|mariadb|mssql|sqlserver):\/\/[^/@]+@[^/]+/.test(text),
    'must be like postgres://user:{{password}}@host/database, mysql://… or mssql://…',
  )
  .refine((text) => !/^[a-z]+:\/\/[^/:@]*:(?!\{\{)[^@]+@/.test(text), 'write the password as {{name}} and give its value as a secret');

/** The same without user, password and settings. */
export function placeOfDatabase(url: string): string {
  return url.replace(/\/\/[^@]*@/, '//').replace(/\?.*/, '');
}

/** A question to a database. Only numbers leave it: how many rows, and the numbers of the first one. */
export const sql = defineKind({
  shape: z.strictObject({
    kind: z.literal('sql'),
    /** `postgres://user:{{password}}@host/database`, `mysql://…` or `mssql://…`. */
    url: databaseAddress,
    query: z.string().trim().min(1).max(10_000),
    /** Such as `value below 5`, `rows is 0`, `column late at most 3`. */
    conditions: conditionLines('table').refine((lines) => lines.length > 0, 'needs at least one condition, such as value below 5'),
    maxMs: maxMs(10_000),
  }),
  fields: [
    { name: 'url', as: 'text', required: true, example: 'postgres://reader:{{password}}@db.example/shop' },
    { name: 'query', as: 'long', required: true, example: "select count(*) from orders where state = 'stuck'" },
    { name: 'conditions', as: 'list', required: true, example: 'value below 5 · rows is 0 · column late at most 3' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: ({ url }) => placeOfDatabase(url),
  look: async (outside, target, { allowPrivate }) => {
    const limits = { timeoutMs: target.maxMs, maxRows: MOST_ROWS, allowPrivate };
    const table = await outside.sql.read({ url: target.url, query: target.query }, limits);
    return { judged: judgeTable(target.conditions, table), reach: 'answered', ms: table.ms, phases: {} };
  },
});
