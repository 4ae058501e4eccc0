import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { addMs, DAY } from '#kernel/time.ts';
import type { WebEnv } from '#web/types.ts';
import { exportEvidence } from '../verbs/export-evidence.ts';
import { evidenceToCsv } from './evidence-to-csv.ts';
import { evidenceToJson } from './evidence-to-json.ts';
import { dayOf, shopId } from './form-values.ts';
import { readEvidence } from './read-evidence.ts';
import { renderEvidence } from './render-evidence.tsx';

const LONGEST_DAYS = 800;
const types = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', json: 'application/json' } as const;

/** `POST /inspect/shops/{shop}/evidence` with `from`, `to` (days) and `format`: the file, recorded with its SHA-256. */
export function addEvidenceRoutes(app: Hono<WebEnv>): void {
  app.post('/shops/:id/evidence', takeEvidence);
}

async function takeEvidence(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t, locale } = c.var;
  const shop = shopId(c);
  const form = await c.req.formData();
  const [from, last] = ['from', 'to'].map((name) => dayOf(String(form.get(name) ?? '')));
  const format = (['pdf', 'csv', 'json'] as const).find((one) => one === form.get('format')) ?? 'pdf';
  if (!from || !last || last < from || last.getTime() - from.getTime() > LONGEST_DAYS * DAY) {
    throw new ShopbellError('INPUT_INVALID', {
      reason: `a period is two days, the first not after the last, at most ${LONGEST_DAYS} days`,
    });
  }
  const to = addMs(last, DAY);
  const evidence = await readEvidence(scope, shop, from, to);
  const bytes =
    format === 'pdf'
      ? Buffer.from(await renderEvidence(house, evidence, locale, t))
      : Buffer.from(format === 'csv' ? evidenceToCsv(evidence) : evidenceToJson(evidence));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await exportEvidence(scope, { shop, from, to, format, sha256 });
  return c.body(bytes, 200, {
    'content-type': types[format],
    'content-disposition': `attachment; filename="payment-page-${from.toISOString().slice(0, 10)}-${last.toISOString().slice(0, 10)}.${format}"`,
    'cache-control': 'no-store',
    'x-content-sha256': sha256,
  });
}
