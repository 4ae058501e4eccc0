import { Hono, type MiddlewareHandler } from 'hono';
import { customersCsv } from '../customers-csv.ts';
import type { Admin } from '../open-store.ts';
import { render } from '../render.tsx';
import { addressOf, currentSession, formOf, freshSession, type ShopParts } from '../shop-env.ts';
import { AdminCustomersView, AdminHomeView, AdminSignInView, AdminUsersView } from '../views/admin.tsx';

const PER_PAGE = 50;
type AdminEnv = { Variables: { admin: Admin } };

/** The back office: who is signed in there may see, export and add. */
export function adminRoutes(parts: ShopParts): Hono<AdminEnv> {
  const { store, audit } = parts;
  const app = new Hono<AdminEnv>();
  app.get('/admin/sign-in', (c) => render(c, parts, { title: 'Staff', body: <AdminSignInView failed={false} /> }));
  app.post('/admin/sign-in', async (c) => {
    const { email = '', password = '' } = await formOf(c);
    const admin = store.admins.get(email);
    if (!admin || admin.password !== password) {
      audit.note('shop.admin.sign_in_failed', { 'client.address': addressOf(c) });
      return render(c, parts, { title: 'Staff', body: <AdminSignInView failed />, status: 401 });
    }
    freshSession(c, parts).admin = admin.email;
    audit.note('shop.admin.signed_in', { 'shop.actor.id': admin.id, 'client.address': addressOf(c) });
    return c.redirect('/admin', 303);
  });
  app.use('/admin/*', guard(parts));
  app.get('/admin', (c) => {
    const body = <AdminHomeView customers={store.customers.size} orders={store.orders.size} admins={store.admins.size} />;
    return render(c, parts, { title: 'Back office', body });
  });
  app.get('/admin/customers', (c) => {
    const all = [...store.customers.values()];
    const pages = Math.ceil(all.length / PER_PAGE);
    const page = Math.min(pages, Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1));
    const customers = all.slice((page - 1) * PER_PAGE, page * PER_PAGE);
    return render(c, parts, { title: 'Customers', body: <AdminCustomersView customers={customers} page={page} pages={pages} /> });
  });
  app.get('/admin/customers/export', (c) => {
    audit.note('shop.export.made', {
      'shop.object.kind': 'customer',
      'shop.actor.id': c.var.admin.id,
      'client.address': addressOf(c),
      'shop.object.count': store.customers.size,
    });
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="customers.csv"');
    return c.body(customersCsv(store.customers.values()));
  });
  app.get('/admin/users', (c) =>
    render(c, parts, { title: 'Staff accounts', body: <AdminUsersView admins={[...store.admins.values()]} /> }),
  );
  app.post('/admin/users', async (c) => {
    const { email = '', password = '' } = await formOf(c);
    if (!email.includes('@') || password.length < 8 || store.admins.has(email)) return c.redirect('/admin/users', 303);
    const added = store.addAdmin(email, password);
    audit.note('shop.admin.created', {
      'shop.object.kind': 'account',
      'shop.object.id': added.id,
      'shop.actor.id': c.var.admin.id,
      'client.address': addressOf(c),
    });
    return c.redirect('/admin/users', 303);
  });
  return app;
}

function guard(parts: ShopParts): MiddlewareHandler<AdminEnv> {
  return async (c, next) => {
    const admin = parts.store.admins.get(currentSession(c, parts)?.admin ?? '');
    if (!admin) return c.redirect('/admin/sign-in', 302);
    c.set('admin', admin);
    return next();
  };
}
