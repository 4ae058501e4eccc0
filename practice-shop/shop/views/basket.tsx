import type { OrderLine, Product } from '../../world/types.ts';
import { euros } from './layout.tsx';

export interface Basket {
  readonly lines: readonly OrderLine[];
  readonly products: ReadonlyMap<string, Product>;
}

const sumOf = (lines: readonly OrderLine[]): number => lines.reduce((sum, line) => sum + line.cents * line.quantity, 0);

function BasketTable({ basket }: { basket: Basket }) {
  return (
    <table>
      <tbody>
        {basket.lines.map((line) => (
          <tr>
            <td>
              {line.quantity} × <a href={`/product/${line.product}`}>{basket.products.get(line.product)?.name ?? line.product}</a>
            </td>
            <td class="number">{euros(line.cents * line.quantity)}</td>
          </tr>
        ))}
        <tr>
          <td>Delivery</td>
          <td class="number">{euros(490)}</td>
        </tr>
        <tr class="sum">
          <td>Sum</td>
          <td class="number">{euros(sumOf(basket.lines) + 490)}</td>
        </tr>
      </tbody>
    </table>
  );
}

export function CartView({ basket }: { basket: Basket }) {
  if (basket.lines.length === 0)
    return (
      <>
        <h1>Your basket</h1>
        <p class="empty">
          It is empty. <a href="/catalogue">Fill it with pretend things.</a>
        </p>
      </>
    );
  return (
    <section class="narrow wide">
      <h1>Your basket</h1>
      <BasketTable basket={basket} />
      <p>
        <a class="button" href="/checkout">
          To the till
        </a>
      </p>
    </section>
  );
}

function Field({ id, label, value, hint, type }: { id: string; label: string; value?: string; hint?: string; type?: string }) {
  return (
    <>
      <label for={id}>{label}</label>
      <input id={id} name={id} type={type ?? 'text'} value={value ?? ''} autocomplete={hint ?? 'on'} required />
    </>
  );
}

export interface CheckoutFacts {
  readonly basket: Basket;
  readonly name: string;
  readonly email: string;
  readonly synthetic: boolean;
  readonly problem: string | null;
}

export function CheckoutView({ facts }: { facts: CheckoutFacts }) {
  return (
    <section class="till">
      <form method="post" action="/checkout" class="form" id="checkout">
        <h1>Checkout</h1>
        {facts.problem ? <p class="wrong">{facts.problem}</p> : null}
        <h2>Where to</h2>
        <Field id="name" label="Name" value={facts.name} hint="name" />
        <Field id="email" label="Mail address" value={facts.email} hint="email" type="email" />
        <Field id="street" label="Street and number" hint="address-line1" />
        <Field id="city" label="Postcode and town" hint="address-level2" />
        <h2>Card</h2>
        <p class="hint">Use the test number 4242 4242 4242 4242. Never a real card.</p>
        <Field id="card-number" label="Card number" hint="cc-number" />
        <div class="two">
          <div>
            <Field id="card-expiry" label="Valid until" hint="cc-exp" />
          </div>
          <div>
            <Field id="card-code" label="Security code" hint="cc-csc" />
          </div>
        </div>
        {facts.synthetic ? (
          <p class="wrong" id="synthetic-stop">
            Monitoring visit: it ends here, before paying.
          </p>
        ) : (
          <button type="submit">Pay {euros(sumOf(facts.basket.lines) + 490)}</button>
        )}
      </form>
      <aside class="card">
        <h2>Your basket</h2>
        <BasketTable basket={facts.basket} />
      </aside>
    </section>
  );
}

export function ThanksView({ order }: { order: string }) {
  return (
    <section class="narrow">
      <h1>Thank you</h1>
      <p class="lead">Your order {order} is with the practice gateway now. Nothing will be delivered, punctually.</p>
      <p>
        <a class="button" href={`/account/orders/${order}`}>
          See the order
        </a>
      </p>
    </section>
  );
}
