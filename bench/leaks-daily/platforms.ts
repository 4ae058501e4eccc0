import { asset, form, hexOf, page } from './asks.ts';
import type { Ask } from './types.ts';

/** How a request to a platform looks, by what somebody wants. `null`: this platform has no such address. */
export interface Platform {
  /** Name of the data map in `data/datamaps/`. */
  readonly name: string;
  /** An order's id as it stands in addresses. */
  readonly orderId: (n: number) => string;
  readonly home: () => Ask;
  readonly shelf: (n: number) => Ask;
  readonly product: (n: number) => Ask;
  readonly asset: (n: number) => Ask;
  readonly basket: (n: number) => Ask;
  readonly checkout: () => Ask;
  readonly pay: () => Ask;
  readonly signInForm: () => Ask;
  readonly signIn: (fits: boolean) => Ask;
  readonly account: () => Ask;
  readonly orderList: () => Ask;
  readonly orderPage: (n: number) => Ask;
  /** What the buyer sees when the order is placed. */
  readonly received: (n: number) => Ask;
  /** An order as a program reads it. */
  readonly orderApi: (n: number) => Ask;
  /** Whether customers use a program on their phones, which reads orders through `orderApi`. */
  readonly hasApp: boolean;
  /** A page of a list through the API, with `rows` records. */
  readonly listApi: (what: 'order' | 'customer', page: number, rows: number) => Ask;
  readonly adminSignIn: (fits: boolean) => Ask;
  readonly adminHome: () => Ask;
  readonly adminList: (page: number) => Ask;
  readonly adminOrder: (n: number) => Ask;
  /** Customers or orders as one file of so many rows. */
  readonly adminExport: (what: 'order' | 'customer', rows: number) => Ask;
  /** An answer of GraphQL with so many records. */
  readonly graphql: ((rows: number) => Ask) | null;
}

const plain = (n: number): string => String(n);

