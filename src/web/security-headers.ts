import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';

export interface SecurityHeaderOptions {
  /** Whether people reach this Shopbell by https; then browsers are told to use nothing else. */
  readonly https: boolean;
}

const none = ["'none'"];
const self = ["'self'"];

/** Sends the security headers with every answer: a content policy without exceptions, no framing, no sniffing, no referrer. */
export function securityHeaders({ https }: SecurityHeaderOptions) {
  const send = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: none,
      scriptSrc: self,
      styleSrc: self,
      imgSrc: ["'self'", 'data:'],
      fontSrc: self,
      connectSrc: self,
      formAction: self,
      frameAncestors: none,
      baseUri: none,
    },
    strictTransportSecurity: https ? 'max-age=63072000; includeSubDomains' : false,
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    permissionsPolicy: {
      camera: [],
      microphone: [],
      geolocation: [],
      payment: [],
      usb: [],
      publickeyCredentialsGet: ['self'],
    },
  });
  return createMiddleware(async (c, next) => {
    let own: string | null = null;
    await send(c, async () => {
      await next();
      own = c.res.headers.get('Content-Security-Policy');
    });
    // A page that shuts itself into a sandbox is stricter than the rule.
    if ((own as string | null)?.startsWith("sandbox; default-src 'none'")) c.res.headers.set('Content-Security-Policy', own ?? '');
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  });
}
