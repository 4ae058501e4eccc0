import { asset, codeOf, form, hexOf, listing, numbers, page, showing, withPayment, withSignIn } from './asks.ts';
import type { Platform } from './platforms.ts';

const plain = (n: number): string => String(n);
const idsFrom = (id: (n: number) => string, from: number, count: number): string[] => numbers(from, count).map(id);

export const woocommerce: Platform = {
  name: 'woocommerce',
  orderId: plain,
  customerId: plain,
  home: () => page('/', 41_000),
  shelf: (n) => page(`/product-category/shelf-${n}/`, 52_000),
  product: (n) => page(`/product/thing-${n}/`, 47_000),
  search: (word) => page(`/?s=${word}&post_type=product`, 39_000),
  asset: (n) => asset(`/wp-content/themes/store/part-${n}.${n % 3 === 0 ? 'css' : n % 3 === 1 ? 'js' : 'webp'}?ver=9.${n}`, 9000 + n * 700),
  basket: (n) => form(`/?wc-ajax=add_to_cart&product_id=${n}`, 200, 900),
  checkout: () => page('/checkout/', 61_000),
  pay: (fits) => withPayment(form('/?wc-ajax=checkout', 200, fits ? 210 : 340), fits),
  signInForm: () => page('/my-account/', 30_000),
  signIn: (fits) => withSignIn(form('/my-account/', fits ? 302 : 200, fits ? 0 : 31_000), fits),
  forgotten: () => form('/my-account/lost-password/', 302),
  account: () => page('/my-account/', 33_000),
  orderList: () => page('/my-account/orders/', 36_000),
  orderPage: (n) => showing(page(`/my-account/view-order/${n}/`, 38_000), 'order', plain(n)),
  orderApi: (n) => showing(page(`/wp-json/wc/v3/orders/${n}`, 2900), 'order', plain(n)),
  guestOrder: (n) => showing(page(`/checkout/order-received/${n}/?key=wc_order_${hexOf(`key${n}`, 13)}`, 40_000), 'order', plain(n)),
  customerApi: (n) => showing(page(`/wp-json/wc/v3/customers/${n}`, 1500), 'customer', plain(n)),
  addressForm: () => form('/my-account/edit-address/billing/', 302),
  listApi: (what, at, size, from) =>
    listing(
      page(`/wp-json/wc/v3/${what}s?per_page=${size}&page=${at}`, 1),
      what,
      idsFrom(plain, from, size),
      what === 'order' ? 2900 : 1500,
    ),
  adminSignIn: (fits) => withSignIn(form('/wp-login.php', fits ? 302 : 200, fits ? 0 : 7200), fits),
  adminHome: () => page('/wp-admin/', 70_000),
  adminList: (at) => page(`/wp-admin/admin.php?page=wc-orders&paged=${at}`, 90_000),
  adminOrder: (n) => showing(page(`/wp-admin/admin.php?page=wc-orders&action=edit&id=${n}`, 110_000), 'order', plain(n)),
  adminExport: (what, count) =>
    listing(page(`/wp-admin/export.php?download=true&content=shop_${what}`, 1), what, idsFrom(plain, 1, count), 260),
  graphql: null,
};

const magentoSearch = (at: number, size: number): string => `searchCriteria%5BcurrentPage%5D=${at}&searchCriteria%5BpageSize%5D=${size}`;

