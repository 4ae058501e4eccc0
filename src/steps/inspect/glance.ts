import { compareSeverity } from '#kernel/outcome.ts';
import { listShops } from '#registry/index.ts';
import type { Glance, TakeGlance } from '#web/glance.ts';
import type { Tone } from '#web/types.ts';
import { readLatestRuns, readOpenFindings } from './read-overview.ts';

/** How inspection stands: what is open and serious, and each shop’s last result. */
export const takeGlance: TakeGlance = async ({ house, org }, t) => {
  const { shops, runs, findings } = await house.state.inOrg(org, async (db) => ({
    shops: await listShops(db),
    runs: await readLatestRuns(db, org),
    findings: await readOpenFindings(db, org),
  }));
  const serious = findings.filter((finding) => compareSeverity(finding.severity, 'high') >= 0);
  const unknown = [...runs.values()].reduce((sum, { finished }) => sum + (finished?.unknown ?? 0), 0);
  const glance: Glance = {
    needs: serious.map((finding) => ({
      step: 'inspect',
      urgency: finding.severity,
      since: finding.first_seen,
      title: finding.title,
      text: finding.remedy,
      href: `/inspect/shops/${finding.shop_id}#${finding.finding_id}`,
      action: t('inspect.need.action'),
      incident: finding.finding_id,
    })),
    shops: shops.map((shop) => {
      const run = runs.get(shop.id)?.finished ?? null;
      const own = findings.filter((finding) => finding.shop_id === shop.id);
      const worst = own.some((finding) => compareSeverity(finding.severity, 'high') >= 0);
      const tone: Tone = run === null ? 'unknown' : worst ? 'bad' : own.length > 0 ? 'warn' : (run.unknown ?? 0) > 0 ? 'unknown' : 'ok';
      const text = run === null ? t('inspect.not-yet') : t('inspect.heading', { found: own.length, unknown: run.unknown ?? 0 });
      return { shop: shop.id, tone, text, href: `/inspect/shops/${shop.id}` };
    }),
    line:
      findings.length > 0 || [...runs.values()].some((run) => run.finished)
        ? t('inspect.heading', { found: findings.length, unknown })
        : t('inspect.not-yet'),
  };
  return serious.length > 0 ? { ...glance, badge: { count: serious.length } } : glance;
};
