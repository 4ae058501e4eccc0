import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { judgeProviderReport } from '../checks/judge-provider-report.ts';
import { unknown } from '../checks/judged.ts';
import { dataAddressOf, readReport } from '../provider-status/read-report.ts';
import { pageFormats, statusPages } from '../provider-status/status-pages.ts';
import { maxMs, webAddress } from './fields.ts';
import { originOf } from './http.ts';
import { answered, defineKind } from './kind.ts';

const names = [...statusPages.map(({ name }) => name), 'other'];

/** What a provider says of itself on its status page: a hint for whoever looks for a cause, never an alarm. */
export const providerStatus = defineKind({
  hint: true,
  shape: z
    .strictObject({
      kind: z.literal('provider-status'),
      provider: z.enum(names),
      /** The page's address; empty: where the provider's is known to be. */
      url: z.union([z.literal(''), webAddress(/^https?:$/, 'https://')]).default(''),
      /** How it is read, with an address. */
      format: z.enum(pageFormats).default('statuspage'),
      /** Parts of the provider that count, as its page names them; empty: the whole. */
      components: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
      maxMs: maxMs(10_000),
    })
    .refine(({ provider, url }) => provider !== 'other' || url !== '', { message: 'another provider needs it', path: ['url'] }),
  fields: [
    { name: 'provider', as: 'choice', required: true, choices: names },
    { name: 'components', as: 'list', example: 'API · Webhooks' },
    { name: 'url', as: 'text', example: 'https://status.provider.example' },
    { name: 'format', as: 'choice', choices: pageFormats },
    { name: 'maxMs', as: 'number' },
  ],
  destination: (target) => originOf(pageOf(target).url),
  look: async (outside, target, { allowPrivate }) => {
    const { title, url, format } = pageOf(target);
    try {
      const answer = await outside.http.request({ url: dataAddressOf(format, url), allowPrivate, timeoutMs: target.maxMs });
      if (answer.status !== 200) return answered(unknown(`the status page of ${title} answered ${answer.status}`));
      const report = readReport(format, answer.body, outside.clock.now());
      return answered(judgeProviderReport(title, target.components, report), answer.phases.total);
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.code !== 'TARGET_UNREACHABLE') throw thrown;
      // A status page that is gone says nothing about the provider.
      return answered(unknown(`the status page of ${title} cannot be read: ${String(thrown.details.reason)}`));
    }
  },
});

interface Page {
  readonly provider: string;
  readonly url: string;
  readonly format: (typeof pageFormats)[number];
}

function pageOf({ provider, url, format }: Page) {
  const known = statusPages.find(({ name }) => name === provider);
  const title = known?.title ?? (URL.parse(url)?.hostname || 'the provider');
  return url === '' && known ? known : { title, url, format };
}
