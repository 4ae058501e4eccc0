import { Hono } from 'hono';
import { notFound, render } from '../render.tsx';
import { addressOf, currentSession, endSession, ensureSession, formOf, freshSession, type ShopParts } from '../shop-env.ts';
import { upsertContact } from '../tell-neighbours.ts';
import { AccountView, OrdersView, OrderView } from '../views/account.tsx';
import { RegisterView, SignInView } from '../views/entrance.tsx';
import { passwordRoutes } from './password-routes.tsx';

/** What a good hash of a password takes. */
const HASHING_MS = 150;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What a refused sign-in says. */
function refusal(known: boolean, { signInTells }: ShopParts['weaknesses']): string {
  if (!signInTells) return 'That mail address and password do not belong together.';
  return known ? 'That password is wrong.' : 'We know no account with that mail address.';
}

function signInRoutes(parts: ShopParts): Hono {
  const { store, sessions, audit, weaknesses } = parts;
  const app = new Hono();
  app.get('/account/sign-in', (c) => {
    ensureSession(c, parts);
    return render(c, parts, { title: 'Sign in', body: <SignInView problem={null} /> });
  });
  app.post('/account/sign-in', async (c) => {
    const address = addressOf(c);
    if (!weaknesses.unlimitedSignIn && !sessions.mayTry(address))
      return render(c, parts, { title: 'Sign in', body: <SignInView problem="Too many attempts. Please wait a minute." />, status: 429 });
    const form = await formOf(c);
    const customer = store.customerByEmail(form.email ?? '');
    if (customer && weaknesses.signInTellsByTime) await pause(HASHING_MS);
    if (!customer || customer.password !== form.password) {
      sessions.failed(address);
      const aimed = customer ? { 'shop.object.kind': 'customer', 'shop.object.id': customer.id } : {};
      audit.note('shop.customer.sign_in_failed', { ...aimed, 'client.address': address });
      const problem = refusal(customer !== undefined, weaknesses);
      return render(c, parts, { title: 'Sign in', body: <SignInView problem={problem} />, status: 401 });
    }
    const old = currentSession(c, parts);
    const session = old && weaknesses.fixation ? old : freshSession(c, parts);
    session.customer = customer.id;
    if (old && old !== session) for (const [slug, quantity] of old.cart) session.cart.set(slug, quantity);
    audit.note('shop.customer.signed_in', { 'shop.actor.id': customer.id, 'client.address': address });
    return c.redirect('/account', 303);
  });
  app.post('/account/sign-out', (c) => {
    endSession(c, parts);
    return c.redirect('/', 303);
  });
  return app;
}

function registerRoutes(parts: ShopParts): Hono {
  const { store, audit } = parts;
  const app = new Hono();
  app.get('/account/register', (c) => render(c, parts, { title: 'Open an account', body: <RegisterView problem={null} /> }));
  app.post('/account/register', async (c) => {
    const { name = '', email = '', password = '' } = await formOf(c);
    const problem = !name || !email.includes('@') || password.length < 8 ? 'Please fill in name, mail address and eight characters.' : null;
    const taken = !problem && store.customerByEmail(email) ? 'There is an account with this mail address.' : null;
    if (problem || taken)
      return render(c, parts, { title: 'Open an account', body: <RegisterView problem={problem ?? taken} />, status: 422 });
    const customer = store.register({ name, email, password, country: 'GB' });
    freshSession(c, parts).customer = customer.id;
    audit.note('shop.customer.registered', { 'shop.actor.id': customer.id, 'client.address': addressOf(c) });
    void upsertContact(parts, customer.id);
    return c.redirect('/account', 303);
  });
  return app;
}

/** Account pages. With the `idor` weakness an order's page does not ask whose order it is. */
export function accountRoutes(parts: ShopParts): Hono {
  const { store, audit, weaknesses } = parts;
  const app = new Hono();
  app.use('/account/*', async (c, next) => {
    await next();
    if (!weaknesses.cachedAccounts) c.header('cache-control', 'no-store');
  });
  app.use('/account', async (c, next) => {
    await next();
    if (!weaknesses.cachedAccounts) c.header('cache-control', 'no-store');
  });
  for (const routes of [signInRoutes, registerRoutes, passwordRoutes]) app.route('/', routes(parts));
  const read = (kind: string, id: string, actor: string, address: string): void =>
    audit.note('shop.record.read', { 'shop.object.kind': kind, 'shop.object.id': id, 'shop.actor.id': actor, 'client.address': address });
  for (const [path, Title] of [
    ['/account', 'Your account'],
    ['/account/orders', 'Your orders'],
  ] as const) {
    app.get(path, (c) => {
      const customer = store.customers.get(currentSession(c, parts)?.customer ?? '');
      if (!customer) return c.redirect('/account/sign-in', 302);
      read('customer', customer.id, customer.id, addressOf(c));
      const orders = store.ordersOf(customer.id);
      const body = path === '/account' ? <AccountView customer={customer} orders={orders} /> : <OrdersView orders={orders} />;
      return render(c, parts, { title: Title, body });
    });
  }
  for (const path of ['/account/orders/:order', '/account/orders/:order/invoice'] as const) {
    const invoice = path.endsWith('invoice');
    app.get(path, (c) => {
      const actor = currentSession(c, parts)?.customer;
      if (!actor && !weaknesses.openOrders) return c.redirect('/account/sign-in', 302);
      const order = store.orders.get(c.req.param('order'));
      const customer = order && store.customers.get(order.customer);
      if (!order || !customer || (order.customer !== actor && !weaknesses.idor && !weaknesses.openOrders)) return notFound(c, parts);
      read(invoice ? 'invoice' : 'order', order.number, actor ?? 'visitor', addressOf(c));
      const title = invoice ? `Invoice ${order.number}` : `Order ${order.number}`;
      return render(c, parts, { title, body: <OrderView facts={{ order, customer, products: store.products }} invoice={invoice} /> });
    });
  }
  return app;
}
