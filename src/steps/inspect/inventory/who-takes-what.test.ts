import { expect, it } from 'vitest';
import { goldenPayment, goldenScript } from '../checks/payment/golden-payment.ts';
import { whoTakesWhat } from './who-takes-what.ts';

const THIEF = 'https://cdn.evil.example/a.js';
const MASK = 'https://shop.example.com/mask.js';
const leak = { where: 'address', encoding: 'base64', channel: 'image', recording: false } as const;

it('names the thief first, with what it reads and tells; who only listens is left out', () => {
  const takers = whoTakesWhat(
    goldenPayment({
      scripts: [goldenScript({ url: THIEF, party: 'third', signs: ['an address hidden in base64'] }), goldenScript({ url: MASK })],
      uses: [
        { script: MASK, field: 'card', how: 'value read' },
        { script: THIEF, field: 'card', how: 'value read' },
        { script: THIEF, field: 'cvc', how: 'key read' },
        { script: 'https://shop.example.com/form.js', field: 'any', how: 'listens to input' },
      ],
      leaks: [
        { ...leak, field: 'card', host: 'out.example', script: THIEF },
        { ...leak, field: 'card', host: 'api.stripe.com', script: MASK },
        { ...leak, field: 'email', host: 'metrics.example', script: null },
      ],
      tricks: [{ script: THIEF, what: 'stops debuggers', detail: 'a debugger statement' }],
    }),
    null,
  );
  expect(takers.map(({ script }) => script)).toEqual([THIEF, MASK, null]);
  expect(takers[0]).toMatchObject({
    reads: ['card', 'cvc'],
    tells: [{ host: 'out.example', fields: ['card'], standing: 'thief' }],
    notes: ['stops debuggers: a debugger statement', 'an address hidden in base64'],
    isThief: true,
  });
  expect(takers[1]).toMatchObject({ isThief: false, tells: [{ standing: 'payment' }] });
  expect(takers[2]).toMatchObject({ isThief: false, tells: [{ host: 'metrics.example', standing: 'other' }] });
});
