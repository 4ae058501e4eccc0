import { z } from 'zod';
import { placesIn } from '../checks/fill-in.ts';
import { unknown } from '../checks/judged.ts';
import { authenticationMethods } from '../checks/read-authentication.ts';
import { lookAtMail, serversOf } from '../mail/look-at-mail.ts';
import { host, maxMs } from './fields.ts';
import { answered, defineKind } from './kind.ts';

const securities = ['starttls', 'tls', 'none'] as const;
const security = z.enum(securities).default('starttls');
/** 0: the usual one. */
const port = z.int().min(0).max(65_535).default(0);
const maybeHost = z.union([z.literal(''), host]).default('');
const user = z.string().trim().max(500).default('');
const password = z
  .string()
  .trim()
  .regex(/^(?:\{\{[a-z0-9_-]{1,60}\}\})?$/i, 'must be {{name}}; give its value as a secret')
  .default('');
const address = z
  .string()
  .trim()
  .max(254)
  .regex(/^(?:[^\s"(),:;<>@[\\\]]{1,64}@[^\s"(),:;<>@[\\\]_]+)?$/, 'must be one plain mail address')
  .default('');
const folder = z
  .string()
  .trim()
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these break a command.
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be the name of a folder');

/** What each way needs. */
const needs = {
  trip: ['smtpHost', 'from', 'to', 'imapHost', 'imapUser', 'imapPassword'],
  smtp: ['smtpHost'],
  imap: ['imapHost', 'imapUser', 'imapPassword'],
} as const;

/** A mail that is sent by the shop's own server really arrives; or only whether a mail server lets one in. */
export const mail = defineKind({
  shape: z
    .strictObject({
      kind: z.literal('mail'),
      /** `trip`: a mail is sent and looked for; `smtp`, `imap`: only signing in. */
      way: z.enum(['trip', 'smtp', 'imap']).default('trip'),
      smtpHost: maybeHost,
      smtpPort: port,
      smtpSecurity: security,
      smtpUser: user,
      smtpPassword: password,
      from: address,
      to: address,
      imapHost: maybeHost,
      imapPort: port,
      imapSecurity: z.enum(securities).default('tls'),
      imapUser: user,
      imapPassword: password,
      folder: folder.min(1).default('INBOX'),
      /** Empty: the one that the server says, or that is named like one. */
      spamFolder: folder.default(''),
      /** Seconds that an arrival is waited for. */
      within: z.int().min(5).max(900).default(120),
      /** Seconds after which it came late; 0: never. */
      late: z.int().min(0).max(900).default(60),
      /** What the receiving server must have found to pass. */
      mustPass: z.array(z.enum(authenticationMethods)).max(3).default([]),
      /** Fewest days that the certificates are still valid. */
      days: z.int().min(0).max(365).default(14),
      maxMs: maxMs(20_000),
    })
    .superRefine((target, context) => {
      for (const name of needs[target.way])
        if (target[name] === '') context.addIssue({ code: 'custom', message: 'is needed for this way', path: [name] });
      if ((target.smtpUser === '') !== (target.smtpPassword === ''))
        context.addIssue({ code: 'custom', message: 'needs both or neither: a user and a password', path: ['smtpPassword'] });
    }),
  patient: true,
  leastEveryMs: ({ way, within }) => (way === 'trip' ? 1_000 * Math.max(60, within) : 20_000),
  fields: [
    { name: 'way', as: 'choice', required: true, choices: ['trip', 'smtp', 'imap'], example: 'trip: SMTP → IMAP' },
    { name: 'smtpHost', as: 'text', example: 'smtp.shop.example' },
    { name: 'smtpSecurity', as: 'choice', choices: securities },
    { name: 'smtpPort', as: 'number', rare: true, example: 'starttls: 587 · tls: 465' },
    { name: 'smtpUser', as: 'text', example: 'probe@shop.example' },
    { name: 'smtpPassword', as: 'text', example: '{{smtp}}' },
    { name: 'from', as: 'text', example: 'shop@shop.example' },
    { name: 'to', as: 'text', example: 'probe@mailbox.example' },
    { name: 'imapHost', as: 'text', example: 'imap.mailbox.example' },
    { name: 'imapSecurity', as: 'choice', choices: ['tls', 'starttls', 'none'] },
    { name: 'imapPort', as: 'number', rare: true, example: 'tls: 993 · starttls: 143' },
    { name: 'imapUser', as: 'text', example: 'probe@mailbox.example' },
    { name: 'imapPassword', as: 'text', example: '{{imap}}' },
    { name: 'folder', as: 'text', rare: true, example: 'INBOX' },
    { name: 'spamFolder', as: 'text', rare: true, example: 'Junk' },
    { name: 'within', as: 'number', example: '120' },
    { name: 'late', as: 'number', example: '60' },
    { name: 'mustPass', as: 'list', example: 'spf · dkim · dmarc' },
    { name: 'days', as: 'number', rare: true },
    { name: 'maxMs', as: 'number', rare: true },
  ],
  destination: (target) =>
    serversOf(target)
      .map((server) => `${server.host}:${server.port}`)
      .join(' '),
  look: async (outside, target, situation) => {
    const [missing] = placesIn(`${target.smtpUser} ${target.smtpPassword} ${target.imapUser} ${target.imapPassword}`);
    if (missing !== undefined) return answered(unknown(`there is no value for {{${missing}}}`));
    return lookAtMail(outside, target, situation);
  },
});
