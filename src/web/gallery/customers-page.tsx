import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Field } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';

export function customersPage() {
  return (
    <>
      <Card heading="Is my data affected?">
        <p>We have written to everyone affected. Enter the code from our letter, and we tell you what was read.</p>
        <Form action="/public">
          <Field name="code" label="Code from the letter" required autocomplete="off" />
          <Button kind="main">Check</Button>
        </Form>
      </Card>
      <h2>What was read</h2>
      <p>
        Your name, your delivery address, what you ordered and what it cost. Not your password and not your card: these are not on order
        pages.
      </p>
      <h2>Who may have it</h2>
      <p>
        The holder of one account, whom we do not know. We have reported it to the police. We look every day for signs that it was passed
        on.
      </p>
      <h2>What you can do now</h2>
      <ol>
        <li>
          <b>This week: distrust messages about your order.</b> They may name what you really bought. We never ask for a payment or a
          password by mail, phone or text.
        </li>
        <li>Check any message from us at practice-shop.example/check; type the address yourself.</li>
      </ol>
      <h2>What we have done and will do</h2>
      <p>Order pages now open only for their owner (since 3:21). An outside expert tests this by 4 December. The result will stand here.</p>
    </>
  );
}
