import { stringify } from 'yaml';
import type { Finding } from '../finding.ts';

/**
 * The filter that says “findings like this one are normal here”: the same rule and subject, by the same account, else by the same address
 * and agent alone: with others beside them it is told. `null` when nobody is known who could be named: a filter for everybody would be blind.
 */
export function writeFilter(finding: Finding): string | null {
  const { actor } = finding;
  const who =
    actor.account !== undefined
      ? { 'shopbell.account|cased': plain(actor.account) }
      : actor.address !== undefined && (actor.addresses ?? 1) === 1
        ? { 'c-ip': plain(actor.address), addresses: 1, ...(actor.agent === undefined ? {} : { 'cs-user-agent': plain(actor.agent) }) }
        : null;
  if (who === null) return null;
  return stringify({
    title: `Normal here: ${finding.rule}`,
    description: `Made of the signal that was first seen ${finding.firstSeen}.`,
    logsource: { product: 'shopbell', service: 'finding' },
    filter: { rules: [finding.rule], normal: { subject: plain(finding.subject), ...who }, condition: 'not normal' },
  });
}

/** A text in which nothing is a wildcard. */
function plain(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}
