import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_MESSAGE, makeFrameCutter } from './cut-frames.ts';
import type { SyslogFrame } from './types.ts';

function cut(chunks: readonly Buffer[], inOrder = true) {
  const cutter = makeFrameCutter();
  const frames: SyslogFrame[] = [];
  const problem = chunks.map((chunk) => cutter.push(chunk, frames)).find((one) => one !== '') ?? '';
  const last = cutter.end(inOrder);
  return { problem, last, texts: frames.map((frame) => frame.bytes.toString('latin1')), cuts: frames.map((frame) => frame.isCut) };
}

const message = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }).map((text) => `<34>1 ${text}`);

it('counted messages come out as they went in, wherever the connection cuts them', () => {
  const texts = ['<34>1 first\nwith a line of its own', '<1>é', '<34>1 - - - - - - last'].map((text) => Buffer.from(text));
  const whole = Buffer.concat(texts.flatMap((text) => [Buffer.from(`${text.length} `), text]));
  for (let at = 0; at <= whole.length; at++) {
    const { texts: found, problem, last } = cut([whole.subarray(0, at), whole.subarray(at)]);
    expect({ found, problem, last }).toEqual({ found: texts.map((text) => text.toString('latin1')), problem: '', last: null });
  }
});

it('any messages, counted or a line each, cut into any pieces', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      (made, isCounted, size) => {
        const texts = made.map((text) => Buffer.from(isCounted ? text : text.replaceAll('\n', ' ')));
        const whole = Buffer.concat(
          texts.flatMap((text) => (isCounted ? [Buffer.from(`${text.length} `), text] : [text, Buffer.from('\n')])),
        );
        const pieces: Buffer[] = [];
        for (let at = 0; at < whole.length; at += size) pieces.push(whole.subarray(at, at + size));
        const { texts: found, problem, last, cuts } = cut(pieces);
        expect(found).toEqual(texts.map((text) => text.toString('latin1')));
        expect({ problem, last, isCut: cuts.includes(true) }).toEqual({ problem: '', last: null, isCut: false });
      },
    ),
  );
});

it('never throws, and holds no more than one message, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
      const { texts } = cut(pieces.map((piece) => Buffer.from(piece)));
      for (const text of texts) expect(text.length).toBeLessThanOrEqual(MAX_MESSAGE);
    }),
  );
});

it('of a huge message its beginning remains, and the next one is whole', () => {
  const huge = `<34>${'x'.repeat(200_000)}`;
  for (const whole of [`${huge.length} ${huge}5 <34>a`, `${huge}\n<34>a\n`]) {
    const pieces = whole.match(/[\s\S]{1,30000}/g)?.map((piece) => Buffer.from(piece)) ?? [];
    const { texts, cuts, problem } = cut(pieces);
    expect({ problem, cuts, lengths: texts.map((text) => text.length) }).toEqual({
      problem: '',
      cuts: [true, false],
      lengths: [MAX_MESSAGE, 5],
    });
  }
});

it('says what is wrong with a framing that is none', () => {
  for (const wrong of ['GET / HTTP/1.1\r\n', '\x16\x03\x01', '0 <34>a', ' 5 <34>a', '12x <34>a', '123456789 <34>a', '5 <34>a<34>b']) {
    expect(cut([Buffer.from(wrong)]).problem, wrong).toMatch(/a length that is none|neither a length nor a priority/);
  }
  const endless = Array.from({ length: 12 }, () => Buffer.alloc(1_000_000, 'x'));
  expect(cut([Buffer.from('<34>'), ...endless]).problem).toBe('a message without an end');
});

it('half a message at the end is told as cut, an unfinished last line is whole when the sender ended in order', () => {
  expect(cut([Buffer.from('50 <34>half')])).toMatchObject({ last: { isCut: true }, problem: '' });
  expect(cut([Buffer.from('<34>whole')])).toMatchObject({ last: { isCut: false } });
  expect(cut([Buffer.from('<34>half')], false)).toMatchObject({ last: { isCut: true } });
  expect(cut([Buffer.from('5')]).last).toBeNull();
});