const generic: Platform = {
  name: 'generic',
  orderId: plain,
  home: () => page('/', 40_000),
  shelf: (n) => page(`/c/shelf-${n}`, 50_000),
  product: (n) => page(`/p/thing-${n}`, 45_000),
  asset: (n) => asset(`/assets/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 8000 + n * 700),
  basket: (n) => form(`/basket/add/${n}`, 302),
  checkout: () => page('/checkout', 51_000),
  pay: () => form('/checkout/pay', 302),
  signInForm: () => page('/account/sign-in', 19_000),
  signIn: (fits) => form('/account/sign-in', fits ? 303 : 422, fits ? 0 : 19_500),
  account: () => page('/account', 24_000),
  orderList: () => page('/account/orders', 28_000),
  orderPage: (n) => page(`/account/orders/${n}`, 26_000),
  received: (n) => page(`/order/${n}/status`, 25_000),
  orderApi: (n) => page(`/api/v1/orders/${n}`, 3000),
  hasApp: true,
  listApi: (what, at, rows) => page(`/api/v1/${what}s?page=${at}&per_page=${rows}`, rows * 1400),
  adminSignIn: (fits) => form('/admin/login', fits ? 302 : 401, fits ? 0 : 7000),
  adminHome: () => page('/admin/dashboard', 60_000),
  adminList: (at) => page(`/admin/orders?page=${at}`, 70_000),
  adminOrder: (n) => page(`/admin/orders/${n}`, 48_000),
  adminExport: (what, rows) => page(`/admin/${what}s/export`, rows * 260),
  graphql: (rows) => form('/graphql', 200, rows * 1500),
};

const woocommerce: Platform = {
  name: 'woocommerce',
  orderId: plain,
  home: () => page('/', 41_000),
  shelf: (n) => page(`/product-category/shelf-${n}/`, 52_000),
  product: (n) => page(`/product/thing-${n}/`, 47_000),
  asset: (n) => asset(`/wp-content/themes/store/part-${n}.${n % 3 === 0 ? 'css' : 'js'}?ver=9.${n}`, 9000 + n * 700),
  basket: (n) => form(`/?wc-ajax=add_to_cart&product_id=${n}`, 200, 900),
  checkout: () => page('/checkout/', 61_000),
  pay: () => form('/?wc-ajax=checkout', 200, 210),
  signInForm: () => page('/my-account/', 30_000),
  signIn: (fits) => form('/my-account/', fits ? 302 : 200, fits ? 0 : 31_000),
  account: () => page('/my-account/', 33_000),
  orderList: () => page('/my-account/orders/', 36_000),
  orderPage: (n) => page(`/my-account/view-order/${n}/`, 38_000),
  received: (n) => page(`/checkout/order-received/${n}/?key=wc_order_${hexOf(`key${n}`, 13)}`, 40_000),
  orderApi: (n) => page(`/wp-json/wc/v3/orders/${n}`, 2900),
  hasApp: false,
  listApi: (what, at, rows) => page(`/wp-json/wc/v3/${what}s?per_page=${rows}&page=${at}`, rows * (what === 'order' ? 2900 : 1500)),
  adminSignIn: (fits) => form('/wp-login.php', fits ? 302 : 200, fits ? 0 : 7200),
  adminHome: () => page('/wp-admin/', 70_000),
  adminList: (at) => page(`/wp-admin/admin.php?page=wc-orders&paged=${at}`, 90_000),
  adminOrder: (n) => page(`/wp-admin/admin.php?page=wc-orders&action=edit&id=${n}`, 110_000),
  adminExport: (what, rows) => page(`/wp-admin/export.php?download=true&content=shop_${what}`, rows * 260),
  graphql: null,
};

const magento: Platform = {
  name: 'magento',
  orderId: plain,
  home: () => page('/', 58_000),
  shelf: (n) => page(`/shelf-${n}.html`, 71_000),
  product: (n) => page(`/thing-${n}.html`, 66_000),
  asset: (n) => asset(`/static/version1758/frontend/Store/base/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 7000 + n * 900),
  basket: (n) => form(`/checkout/cart/add/product/${n}/`, 302),
  checkout: () => page('/checkout/', 64_000),
  pay: () => form('/rest/default/V1/carts/mine/payment-information', 200, 12),
  signInForm: () => page('/customer/account/login/', 40_000),
  signIn: (fits) => form('/customer/account/loginPost/', fits ? 302 : 200, fits ? 0 : 40_000),
  account: () => page('/customer/account/', 45_000),
  orderList: () => page('/sales/order/history/', 47_000),
  orderPage: (n) => page(`/sales/order/view/order_id/${n}/`, 49_000),
  received: (n) => page(`/sales/order/view/order_id/${n}/`, 49_000),
  orderApi: (n) => page(`/rest/V1/orders/${n}`, 7100),
  hasApp: true,
  listApi: (what, at, rows) => {
    const path = what === 'order' ? '/rest/V1/orders' : '/rest/V1/customers/search';
    const search = `searchCriteria%5BcurrentPage%5D=${at}&searchCriteria%5BpageSize%5D=${rows}`;
    return page(`${path}?${search}`, rows * (what === 'order' ? 7100 : 1300));
  },
  adminSignIn: (fits) => form('/admin_k3/admin/index/index/', fits ? 302 : 200, fits ? 0 : 9000),
  adminHome: () => page('/admin_k3/admin/dashboard/', 80_000),
  adminList: (at) => page(`/admin_k3/mui/index/render/?namespace=sales_order_grid&paging%5Bcurrent%5D=${at}`, 30_000),
  adminOrder: (n) => page(`/admin_k3/sales/order/view/order_id/${n}/`, 120_000),
  adminExport: (what, rows) => page(`/admin_k3/mui/export/gridToCsv/?namespace=${what}_listing`, rows * 280),
  graphql: (rows) => form('/graphql', 200, rows * 1600),
};

const swOrder = (n: number): string => hexOf(`order${n}`, 32);

