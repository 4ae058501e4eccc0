import type { StatusPage } from './store.ts';

/** The address of a host of its own: scheme and port are those by which this Shopbell is reached. */
export function hostUrl(publicUrl: string, host: string): string {
  const url = new URL(publicUrl);
  url.hostname = host;
  return url.origin;
}

/** Where a page stands for its readers, without a slash at its end: at its own host once that is proven and leads somewhere. */
export function pageUrl(publicUrl: string, { slug, host }: Pick<StatusPage, 'slug' | 'host'>): string {
  const isOwn = host !== null && host.provenAt !== null && host.leads !== 'nowhere';
  return isOwn ? hostUrl(publicUrl, host.name) : `${publicUrl}/status/${slug}`;
}
