import { describe, expect, it } from 'vitest';
import { exchange, goldenInspection, got, homePage } from '../../checks/golden-inspection.ts';
import type { Exchange, Inspection } from '../../inspection.ts';
import { endingProducts } from '../end-of-life.ts';
import { platformFacts } from './platform-facts.ts';
import { platformOf } from './platform-of.ts';
import { platformWords } from './recognise-platform.ts';

const page = (body: string, change: Partial<Exchange> = {}, headers: Record<string, string> = {}) =>
  homePage(headers, { cookies: [], body: `<!doctype html><html><head></head>${body}</html>`, ...change });
const seen = (home: Exchange, change: Partial<Inspection> = {}) => {
  const recognised = platformOf(goldenInspection({ home: got(home), homeAgain: null, pages: [], ...change }));
  return platformWords(recognised);
};

/** As WordPress 6.1.9 (Debian) sent it, shortened. */
const WORDPRESS = `<script>
window._wpemojiSettings = {"baseUrl":"https:\\/\\/s.w.org\\/images\\/core\\/emoji\\/14.0.0\\/72x72\\/"};</script>
<link rel='stylesheet' id='wp-block-navigation-css' href='https://shop.example.com/wp-includes/blocks/navigation/style.min.css?ver=6.1.9' media='all' />
<script src='https://shop.example.com/wp-includes/blocks/navigation/view.min.js?ver=c24330f635f5cb9d5e0e' id='wp-block-navigation-view-js'></script>
<link rel="https://api.w.org/" href="https://shop.example.com/wp-json/" /><meta name="generator" content="WordPress 6.1.9" />
<body class="home blog wp-embed-responsive">`;
/** As EverShop 2.2.1 sent it, shortened. */
const EVERSHOP = `<script>var eContext = {"graphqlResponse":{"e3b2ozl6vkmx3c0ue6":null}}</script>
<body id="body" class="frontStore homepage"><div id="app"><div class="wrapper" data-evershop-area-id="body"></div></div>
<script src="/assets/frontstore-vendor/client/ce1d51608b75a6df665f.js"></script>`;

describe('a platform is recognised', () => {
  it.each<[string, string, Partial<Exchange>, Record<string, string>]>([
    ['WordPress 6.1.9', WORDPRESS, {}, {}],
    ['EverShop', EVERSHOP, {}, {}],
    [
      'WooCommerce 9.1.2 on WordPress 6.1.9',
      `${WORDPRESS}<script src="/wp-content/plugins/woocommerce/assets/js/frontend/woocommerce.min.js?ver=9.1.2"></script>
       <script src="/wp-content/plugins/woocommerce/assets/js/jquery-blockui/jquery.blockUI.min.js?ver=2.7.0-wc.9.1.2"></script>
       <meta name="generator" content="WooCommerce 9.1.2">`,
      {},
      {},
    ],
    [
      'Magento 2 or Adobe Commerce',
      '<link rel="stylesheet" href="/static/version1701234567/frontend/Magento/luma/en_US/css/styles-m.css"><script type="text/x-magento-init">{}</script>',
      {},
      {},
    ],
    [
      'Magento 1 or OpenMage 1.x',
      '<script src="/js/prototype/prototype.js"></script><script src="/js/varien/js.js"></script><script>Mage.Cookies.path = "/";</script>',
      {},
      {},
    ],
    [
      'Shopware 6 6.x',
      `<link rel="stylesheet" href="/theme/0123456789abcdef0123456789abcdef/css/all.css?1700"><script>window.router['frontend.cart.offcanvas'] = '/checkout/offcanvas';</script>`,
      {},
      { 'sw-language-id': '2fbb5fe2e29a4d70aa5854ce7ce3e20b' },
    ],
    [
      'Shopware 5 5.x',
      '<link href="/web/cache/1700000000_0123456789abcdef0123456789abcdef.css" rel="stylesheet"><body class="is--ctl-index is--act-index">',
      { cookies: ['__csrf_token-1=x', 'session-1=y; HttpOnly'] },
      {},
    ],
    [
      'PrestaShop 1.7 or later',
      '<script>var prestashop = {"cart":{}};</script>',
      { cookies: [`PrestaShop-${'ab'.repeat(16)}=v`] },
      { 'powered-by': 'PrestaShop' },
    ],
    [
      'OpenCart',
      '<script src="catalog/view/javascript/common.js"></script><a href="index.php?route=product/category&amp;path=20">Tea</a>',
      { cookies: ['OCSESSID=abc; Path=/'] },
      {},
    ],
    [
      'Shopify',
      '<link rel="stylesheet" href="/cdn/shop/t/1/assets/base.css"><script>Shopify.theme = {"name":"Dawn"};</script>',
      {},
      { 'powered-by': 'Shopify' },
    ],
  ])('%s', (expected, body, change, headers) => {
    expect(seen(page(body, change, headers))).toBe(expected);
  });

  it('by what its interfaces say and its scripts name', () => {
    const marks = [{ url: 'https://shop.example.com/app.js', text: '"x-publishable-api-key"' }];
    const libraries = { home: [], payment: null, looked: 1, missing: [], cut: null, marks };
    const home = page('<div id="root"></div>', { cookies: ['_medusa_cache_id=1'] });
    expect(seen(home, { libraries })).toBe('Medusa');
    const refused = exchange({
      status: 400,
      body: '{"type":"not_allowed","message":"Publishable API key required in the request header: x"}',
    });
    expect(seen(home, { answers: [{ path: '/store/regions', answer: got(refused) }] })).toBe('Medusa 2 or later');
    const insides = { scripts: [], pageSecrets: [], graphql: [{ path: '/shop-api', status: 200, types: true }], buckets: [], cut: null };
    expect(seen(page('<div id="app"></div>', { cookies: ['session=a', 'session.sig=b'] }), { insides })).toBe('Vendure');
  });
});

