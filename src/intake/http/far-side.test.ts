import { expect, it } from 'vitest';
import { farSide } from './far-side.ts';

const far = (kind: string, attributes: Record<string, string | boolean>, peer = '') => {
  const side = farSide(kind, attributes, peer);
  return [side.far, side.farKind];
};

it('names the other end by its service, its host, its database or its queue', () => {
  expect(far('client', {}, 'api.gateway.example')).toEqual(['api.gateway.example', 'host']);
  expect(far('client', { 'peer.service': 'payments' }, '10.0.0.7')).toEqual(['payments', 'host']);
  expect(far('client', { 'db.system': 'mysql' }, 'db-1')).toEqual(['db-1', 'database']);
  expect(far('client', { 'db.system.name': 'redis' })).toEqual(['redis', 'database']);
  expect(far('producer', { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' }, 'mq-1')).toEqual(['orders', 'queue']);
  expect(far('consumer', { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' })).toEqual(['orders', 'queue']);
  expect(far('server', { 'server.address': 'shop' })).toEqual(['', '']);
  expect(far('internal', {}, 'x')).toEqual(['', '']);
});

it('queues of one caller are their broker, and nobody’s address becomes a system', () => {
  const queue = { 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'amq.gen-Xa71' };
  expect(far('producer', queue, 'mq-1')).toEqual(['rabbitmq', 'queue']);
  expect(far('producer', { ...queue, 'messaging.destination.name': 'mails', 'messaging.destination.temporary': true })).toEqual([
    'rabbitmq',
    'queue',
  ]);
  expect(far('producer', { 'messaging.destination.name': 'inbox-anna.nowak@mail.example' })[0]).not.toContain('anna.nowak');
  expect(far('client', { 'peer.service': 'anna.nowak@mail.example' })[0]).not.toContain('anna.nowak');
});
