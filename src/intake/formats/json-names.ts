/** Names under which a JSON log may hold what a request is made of, likeliest first. */
export interface JsonNames {
  readonly at: readonly string[];
  readonly address: readonly string[];
  /** Addresses that a proxy forwarded, looked at where the other one is missing or one's own. */
  readonly forwarded: readonly string[];
  /** The whole request line. */
  readonly request: readonly string[];
  readonly method: readonly string[];
  readonly target: readonly string[];
  readonly query: readonly string[];
  readonly host: readonly string[];
  readonly status: readonly string[];
  readonly bytes: readonly string[];
  readonly referrer: readonly string[];
  readonly agent: readonly string[];
  readonly user: readonly string[];
  readonly cookies: readonly string[];
  /** Fingerprint of the TLS handshake. */
  readonly fingerprint: readonly string[];
  readonly protocol: readonly string[];
  readonly cipher: readonly string[];
}

/** nginx's own variable names, Traefik, Fastly, Elastic Common Schema, OpenTelemetry's HTTP names, and what people write by hand. */
export const PLAIN: JsonNames = {
  at: ['time_iso8601', 'time_local', '@timestamp', 'timestamp', 'StartUTC', 'start_time', 'time_start', 'ts', 'time', 'msec', 'date', 'at'],
  address: [
    'remote_addr',
    'request.client_ip',
    'request.remote_ip',
    'client_ip',
    'clientip',
    'ClientHost',
    'source.ip',
    'client.address',
    'remote_ip',
    'remoteAddr',
    'ip',
    'address',
    'downstream_remote_address',
    'client',
  ],
  forwarded: [
    'x_forwarded_for',
    'http_x_forwarded_for',
    'request.headers.X-Forwarded-For',
    'request_X-Forwarded-For',
    'x-forwarded-for',
    'forwarded_for',
    'xff',
  ],
  request: ['request', 'request_line', 'requestLine'],
  method: ['request_method', 'method', 'request.method', 'RequestMethod', 'http.request.method', 'http.method', 'verb'],
  target: [
    'request_uri',
    'request.uri',
    'RequestPath',
    'url.original',
    'url',
    'uri',
    'http.target',
    'path',
    'url.path',
    'target',
    'x-envoy-original-path',
    'x-envoy-origin-path',
  ],
  query: ['args', 'query_string', 'query', 'url.query'],
  host: [
    'request.host',
    'http_host',
    'host',
    'RequestHost',
    'url.domain',
    'server_name',
    'vhost',
    'server.address',
    ':authority',
    'authority',
  ],
  status: [
    'status',
    'DownstreamStatus',
    'http.response.status_code',
    'http.status_code',
    'response_status',
    'status_code',
    'statusCode',
    'response_code',
    'response',
  ],
  bytes: [
    'body_bytes_sent',
    'bytes_sent',
    'size',
    'DownstreamContentSize',
    'http.response.body.bytes',
    'http.response.body.size',
    'response_body_size',
    'bytes',
    'response_size',
    'resp_body_size',
    'contentLength',
  ],
  referrer: [
    'http_referer',
    'request.headers.Referer',
    'request_Referer',
    'http.request.referrer',
    'request_referer',
    'referer',
    'referrer',
  ],
  agent: [
    'http_user_agent',
    'request.headers.User-Agent',
    'request_User-Agent',
    'user_agent.original',
    'request_user_agent',
    'user_agent',
    'userAgent',
    'user-agent',
    'agent',
    'ua',
  ],
  user: ['remote_user', 'user_id', 'user.id', 'enduser.id', 'account', 'customer_id', 'user'],
  cookies: ['http_cookie', 'request.headers.Cookie', 'request_Cookie', 'cookie'],
  fingerprint: [
    'ja4',
    'http_ssl_ja4',
    'ssl_ja4',
    'tls_client_ja4',
    'tls.client.ja4',
    'ja3',
    'ja3_hash',
    'http_ssl_ja3_hash',
    'ssl_ja3_hash',
    'ssl_ja3',
    'tls_client_ja3_md5',
    'tls.client.ja3_md5',
    'tls.client.ja3',
    'ssl_fingerprint_hash',
  ],
  protocol: ['ssl_protocol', 'TLSVersion', 'tls_client_protocol', 'tls_version', 'tls_protocol'],
  cipher: ['ssl_cipher', 'TLSCipher', 'tls_client_cipher', 'tls_cipher', 'tls.cipher'],
};

