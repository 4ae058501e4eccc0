import type { ProviderReport } from '../checks/provider-report.ts';
import { readFeed } from './read-feed.ts';
import { readInstatus } from './read-instatus.ts';
import { readStatusio } from './read-statusio.ts';
import { readStatuspage } from './read-statuspage.ts';
import type { PageFormat } from './status-pages.ts';

/** What a status page says. `null`: it cannot be understood. */
export function readReport(format: PageFormat, body: Uint8Array, now: Date): ProviderReport | null {
  const text = new TextDecoder().decode(body);
  if (format === 'feed') return readFeed(text, now);
  const readers = { statuspage: readStatuspage, instatus: readInstatus, statusio: readStatusio };
  try {
    return readers[format](JSON.parse(text));
  } catch {
    return null;
  }
}

/** Where a page's own data lies, from the address that people know. */
export function dataAddressOf(format: PageFormat, url: string): string {
  const paths = { statuspage: 'api/v2/summary.json', instatus: 'summary.json', statusio: '', feed: '' };
  const path = paths[format];
  return path === '' || url.endsWith('.json') ? url : `${url.replace(/\/+$/, '')}/${path}`;
}