export const magento: Platform = {
  name: 'magento',
  orderId: plain,
  customerId: plain,
  home: () => page('/', 58_000),
  shelf: (n) => page(`/shelf-${n}.html`, 71_000),
  product: (n) => page(`/thing-${n}.html`, 66_000),
  search: (word) => page(`/catalogsearch/result/?q=${word}`, 60_000),
  asset: (n) => asset(`/static/version1758/frontend/Store/base/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 7000 + n * 900),
  basket: (n) => form(`/checkout/cart/add/product/${n}/`, 302),
  checkout: () => page('/checkout/', 64_000),
  pay: (fits) => withPayment(form('/rest/default/V1/carts/mine/payment-information', fits ? 200 : 400, fits ? 12 : 160), fits),
  signInForm: () => page('/customer/account/login/', 40_000),
  signIn: (fits) => withSignIn(form('/customer/account/loginPost/', fits ? 302 : 200, fits ? 0 : 40_000), fits),
  forgotten: () => form('/customer/account/forgotpasswordpost/', 302),
  account: () => page('/customer/account/', 45_000),
  orderList: () => page('/sales/order/history/', 47_000),
  orderPage: (n) => showing(page(`/sales/order/view/order_id/${n}/`, 49_000), 'order', plain(n)),
  orderApi: (n) => showing(page(`/rest/V1/orders/${n}`, 7100), 'order', plain(n)),
  guestOrder: (n) => showing(form('/sales/guest/view/', 200, 48_000), 'order', plain(n), false),
  customerApi: (n) => showing(page(`/rest/V1/customers/${n}`, 1300), 'customer', plain(n)),
  addressForm: () => form('/customer/address/formPost/', 302),
  listApi: (what, at, size, from) => {
    const path = what === 'order' ? '/rest/V1/orders' : '/rest/V1/customers/search';
    return listing(page(`${path}?${magentoSearch(at, size)}`, 1), what, idsFrom(plain, from, size), what === 'order' ? 7100 : 1300);
  },
  adminSignIn: (fits) => withSignIn(form('/admin_k3/admin/index/index/', fits ? 302 : 200, fits ? 0 : 9000), fits),
  adminHome: () => page('/admin_k3/admin/dashboard/', 80_000),
  adminList: (at) => page(`/admin_k3/mui/index/render/?namespace=sales_order_grid&paging%5Bcurrent%5D=${at}`, 30_000),
  adminOrder: (n) => showing(page(`/admin_k3/sales/order/view/order_id/${n}/`, 120_000), 'order', plain(n)),
  adminExport: (what, count) =>
    listing(page(`/admin_k3/mui/export/gridToCsv/?namespace=${what}_listing`, 1), what, idsFrom(plain, 1, count), 280),
  graphql: (n) => showing(form('/graphql', 200, 5200), 'order', plain(n), false),
};

const swOrder = (n: number): string => hexOf(`order${n}`, 32);
const swCustomer = (n: number): string => hexOf(`customer${n}`, 32);

export const shopware: Platform = {
  name: 'shopware',
  orderId: swOrder,
  customerId: swCustomer,
  home: () => page('/', 52_000),
  shelf: (n) => page(`/Shelf-${n}/`, 77_000),
  product: (n) => page(`/Thing-${n}/SW${10_000 + n}`, 69_000),
  search: (word) => page(`/search?search=${word}`, 58_000),
  asset: (n) => asset(`/theme/5a1e/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 11_000 + n * 600),
  basket: () => form('/checkout/line-item/add', 302),
  checkout: () => page('/checkout/confirm', 60_000),
  pay: (fits) => withPayment(form('/checkout/order', fits ? 302 : 303), fits),
  signInForm: () => page('/account/login', 41_000),
  signIn: (fits) => withSignIn(form('/account/login', fits ? 302 : 200, fits ? 0 : 42_000), fits),
  forgotten: () => form('/account/recover', 302),
  account: () => page('/account', 50_000),
  orderList: () => page('/account/order', 55_000),
  orderPage: (n) => showing(page(`/widgets/account/order/detail/${swOrder(n)}`, 21_000), 'order', swOrder(n)),
  orderApi: (n) => showing(page(`/api/order/${swOrder(n)}`, 8200), 'order', swOrder(n)),
  guestOrder: (n) => showing(page(`/account/order/${codeOf(`deep${n}`, 32)}`, 43_000), 'order', codeOf(`deep${n}`, 32)),
  customerApi: (n) => showing(page(`/api/customer/${swCustomer(n)}`, 3900), 'customer', swCustomer(n)),
  addressForm: () => form('/account/address/create', 302),
  listApi: (what, at, size, from) => {
    const ids = idsFrom(what === 'order' ? swOrder : swCustomer, from, size);
    return listing(page(`/api/${what}?limit=${size}&page=${at}`, 1), what, ids, what === 'order' ? 8200 : 3900);
  },
  adminSignIn: (fits) => withSignIn(form('/api/oauth/token', fits ? 200 : 401, fits ? 1700 : 180), fits),
  adminHome: () => page('/admin', 5200),
  adminList: (at) => listing(form('/api/search/order', 200), 'order', idsFrom(swOrder, at * 25, 25), 8200),
  adminOrder: (n) => showing(page(`/api/order/${swOrder(n)}?associations=all`, 8200), 'order', swOrder(n)),
  adminExport: (what, count) => {
    const ids = idsFrom(what === 'order' ? swOrder : swCustomer, 1, count);
    return listing(page(`/api/_action/import-export/file/download?fileId=${hexOf(`file${count}`, 32)}`, 1), what, ids, 270);
  },
  graphql: null,
};