/** Its ids are random: nothing about them can be counted through. */
const shopware: Platform = {
  name: 'shopware',
  orderId: swOrder,
  home: () => page('/', 52_000),
  shelf: (n) => page(`/Shelf-${n}/`, 77_000),
  product: (n) => page(`/Thing-${n}/SW${10_000 + n}`, 69_000),
  asset: (n) => asset(`/theme/5a1e/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 11_000 + n * 600),
  basket: () => form('/checkout/line-item/add', 302),
  checkout: () => page('/checkout/confirm', 60_000),
  pay: () => form('/checkout/order', 302),
  signInForm: () => page('/account/login', 41_000),
  signIn: (fits) => form('/account/login', fits ? 302 : 200, fits ? 0 : 42_000),
  account: () => page('/account', 50_000),
  orderList: () => page('/account/order', 55_000),
  orderPage: (n) => page(`/widgets/account/order/detail/${swOrder(n)}`, 21_000),
  received: (n) => page(`/checkout/finish?orderId=${swOrder(n)}`, 43_000),
  orderApi: (n) => page(`/api/order/${swOrder(n)}`, 8200),
  hasApp: false,
  listApi: (what, at, rows) => page(`/api/${what}?limit=${rows}&page=${at}`, rows * (what === 'order' ? 8200 : 3900)),
  adminSignIn: (fits) => form('/api/oauth/token', fits ? 200 : 401, fits ? 1700 : 180),
  adminHome: () => page('/admin', 5200),
  adminList: () => form('/api/search/order', 200, 25 * 8200),
  adminOrder: (n) => page(`/api/order/${swOrder(n)}?associations=all`, 8200),
  adminExport: (_what, rows) => page(`/api/_action/import-export/file/download?fileId=${hexOf(`file${rows}`, 32)}`, rows * 270),
  graphql: null,
};

const prestashop: Platform = {
  name: 'prestashop',
  orderId: plain,
  home: () => page('/en/', 49_000),
  shelf: (n) => page(`/en/${n}-shelf`, 60_000),
  product: (n) => page(`/en/shelf/${n}-thing.html`, 57_000),
  asset: (n) => asset(`/themes/store/assets/cache/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 8000 + n * 800),
  basket: () => form('/en/cart', 200, 2500),
  checkout: () => page('/en/order', 58_000),
  pay: () => form('/en/module/payments/validation', 302),
  signInForm: () => page('/en/login', 36_000),
  signIn: (fits) => form('/en/login?back=my-account', fits ? 302 : 200, fits ? 0 : 36_500),
  account: () => page('/en/my-account', 37_000),
  orderList: () => page('/en/order-history', 39_000),
  orderPage: (n) => page(`/en/order-detail?id_order=${n}`, 42_000),
  received: (n) => page(`/en/order-confirmation?id_cart=${n + 900}&id_order=${n}&key=${hexOf(`key${n}`, 32)}`, 44_000),
  orderApi: (n) => page(`/api/orders/${n}?output_format=JSON`, 4100),
  hasApp: false,
  listApi: (what, at, rows) => page(`/api/${what}s?display=full&limit=${(at - 1) * rows},${rows}`, rows * 3000),
  adminSignIn: (fits) => form('/admin94k/index.php?controller=AdminLogin', fits ? 302 : 200, fits ? 0 : 8000),
  adminHome: () => page('/admin94k/index.php?controller=AdminDashboard', 88_000),
  adminList: (at) => page(`/admin94k/index.php/sell/orders/?order%5Boffset%5D=${at * 50}`, 99_000),
  adminOrder: (n) => page(`/admin94k/index.php/sell/orders/${n}/view`, 130_000),
  adminExport: (what, rows) => page(`/admin94k/index.php/sell/${what}s/export`, rows * 240),
  graphql: null,
};

export const platforms = { generic, woocommerce, magento, shopware, prestashop } as const;
export type PlatformName = keyof typeof platforms;
