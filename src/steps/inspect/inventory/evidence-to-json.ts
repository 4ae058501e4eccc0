import type { Evidence } from './evidence.ts';

/** The evidence as one JSON document, `shopbell.payment-evidence/1`: for tools and for keeping. */
export function evidenceToJson(evidence: Evidence): string {
  const { shop, names, scripts, hosts, headers, vendors, rule, ...rest } = evidence;
  const who = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? null });
  const said = (row: {
    authorised_at: Date | null;
    authorised_by: string | null;
    reason: string | null;
    owner: string | null;
    until: Date | null;
  }) => ({
    ...{ reason: row.reason, owner: row.owner, until: row.until },
    ...{ authorisedAt: row.authorised_at, authorisedBy: who(row.authorised_by) },
  });
  const document = {
    schema: 'shopbell.payment-evidence/1',
    shop: { id: shop.id, name: shop.name, url: shop.url },
    ...rest,
    pictures: rest.pictures.map(({ at, url, sha256 }) => ({ at, url, sha256 })),
    selfAssessment: rule === null ? null : { form: rule.form, duty: rule.duty, sources: rule.sources },
    scripts: scripts.map((row) => ({
      ...{ key: row.key, url: row.url, party: row.party, standing: row.standing, sha256: row.hash, bytes: row.bytes, madeBy: row.parent },
      ...{ firstSeen: row.first_seen, lastSeen: row.last_seen, changesTrusted: row.trust_changes, rejectedAt: row.rejected_at },
      ...{ rejectedBy: who(row.rejected_by), ...said(row) },
    })),
    hosts: hosts.map((row) => ({
      ...{ host: row.host, standing: row.standing, firstSeen: row.first_seen, lastSeen: row.last_seen },
      ...{ seenByUs: row.looked, reportedByVisitors: row.visitors, ...said(row) },
    })),
    headers: headers.map((row) => ({
      ...{
        name: row.name,
        value: row.value,
        authorisedValue: row.authorised_value,
        standing: row.standing,
        since: row.changed_at,
        ...said(row),
      },
    })),
    vendors: vendors.map((row) => ({
      domain: row.domain,
      reason: row.reason,
      owner: row.owner,
      until: row.until,
      trustedAt: row.trusted_at,
      trustedBy: who(row.trusted_by),
    })),
    acts: evidence.acts.map((act) => ({ ...act, who: who(act.who) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
