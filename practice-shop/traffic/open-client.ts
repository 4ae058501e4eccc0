interface Answer {
  readonly status: number;
  readonly text: string;
  readonly bytes: number;
  readonly location: string | null;
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly referer?: string;
  readonly bearer?: string;
  readonly signal?: AbortSignal;
}

/** A visitor at the shop's door: keeps cookies, states an address, follows no redirects. */
export interface Client {
  /** The address that the shop's log will show; may be changed between requests. */
  address: string;
  readonly agent: string;
  ask(path: string, asked?: Asked): Promise<Answer>;
}

/** Opens a visitor for the practice shop at `origin`. */
export function openClient(origin: string, address: string, agent: string): Client {
  const cookies = new Map<string, string>();
  const client: Client = {
    address,
    agent,
    async ask(path, asked = {}) {
      const headers = new Headers({ 'user-agent': agent, 'x-practice-client': client.address });
      if (cookies.size > 0) headers.set('cookie', [...cookies].map(([key, value]) => `${key}=${value}`).join('; '));
      if (asked.referer) headers.set('referer', asked.referer);
      if (asked.bearer) headers.set('authorization', `Bearer ${asked.bearer}`);
      if (asked.json !== undefined) headers.set('content-type', 'application/json');
      const body = asked.form ? new URLSearchParams(asked.form) : asked.json === undefined ? null : JSON.stringify(asked.json);
      const method = asked.method ?? (body ? 'POST' : 'GET');
      const answer = await fetch(origin + path, {
        method,
        headers,
        body,
        redirect: 'manual',
        ...(asked.signal ? { signal: asked.signal } : {}),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const [key = '', value = ''] = pair.split('=');
        if (value && !/max-age=0/i.test(cookie)) cookies.set(key, value);
        else cookies.delete(key);
      }
      const text = await answer.text();
      return { status: answer.status, text, bytes: Buffer.byteLength(text), location: answer.headers.get('location') };
    },
  };
  return client;
}