describe('nothing is claimed', () => {
  it.each<[string, string, Partial<Exchange>, Record<string, string>]>([
    [
      'of a page that speaks of platforms',
      '<body><h1>WooCommerce or Magento?</h1><p>WordPress 4.0, /wp-content/themes/x, PrestaShop 1.6, Shopify.theme = {}</p>',
      {},
      {},
    ],
    [
      'of code that people read',
      `<pre>&lt;script src="/wp-includes/x.js"&gt; window.router['frontend.x'] = 1</pre><textarea><link rel="https://api.w.org/" href="/wp-json/"><meta name="generator" content="WordPress 4.0"></textarea>`,
      {},
      {},
    ],
    ['of what is commented out', `<!-- ${WORDPRESS} -->`, {}, {}],
    ['of a generator tag alone', '<meta name="generator" content="WordPress 6.1.9">', {}, {}],
    ['of a header alone, told twice', '<body>', {}, { 'powered-by': 'PrestaShop', 'x-magento-tags': 'FPC' }],
    [
      'of pictures of somebody else’s shop',
      '<img src="https://blog.other.example/wp-content/uploads/tea.jpg"><img src="https://cdn.shopify.com/s/files/1/tea.jpg">',
      {},
      {},
    ],
    [
      'of links to shops',
      '<a href="https://shop.example.com/wp-content/uploads/a.pdf">wp</a><a href="/skin/frontend/base/default/a.css">x</a>',
      {},
      {},
    ],
    ['of an error page', WORDPRESS, { status: 503 }, {}],
    [
      'of two platforms that exclude each other',
      `${WORDPRESS}<link href="/cdn/shop/t/1/a.css" rel="stylesheet"><script>Shopify.shop = "x";</script>`,
      { cookies: ['_shopify_y=1'] },
      {},
    ],
    [
      'of a page in JSON-LD',
      `<script type="application/ld+json">{"x":"var prestashop = {"}</script><script type="application/ld+json">Mage.Cookies.path = 1</script>`,
      {},
      {},
    ],
  ])('%s', (_, body, change, headers) => {
    expect(seen(page(body, change, headers))).toBe('not recognised');
  });

  it('of another site’s page among the samples', () => {
    const elsewhere = exchange({ finalUrl: 'https://blog.other.example/', body: WORDPRESS });
    expect(seen(page('<body>'), { pages: [{ kind: 'imprint', answer: got(elsewhere) }] })).toBe('not recognised');
  });
});

describe('a version', () => {
  const version = (home: Exchange, change: Partial<Inspection> = {}) =>
    platformOf(goldenInspection({ home: got(home), homeAgain: null, pages: [], ...change })).platform?.version;

  it('rests on all the places that tell it', () => {
    expect(version(page(WORDPRESS))).toEqual({ kind: 'exact', version: '6.1.9', by: ['generator tag', 'files'] });
    expect(version(page(WORDPRESS.replace('?ver=6.1.9', '')))).toEqual({ kind: 'exact', version: '6.1.9', by: ['generator tag'] });
  });

  it('is unknown when a cache or a tag says otherwise', () => {
    expect(version(page(WORDPRESS.replace('content="WordPress 6.1.9"', 'content="WordPress 6.8"')))).toEqual({
      kind: 'unknown',
      reason: 'places contradict each other: 6.8 by its generator tag, 6.1.9 by its files',
    });
    const again = got(page(WORDPRESS.replaceAll('6.1.9', '6.1.7')));
    expect(version(page(WORDPRESS), { homeAgain: again })?.kind).toBe('unknown');
  });

  it('of a changed or hostile word is none', () => {
    for (const word of ['WordPress 6.1.9-custom', 'WordPress 999999999999999999', `WordPress ${'1.'.repeat(50_000)}`]) {
      const body = WORDPRESS.replace('content="WordPress 6.1.9"', `content="${word}"`).replace('?ver=6.1.9', '');
      expect(version(page(body))).toEqual({ kind: 'unknown', reason: 'nothing tells it' });
    }
  });
});

it('a huge hostile page is read in time', () => {
  const hostile = [
    `<script${' '.repeat(300_000)}`,
    '<link href="/wp-includes/'.repeat(20_000),
    `<body class="${'is-ctl-a '.repeat(60_000)}">`,
    '<!--'.repeat(100_000),
    `<script>${'var wc_'.repeat(100_000)}`,
    '<textarea>'.repeat(60_000),
  ];
  for (const body of hostile) {
    const before = performance.now();
    seen(page(body));
    expect(performance.now() - before, body.slice(0, 20)).toBeLessThan(2_000);
  }
});

it('the table names products and platforms that are there, and patterns that a version can be read by', () => {
  const { platforms } = platformFacts();
  const products = endingProducts().products.map(({ product }) => product);
  for (const { platform, on, product, signs, versions, hosted } of platforms) {
    expect(new Set(signs.map((sign) => sign.in)).size, platform).toBeGreaterThan(1);
    if (on !== undefined) expect(platforms.map((one) => one.platform)).toContain(on);
    if (product !== undefined) expect(products).toContain(product);
    if (hosted) expect(versions).toEqual([]);
    for (const { match, version } of versions)
      expect(version !== undefined || match.source.includes('(\\d') || match.source.includes('(2'), `${match}`).toBe(true);
  }
});
