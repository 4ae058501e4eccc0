/** Sizes of the shop's answers, measured on a running one; for logs that are written without it. */
const sizes: readonly (readonly [prefix: string, bytes: number, spread: number])[] = [
  ['/assets/goods/', 520, 260],
  ['/assets/shop.css', 4300, 0],
  ['/assets/pages.css', 3900, 0],
  ['/assets/shop.js', 310, 0],
  ['/assets/mark.svg', 420, 0],
  ['/product/', 3400, 420],
  ['/catalogue/', 3800, 500],
  ['/catalogue', 12_100, 0],
  ['/search', 2300, 1500],
  ['/account/orders/', 2300, 500],
  ['/account/orders', 2600, 1800],
  ['/account/sign-in', 2150, 0],
  ['/account/register', 2300, 0],
  ['/account', 2700, 260],
  ['/admin/customers/export', 330_000, 0],
  ['/admin', 2200, 500],
  ['/api/products', 7342, 0],
  ['/api/orders/', 430, 160],
  ['/api/tokens', 90, 60],
  ['/checkout', 4900, 500],
  ['/cart', 2200, 300],
  ['/sitemap.xml', 3865, 0],
  ['/robots.txt', 94, 0],
  ['/health', 15, 0],
  ['/backup.sql', 1_700_000, 0],
  ['/', 4600, 60],
];

/** Bytes of the body that the shop would send for this path and status: the same for the same path. */
export function answerBytes(path: string, status: number): number {
  if (status === 303 || status === 302 || status === 204) return 0;
  if (status === 404) return 1740;
  const found = sizes.find(([prefix]) => path.startsWith(prefix));
  if (!found) return 600;
  const [, bytes, spread] = found;
  if (spread === 0) return bytes;
  let mixed = 7;
  for (let i = 0; i < path.length; i++) mixed = (Math.imul(mixed, 31) + path.charCodeAt(i)) | 0;
  return bytes + (Math.abs(mixed) % (spread + 1));
}
