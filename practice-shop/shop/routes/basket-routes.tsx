import { Hono } from 'hono';
import type { OrderLine } from '../../world/types.ts';
import type { Session } from '../open-sessions.ts';
import { render } from '../render.tsx';
import { currentSession, ensureSession, formOf, isSynthetic, type ShopParts } from '../shop-env.ts';
import { startPayment, upsertContact } from '../tell-neighbours.ts';
import { CartView, CheckoutView, ThanksView } from '../views/basket.tsx';
import { worthOf } from '../worth-of.ts';

function linesOf(session: Session | undefined, parts: ShopParts): OrderLine[] {
  return [...(session?.cart ?? [])].flatMap(([slug, quantity]) => {
    const product = parts.store.products.get(slug);
    return product ? [{ product: slug, quantity, cents: product.cents }] : [];
  });
}

/** Whether the digits pass Luhn's check, as every card form asks. */
function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[ -]/g, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The account that a guest's order is booked on: an existing one with this mail address, or a new one. */
function buyerOf(session: Session, form: Record<string, string>, parts: ShopParts): string {
  if (session.customer) return session.customer;
  const email = form.email ?? '';
  const known = parts.store.customerByEmail(email);
  return (known ?? parts.store.register({ name: form.name ?? '', email, password: session.token, country: 'GB' })).id;
}

/** Basket and till. Monitoring visits see the till and cannot pay. */
export function basketRoutes(parts: ShopParts): Hono {
  const { store, links } = parts;
  const app = new Hono();
  app.get('/cart', (c) => {
    const basket = { lines: linesOf(currentSession(c, parts), parts), products: store.products };
    return render(c, parts, { title: 'Your basket', body: <CartView basket={basket} /> });
  });
  app.post('/cart', async (c) => {
    const form = await formOf(c);
    const slug = form.product ?? '';
    const quantity = Math.min(9, Math.max(1, Number.parseInt(form.quantity ?? '1', 10) || 1));
    const session = ensureSession(c, parts);
    if (store.products.has(slug)) session.cart.set(slug, Math.min(9, (session.cart.get(slug) ?? 0) + quantity));
    return c.redirect('/cart', 303);
  });
  app.get('/checkout', (c) => {
    const session = currentSession(c, parts);
    const lines = linesOf(session, parts);
    if (lines.length === 0) return c.redirect('/cart', 302);
    const customer = store.customers.get(session?.customer ?? '');
    const facts = {
      basket: { lines, products: store.products },
      name: customer?.name ?? '',
      email: customer?.email ?? '',
      synthetic: isSynthetic(c),
      problem: null,
    };
    const scripts = [`${links.scripts}/reviews.js`, `${links.scripts}/checkout-helper.js`];
    return render(c, parts, { title: 'Checkout', body: <CheckoutView facts={facts} />, scripts });
  });
  app.post('/checkout', async (c) => {
    const session = currentSession(c, parts);
    const lines = linesOf(session, parts);
    if (!session || lines.length === 0) return c.redirect('/cart', 303);
    if (isSynthetic(c)) return c.text('A monitoring visit cannot pay.', 409);
    const form = await formOf(c);
    if (!form.name || !form.email?.includes('@') || !isCardNumber(form['card-number'] ?? '')) {
      const facts = { basket: { lines, products: store.products }, name: form.name ?? '', email: form.email ?? '', synthetic: false };
      const body = <CheckoutView facts={{ ...facts, problem: 'Please check the name, the mail address and the card number.' }} />;
      return render(c, parts, { title: 'Checkout', body, scripts: [`${links.scripts}/checkout-helper.js`], status: 422 });
    }
    const order = store.place(buyerOf(session, form, parts), lines, 'card');
    session.cart.clear();
    parts.audit.note('shop.order.placed', { 'shop.object.kind': 'order', 'shop.object.id': order.number, ...worthOf(order) });
    void upsertContact(parts, order.customer);
    void startPayment(parts, order.number);
    return c.redirect(`/checkout/thanks?order=${order.number}`, 303);
  });
  app.get('/checkout/thanks', (c) =>
    render(c, parts, { title: 'Thank you', body: <ThanksView order={(c.req.query('order') ?? '').replaceAll(/\D/g, '')} /> }),
  );
  return app;
}
