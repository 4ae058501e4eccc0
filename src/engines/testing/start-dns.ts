import { createSocket } from 'node:dgram';
import dnsPacket, { type Answer } from 'dns-packet';

export interface TestDns extends AsyncDisposable {
  /** As the resolver wants it. */
  readonly server: string;
  /** Records by `TYPE name`; a name with no record does not exist. Changes count at once. */
  readonly zone: Record<string, readonly Answer[]>;
  /** Whether it answers at all. */
  isSilent: boolean;
}

/** A name server on loopback that knows what a test puts into its zone. */
export async function startDns(): Promise<TestDns> {
  const zone: Record<string, readonly Answer[]> = {};
  const socket = createSocket('udp4');
  const dns: TestDns = {
    server: '',
    zone,
    isSilent: false,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const question = query.questions?.[0];
    if (!question || dns.isSilent) return;
    const answers = [...(zone[`${question.type} ${question.name}`] ?? [])];
    const isName = Object.keys(zone).some((key) => key.endsWith(` ${question.name}`));
    const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | (isName ? 0 : 3);
    socket.send(dnsPacket.encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return Object.assign(dns, { server: `127.0.0.1:${socket.address().port}` });
}
