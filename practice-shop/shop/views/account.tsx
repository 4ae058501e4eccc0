import type { Customer, Order, OrderState, Product } from '../../world/types.ts';
import { euros } from './layout.tsx';

const stateWords: Record<OrderState, string> = {
  placed: 'Waiting for payment',
  paid: 'Paid',
  exported: 'Being packed',
  shipped: 'On its way',
  delivered: 'Delivered',
};
const day = (iso: string): string => iso.slice(0, 10);

export function AccountView({ customer, orders }: { customer: Customer; orders: readonly Order[] }) {
  return (
    <>
      <h1>Hello, {customer.name}</h1>
      <div class="cards">
        <section class="card">
          <h2>Your details</h2>
          <dl>
            <dt>Customer number</dt>
            <dd>{customer.id}</dd>
            <dt>Mail address</dt>
            <dd>{customer.email}</dd>
            <dt>Address</dt>
            <dd>
              {customer.street}, {customer.postcode} {customer.city}, {customer.country}
            </dd>
            <dt>Telephone</dt>
            <dd>{customer.phone || '–'}</dd>
          </dl>
        </section>
        <section class="card">
          <h2>Your orders</h2>
          {orders.length > 0 ? <OrderTable orders={orders.slice(0, 3)} /> : <p>No orders yet.</p>}
          <p>
            <a href="/account/orders">All {orders.length} orders</a>
          </p>
          <p>
            <a href="/account/password">Change password</a>
          </p>
          <form method="post" action="/account/sign-out">
            <button class="plain" type="submit">
              Sign out
            </button>
          </form>
        </section>
      </div>
    </>
  );
}

function OrderTable({ orders }: { orders: readonly Order[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th>Order</th>
          <th>Day</th>
          <th>State</th>
          <th class="number">Sum</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((each) => (
          <tr>
            <td>
              <a href={`/account/orders/${each.number}`}>{each.number}</a>
            </td>
            <td>{day(each.placed)}</td>
            <td>
              <span class={`state ${each.state}`}>{stateWords[each.state]}</span>
            </td>
            <td class="number">{euros(each.cents)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function OrdersView({ orders }: { orders: readonly Order[] }) {
  return (
    <>
      <h1>Your orders</h1>
      {orders.length > 0 ? <OrderTable orders={orders} /> : <p class="empty">No orders yet. The shelves are full, though.</p>}
    </>
  );
}

export interface OrderFacts {
  readonly order: Order;
  readonly customer: Customer;
  readonly products: ReadonlyMap<string, Product>;
}

/** An order's page, or its invoice: both show name, addresses and goods. */
export function OrderView({ facts, invoice }: { facts: OrderFacts; invoice: boolean }) {
  const { order, customer, products } = facts;
  return (
    <article class={invoice ? 'invoice card' : 'order'}>
      <p class="crumb">
        <a href="/account/orders">Your orders</a>
      </p>
      <h1>{invoice ? `Invoice for order ${order.number}` : `Order ${order.number}`}</h1>
      <p class="lead">
        Placed on {day(order.placed)}, paid by {order.paidBy}. <span class={`state ${order.state}`}>{stateWords[order.state]}</span>
      </p>
      <table>
        <tbody>
          {order.lines.map((line) => (
            <tr>
              <td>
                {line.quantity} × {products.get(line.product)?.name ?? line.product}
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
            <td class="number">{euros(order.cents)}</td>
          </tr>
        </tbody>
      </table>
      <section class="card">
        <h2>Delivered to</h2>
        <address>
          {customer.name}
          <br />
          {customer.street}
          <br />
          {customer.postcode} {customer.city}, {customer.country}
          <br />
          {customer.phone}
          <br />
          {customer.email}
        </address>
      </section>
      {invoice ? null : (
        <p>
          <a href={`/account/orders/${order.number}/invoice`}>Invoice</a>
        </p>
      )}
    </article>
  );
}
