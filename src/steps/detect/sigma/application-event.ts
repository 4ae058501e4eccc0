import { eventOfJson, makeEvent, type SigmaEvent } from '#sigma/index.ts';

/** An application's event as it is stored. */
export interface EventFacts {
  readonly name: string;
  readonly severity: string;
  readonly service: string;
  readonly address: string;
  readonly agent: string;
  readonly session: string;
  readonly account: string;
  readonly object_kind: string;
  readonly object_ref: string;
  readonly outcome: string;
  readonly records: number;
  readonly bytes: number;
  /** JSON. */
  readonly attributes: string;
  readonly body: string;
}

/** An event under its attributes' own names, and under Sigma's for what every event has. */
export function applicationEvent(facts: EventFacts, at: string): SigmaEvent {
  return new Map([
    ...eventOfJson(attributesOf(facts.attributes)),
    ...makeEvent({
      name: facts.name,
      'event.name': facts.name,
      'event.outcome': facts.outcome,
      severity: facts.severity,
      service: facts.service,
      'c-ip': facts.address,
      src_ip: facts.address,
      'cs-user-agent': facts.agent,
      timestamp: at,
      date: at.slice(0, 10),
      time: at.slice(11, 19),
      body: facts.body,
      'shop.object.kind': facts.object_kind,
      'shop.object.count': facts.records,
      'http.response.body.size': facts.bytes,
      'shopbell.session': facts.session,
      'shopbell.account': facts.account,
      'shopbell.object-kind': facts.object_kind,
      'shopbell.object-ref': facts.object_ref,
    }),
  ]);
}

function attributesOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
