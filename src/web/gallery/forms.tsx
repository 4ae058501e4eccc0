import { Button, ButtonLink } from '../components/button.tsx';
import { Card, Grid } from '../components/card.tsx';
import { Checkbox, Field, Radios, Select, Textarea } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';

export function forms() {
  return (
    <Grid>
      <Card heading="What happened to the data">
        <Form action="/forms" error="The form was not saved: three fields need another look.">
          <Field name="title" label="In one sentence" required value="Order pages were read" hint="As you would say it to a colleague." />
          <Field
            name="people"
            label="How many people at least"
            type="number"
            min={0}
            required
            value=""
            error="Give a number; 0 if nobody."
          />
          <Select
            name="kind"
            label="Kind of breach"
            required
            choose="Choose…"
            error="Choose one; it can be changed later."
            options={[
              { value: 'confidentiality', label: 'Somebody saw it' },
              { value: 'integrity', label: 'Somebody changed it' },
              { value: 'availability', label: 'It was gone' },
            ]}
          />
          <Radios
            name="protected"
            label="Are there protected addresses among them?"
            required
            value="unknown"
            options={[
              { value: 'yes', label: 'Yes', hint: 'People must be told at once.' },
              { value: 'no', label: 'No' },
              { value: 'unknown', label: 'Not known yet', hint: 'The case asks again tomorrow.' },
            ]}
          />
          <Textarea name="notes" label="What else is known" hint="Never write names here." value="" />
          <Checkbox name="sure" label="A second person has read this" error="Tick this when it is so." />
          <div class="card-actions">
            <Button kind="main">Save the facts</Button>
            <ButtonLink href="/parts">Back to the case</ButtonLink>
          </div>
        </Form>
      </Card>
      <Card heading="Buttons">
        <div class="card-actions">
          <Button kind="main">The one thing</Button>
          <Button>Something else</Button>
          <Button kind="danger">Shred the key</Button>
          <Button disabled>Not now</Button>
        </div>
        <h3 class="space">A form in one line</h3>
        <Form action="/forms" method="get" layout="inline">
          <Field name="name" id="watch-name" label="Name to watch" required placeholder="shop-north.example" />
          <Button>Watch it</Button>
        </Form>
      </Card>
    </Grid>
  );
}