/** Caddy, which nests the request. */
export const CADDY: JsonNames = {
  ...PLAIN,
  fingerprint: ['request.tls.ja4', 'request.tls.ja3', 'ja4', 'ja3'],
  protocol: ['request.tls.version'],
  cipher: ['request.tls.cipher_suite'],
};

const NONE: JsonNames = {
  ...{ at: [], address: [], forwarded: [], request: [], method: [], target: [], query: [], host: [], status: [], bytes: [] },
  ...{ referrer: [], agent: [], user: [], cookies: [], fingerprint: [], protocol: [], cipher: [] },
};

/** HTTP requests of Cloudflare's Logpush. */
export const CLOUDFLARE: JsonNames = {
  ...NONE,
  at: ['EdgeStartTimestamp', 'EdgeEndTimestamp'],
  address: ['ClientIP'],
  method: ['ClientRequestMethod'],
  target: ['ClientRequestURI', 'ClientRequestPath'],
  host: ['ClientRequestHost'],
  status: ['EdgeResponseStatus'],
  bytes: ['EdgeResponseBytes', 'EdgeResponseBodyBytes'],
  referrer: ['ClientRequestReferer'],
  agent: ['ClientRequestUserAgent'],
  cookies: ['RequestHeaders.cookie'],
  fingerprint: ['JA4', 'JA3Hash'],
  protocol: ['ClientSSLProtocol'],
  cipher: ['ClientSSLCipher'],
};

/** Log entries of Google Cloud, as its load balancers write them. */
export const GOOGLE: JsonNames = {
  ...NONE,
  at: ['timestamp', 'receiveTimestamp'],
  address: ['httpRequest.remoteIp', 'jsonPayload.remoteIp'],
  method: ['httpRequest.requestMethod'],
  target: ['httpRequest.requestUrl'],
  status: ['httpRequest.status'],
  bytes: ['httpRequest.responseSize'],
  referrer: ['httpRequest.referer'],
  agent: ['httpRequest.userAgent'],
  fingerprint: ['jsonPayload.securityPolicyRequestData.tlsJa4Fingerprint', 'jsonPayload.securityPolicyRequestData.tlsJa3Fingerprint'],
  protocol: ['jsonPayload.tls.protocol', 'tls.protocol'],
  cipher: ['jsonPayload.tls.cipher', 'tls.cipher'],
};

/** Azure's Front Door and application gateways. */
export const AZURE: JsonNames = {
  ...NONE,
  at: ['time', 'timeStamp'],
  address: ['properties.clientIp', 'properties.clientIP'],
  method: ['properties.httpMethod'],
  target: ['properties.originalRequestUriWithArgs', 'properties.requestUri'],
  query: ['properties.requestQuery'],
  host: ['properties.originalHost', 'properties.hostName', 'properties.host'],
  status: ['properties.httpStatusCode', 'properties.httpStatus'],
  bytes: ['properties.responseBytes', 'properties.sentBytes', 'properties.responseBodyBytes'],
  referrer: ['properties.referer', 'properties.referrer'],
  agent: ['properties.userAgent'],
  fingerprint: ['properties.clientJA4FingerPrint', 'properties.ja4'],
  protocol: ['properties.securityProtocol', 'properties.sslProtocol'],
  cipher: ['properties.securityCipher', 'properties.sslCipher'],
};

/** Akamai's DataStream 2. */
export const AKAMAI: JsonNames = {
  ...NONE,
  at: ['reqTimeSec'],
  address: ['cliIP'],
  method: ['reqMethod'],
  target: ['reqPath'],
  query: ['queryStr'],
  host: ['reqHost'],
  status: ['statusCode'],
  bytes: ['bytes', 'totalBytes', 'rspContentLen', 'objSize'],
  referrer: ['referer'],
  agent: ['UA'],
  cookies: ['cookie'],
  fingerprint: ['ja4', 'ja4Fingerprint', 'ja3'],
  protocol: ['tlsVersion'],
  cipher: ['tlsCipher'],
};
