import { expect, it } from 'vitest';
import { beatOfSubject } from './beat-of-subject.ts';

it.each([
  ['Backup of db1 completed', {}, 'ok'],
  ['', {}, 'ok'],
  ['[FAILED] nightly export', {}, 'fail'],
  ['Cron <root@db1> run-parts: ERROR', {}, 'fail'],
  ['0 errors', {}, 'fail'],
  ['0 errors', { mailFail: ['failed'] }, 'ok'],
  ['0 errors', { mailFail: [] }, 'ok'],
  ['Sicherung FEHLGESCHLAGEN', { mailFail: ['fehlgeschlagen'] }, 'fail'],
  ['BŁĄD kopii', { mailFail: ['błąd'] }, 'fail'],
  ['Backup started', { mailStart: ['started'] }, 'start'],
  ['Backup done', { mailStart: ['started'] }, 'ok'],
  ['Backup done', { mailDone: ['done'], mailStart: ['started'] }, 'ok'],
  ['Out of office', { mailDone: ['done'], mailStart: ['started'] }, null],
  ['done: started and failed', { mailDone: ['done'], mailStart: ['started'] }, 'fail'],
  ['done, started', { mailDone: ['done'], mailStart: ['started'] }, 'ok'],
])('“%s” with %o says %s', (subject, words, beat) => {
  expect(beatOfSubject(subject, words)).toBe(beat);
});
