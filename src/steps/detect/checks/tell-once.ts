import type { Campaign } from './judge-sign-ins.ts';

/** Of two campaigns with people in common the share of one's that makes it a part of the other, or known already. */
const MOSTLY = 0.5;

/**
 * Campaigns so that nobody is told twice: `quick` as they are, and of `others` what is not known by them. A wider one takes the place of those
 * that are a part of it: a loud hour of a campaign that goes on all night is not another campaign. Tries on one account are told beside a
 * campaign on many only where it is another campaign. Pure.
 */
export function tellOnce(quick: readonly Campaign[], others: readonly Campaign[]): Campaign[] {
  let told = [...quick];
  for (const campaign of others) {
    const seen = new Set(told.flatMap((one) => one.pairs));
    const known = campaign.pairs.filter((pair) => seen.has(pair)).length / campaign.pairs.length;
    // Who is told by names that count has no part in others.
    const isWhole = campaign.scope === 'address' || (campaign.scope === 'population' && campaign.tried !== undefined);
    if (known > MOSTLY || (known > 0 && isWhole)) continue;
    if (known === 0 || campaign.scope === 'account') {
      told.push(campaign);
      continue;
    }
    const own = new Set(campaign.pairs);
    const isPart = (one: Campaign) =>
      one.scope === campaign.scope && one.pairs.filter((pair) => own.has(pair)).length >= MOSTLY * one.pairs.length;
    const parts = told.filter(isPart);
    told = told.filter((one) => !parts.includes(one));
    const elsewhere = new Set(told.flatMap((one) => one.pairs));
    told.push(joined(campaign, parts, elsewhere));
  }
  return told;
}

function joined(campaign: Campaign, parts: readonly Campaign[], elsewhere: ReadonlySet<string>): Campaign {
  const pairs = [...new Set([campaign, ...parts].flatMap((one) => one.pairs))].filter((pair) => !elsewhere.has(pair));
  return {
    ...campaign,
    pairs,
    addresses: new Set(pairs.map((pair) => pair.slice(0, pair.indexOf('\n')))).size,
    from: Math.min(campaign.from, ...parts.map(({ from }) => from)),
    to: Math.max(campaign.to, ...parts.map(({ to }) => to)),
  };
}
