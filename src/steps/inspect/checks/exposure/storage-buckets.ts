import { type Check, found, notApplicable, pass, unknown } from '../check.ts';

/** Whether the cloud storage that pages and scripts name can be listed by everybody. */
export const storageBuckets: Check = {
  meta: {
    id: 'storage-buckets',
    area: 'exposure',
    title: 'The cloud storage that the shop names cannot be listed',
    severity: 'high',
    requires: ['insides', 'depth'],
    owner: 'Whoever opens the list sees every file that your shop ever put there: invoices, exports, uploads.',
    remedy:
      'Take the right to list away from everybody (S3: Block Public Access; Google: no allUsers in storage.objects.list; Azure: access level “Blob”).',
    references: ['CWE-732', 'CWE-548', 'WSTG-CONF-11'],
  },
  notFor: ({ depth }) => (depth === 'owner' ? null : 'control of the shop is not proven'),
  judge: ({ insides }) => {
    const open = insides.buckets.filter(({ isOpen }) => isOpen === true);
    if (open.length > 0) {
      return found(
        open.map(({ name, text }) => ({
          ...{ key: name, severity: 'high' as const, url: `bucket:${name}`, title: `Everybody can list the storage “${name}”` },
          evidence: [{ kind: 'request' as const, text: `${text} with a list of files` }],
        })),
      );
    }
    const asked = insides.buckets.filter(({ isOpen }) => isOpen === null);
    if (asked.length > 0) return unknown(asked.map(({ name, text }) => `${name}: ${text}`).join('; '));
    if (insides.cut !== null) return unknown(insides.cut);
    if (insides.buckets.length === 0) return notApplicable('neither home page nor own scripts name any');
    return pass(insides.buckets.map(({ text }) => text).join('; '), 'request');
  },
};
