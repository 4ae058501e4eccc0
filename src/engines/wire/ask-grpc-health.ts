import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import protobuf from 'protobufjs';
import type { GrpcHealth } from './types.ts';

interface Asked {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
  readonly service: string;
  readonly signal: AbortSignal;
}

/** gRPC health checking protocol, v1: https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
const words = protobuf.parse(`
  syntax = "proto3";
  message HealthCheckRequest { string service = 1; }
  message HealthCheckResponse { int32 status = 1; }`).root;
const request = words.lookupType('HealthCheckRequest');
const response = words.lookupType('HealthCheckResponse');
const states: Readonly<Record<number, GrpcHealth>> = { 0: 'unknown', 1: 'serving', 2: 'not-serving', 3: 'unknown-service' };
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

/** Asks `grpc.health.v1.Health/Check` once. A message of gRPC is one byte (packed or not), four of length, then protobuf. */
export function askGrpcHealth(asked: Asked): Promise<GrpcHealth> {
  return new Promise((resolve, reject) => {
    const session = open(asked);
    const fail = (error: unknown) => {
      session.destroy();
      reject(error);
    };
    asked.signal.addEventListener('abort', () => session.destroy(), { once: true });
    session.once('error', fail);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc+proto',
      te: 'trailers',
    });
    const parts: Buffer[] = [];
    let status: string | undefined;
    let web = 0;
    const note = (headers: Readonly<Record<string, unknown>>) => {
      if (typeof headers['grpc-status'] === 'string') status = headers['grpc-status'];
    };
    stream.on('response', (headers) => {
      web = Number(headers[':status']);
      note(headers);
    });
    stream.on('trailers', note);
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.once('error', fail);
    stream.once('end', () => {
      session.close();
      const health = healthOf(web, status, Buffer.concat(parts));
      if (typeof health === 'string') resolve(health);
      else reject(health);
    });
    const message = request.encode({ service: asked.service }).finish();
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([head, message]));
  });
}

function healthOf(web: number, status: string | undefined, body: Buffer): GrpcHealth | Error {
  if (web !== 200) return new Error(`it answered ${web} and no gRPC`);
  if (Number(status) === NOT_FOUND) return 'unknown-service';
  if (Number(status) === UNIMPLEMENTED) return new Error('it does not offer gRPC health checks');
  if (status !== '0' || body.length < 5) return new Error(`gRPC status ${status ?? 'missing'}`);
  const { status: state } = response.toObject(response.decode(body.subarray(5)), { defaults: true }) as { status: number };
  return states[state] ?? 'unknown';
}

function open({ host, address, port, tls }: Asked): ClientHttp2Session {
  const name = host.replace(/^\[|\]$/g, '');
  const authority = `${tls ? 'https' : 'http'}://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
  const createConnection = () =>
    tls
      ? connectTls({ host: address, port, servername: isIP(name) ? '' : name, ALPNProtocols: ['h2'] })
      : connectTcp({ host: address, port });
  return connectHttp2(authority, { createConnection });
}
