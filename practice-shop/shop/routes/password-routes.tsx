import { Hono } from 'hono';
import { render } from '../render.tsx';
import { currentSession, formOf, type ShopParts } from '../shop-env.ts';
import { PasswordView, ResetView } from '../views/entrance.tsx';

/** A new password, forgotten or changed. The shop sends no mail: nobody here has a mailbox. */
export function passwordRoutes(parts: ShopParts): Hono {
  const { store, weaknesses } = parts;
  const app = new Hono();
  app.get('/account/reset', (c) => render(c, parts, { title: 'A new password', body: <ResetView said={null} /> }));
  app.post('/account/reset', async (c) => {
    const { email = '' } = await formOf(c);
    const known = store.customerByEmail(email) !== undefined;
    const told = known ? 'We have sent you a link.' : 'We know no account with that mail address.';
    const said = weaknesses.resetTells ? told : 'If there is an account with that mail address, a link is on its way.';
    return render(c, parts, { title: 'A new password', body: <ResetView said={said} /> });
  });
  const asked = () => ({ asksOld: !weaknesses.changeWithoutOld });
  app.get('/account/password', (c) => {
    if (!currentSession(c, parts)?.customer) return c.redirect('/account/sign-in', 302);
    return render(c, parts, { title: 'Change your password', body: <PasswordView said={null} {...asked()} /> });
  });
  app.post('/account/password', async (c) => {
    const customer = store.customers.get(currentSession(c, parts)?.customer ?? '');
    if (!customer) return c.redirect('/account/sign-in', 303);
    const form = await formOf(c);
    const fits = (weaknesses.changeWithoutOld || form.old === customer.password) && (form.new ?? '').length >= 8;
    if (fits) store.changePassword(customer.id, form.new ?? '');
    const said = fits ? 'It is changed.' : 'The password until now is not right, or the new one is too short.';
    return render(c, parts, { title: 'Change your password', body: <PasswordView said={said} {...asked()} />, status: fits ? 200 : 422 });
  });
  return app;
}
