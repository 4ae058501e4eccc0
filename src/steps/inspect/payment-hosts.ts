import { getDomain } from 'tldts';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { oneEdit } from '#kernel/one-edit.ts';

const shape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)),
  imitated: z.array(z.strictObject({ word: z.string().regex(/^[a-z0-9]{5,}$/), sites: z.array(z.string()) })),
});

const table = () => readData('providers/payment-hosts.yaml', shape);

/** Whether a host, with or without port, is a known payment provider’s. */
export function isPaymentHost(host: string): boolean {
  const name = nameOf(host);
  return table().hosts.some((known) => name === known || name.endsWith(`.${known}`));
}

/** The well-known name that a host imitates without being its: `google-anaiytics.com` → `googleanalytics`; else `null`. */
export function imitates(host: string): string | null {
  const name = nameOf(host);
  const site = getDomain(name) ?? name;
  const labels = name.split('.').slice(0, -1).map(fold);
  const found = table().imitated.find(({ word, sites }) => !sites.includes(site) && labels.some((label) => bears(label, word)));
  return found?.word ?? null;
}

function bears(label: string, word: string): boolean {
  return label.includes(word) || (word.length >= 7 && Math.abs(label.length - word.length) <= 1 && oneEdit(label, word) !== null);
}

function fold(label: string): string {
  return label.replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('3', 'e').replaceAll('rn', 'm');
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}