export const prestashop: Platform = {
  name: 'prestashop',
  orderId: plain,
  customerId: plain,
  home: () => page('/en/', 49_000),
  shelf: (n) => page(`/en/${n}-shelf`, 60_000),
  product: (n) => page(`/en/shelf/${n}-thing.html`, 57_000),
  search: (word) => page(`/en/search?controller=search&s=${word}`, 47_000),
  asset: (n) => asset(`/themes/store/assets/cache/part-${n}.${n % 2 === 0 ? 'js' : 'css'}`, 8000 + n * 800),
  basket: () => form('/en/cart', 200, 2500),
  checkout: () => page('/en/order', 58_000),
  pay: (fits) => withPayment(form('/en/module/payments/validation', fits ? 302 : 200, fits ? 0 : 900), fits),
  signInForm: () => page('/en/login', 36_000),
  signIn: (fits) => withSignIn(form('/en/login?back=my-account', fits ? 302 : 200, fits ? 0 : 36_500), fits),
  forgotten: () => form('/en/password-recovery', 200, 30_000),
  account: () => page('/en/my-account', 37_000),
  orderList: () => page('/en/order-history', 39_000),
  orderPage: (n) => showing(page(`/en/order-detail?id_order=${n}`, 42_000), 'order', plain(n)),
  orderApi: (n) => showing(page(`/api/orders/${n}?output_format=JSON`, 4100), 'order', plain(n)),
  guestOrder: (n) => showing(form('/en/guest-tracking', 200, 41_000), 'order', plain(n), false),
  customerApi: (n) => showing(page(`/api/customers/${n}?output_format=JSON`, 1700), 'customer', plain(n)),
  addressForm: () => form('/en/address', 302),
  listApi: (what, at, size, from) =>
    listing(page(`/api/${what}s?display=full&limit=${(at - 1) * size},${size}`, 1), what, idsFrom(plain, from, size), 3000),
  adminSignIn: (fits) => withSignIn(form('/admin94k/index.php?controller=AdminLogin', fits ? 302 : 200, fits ? 0 : 8000), fits),
  adminHome: () => page('/admin94k/index.php?controller=AdminDashboard', 88_000),
  adminList: (at) => page(`/admin94k/index.php/sell/orders/?order%5Boffset%5D=${at * 50}`, 99_000),
  adminOrder: (n) => showing(page(`/admin94k/index.php/sell/orders/${n}/view`, 130_000), 'order', plain(n)),
  adminExport: (what, count) => listing(page(`/admin94k/index.php/sell/${what}s/export`, 1), what, idsFrom(plain, 1, count), 240),
  graphql: null,
};
