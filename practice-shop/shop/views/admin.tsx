import type { Customer } from '../../world/types.ts';
import type { Admin } from '../open-store.ts';
import { SignInForm } from './sign-in-form.tsx';

export function AdminSignInView({ failed }: { failed: boolean }) {
  return (
    <section class="narrow">
      <h1>Staff only</h1>
      {failed ? <p class="wrong">That mail address and password do not belong together.</p> : null}
      <SignInForm action="/admin/sign-in" />
    </section>
  );
}

export function AdminHomeView({ customers, orders, admins }: { customers: number; orders: number; admins: number }) {
  return (
    <>
      <h1>Back office</h1>
      <div class="cards">
        <a class="card figure" href="/admin/customers">
          <b>{customers.toLocaleString('en')}</b> customers
        </a>
        <div class="card figure">
          <b>{orders.toLocaleString('en')}</b> orders
        </div>
        <a class="card figure" href="/admin/users">
          <b>{admins}</b> staff accounts
        </a>
      </div>
    </>
  );
}

export function AdminCustomersView({ customers, page, pages }: { customers: readonly Customer[]; page: number; pages: number }) {
  return (
    <>
      <h1>Customers</h1>
      <p>
        <a class="button" href="/admin/customers/export">
          Export all as CSV
        </a>
      </p>
      <table>
        <thead>
          <tr>
            <th>Number</th>
            <th>Name</th>
            <th>Mail address</th>
            <th>Country</th>
          </tr>
        </thead>
        <tbody>
          {customers.map((each) => (
            <tr>
              <td>{each.id}</td>
              <td>{each.name}</td>
              <td>{each.email}</td>
              <td>{each.country}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="pager">
        {page > 1 ? <a href={`/admin/customers?page=${page - 1}`}>Before</a> : null} Page {page} of {pages}{' '}
        {page < pages ? <a href={`/admin/customers?page=${page + 1}`}>Next</a> : null}
      </p>
    </>
  );
}

export function AdminUsersView({ admins }: { admins: readonly Admin[] }) {
  return (
    <>
      <h1>Staff accounts</h1>
      <table>
        <thead>
          <tr>
            <th>Number</th>
            <th>Mail address</th>
            <th>Since</th>
          </tr>
        </thead>
        <tbody>
          {admins.map((each) => (
            <tr>
              <td>{each.id}</td>
              <td>{each.email}</td>
              <td>{each.created.slice(0, 10)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <section class="card narrow">
        <h2>Add someone</h2>
        <form method="post" action="/admin/users" class="form">
          <label for="email">Mail address</label>
          <input id="email" name="email" type="email" required />
          <label for="password">Password</label>
          <input id="password" name="password" type="password" minlength={8} required />
          <button type="submit">Add</button>
        </form>
      </section>
    </>
  );
}
