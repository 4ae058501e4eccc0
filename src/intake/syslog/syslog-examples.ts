/** Settings to paste, by program. */
export interface SyslogExample {
  readonly program: string;
  readonly text: string;
}

/**
 * What senders need to send to one source. `token`: of the source; `isPinned`: whether it wants a client certificate, whose paths then stand
 * in the settings.
 */
export function syslogExamples(wish: { readonly host: string; readonly token: string; readonly isPinned: boolean }): SyslogExample[] {
  return [
    { program: 'rsyslog', text: rsyslog(wish) },
    { program: 'nginx → rsyslog', text: NGINX },
    { program: 'syslog-ng', text: syslogNg(wish) },
    { program: 'HAProxy', text: haproxy(wish) },
  ];
}

type Wish = Parameters<typeof syslogExamples>[0];
const CA = '/etc/ssl/certs/ca-certificates.crt';
const CERT = '/etc/ssl/shopbell-client.pem';
const KEY = '/etc/ssl/private/shopbell-client.key';

function rsyslog({ host, token, isPinned }: Wish): string {
  const own = isPinned ? `\n         StreamDriver.CertFile="${CERT}" StreamDriver.KeyFile="${KEY}"` : '';
  return `# /etc/rsyslog.d/30-shopbell.conf; needs the package rsyslog-gnutls
global(maxMessageSize="64k")
template(name="shopbell" type="string" string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% %MSGID% [shopbell@32473 token=\\"${token}\\"] %msg%")
if $programname == "nginx" then {
  action(type="omfwd" target="${host}" port="6514" protocol="tcp" TCP_Framing="octet-counted" template="shopbell"
         StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${host}"
         StreamDriver.CAFile="${CA}"${own}
         queue.type="LinkedList" queue.filename="shopbell" queue.maxDiskSpace="1g" queue.saveOnShutdown="on"
         action.resumeRetryCount="-1")
  stop
}`;
}

const NGINX = `access_log syslog:server=unix:/dev/log,tag=nginx,nohostname shop;
error_log  syslog:server=unix:/dev/log,tag=nginx,nohostname warn;`;

function syslogNg({ host, token, isPinned }: Wish): string {
  const own = isPinned ? `\n        cert-file("${CERT}") key-file("${KEY}")` : '';
  return `rewrite r_shopbell { set("${token}" value(".SDATA.shopbell@32473.token")); };
destination d_shopbell {
  syslog("${host}" port(6514) transport("tls") log-fifo-size(100000)
    tls(ca-file("${CA}") peer-verify(required-trusted)${own}));
};
log { source(s_src); filter { program("nginx") }; rewrite(r_shopbell); destination(d_shopbell); };`;
}

function haproxy({ host, token, isPinned }: Wish): string {
  const own = isPinned ? ' crt /etc/haproxy/shopbell-client.pem' : '';
  return `ring shopbell
    format rfc5424
    maxlen 16384
    size 8388608
    timeout connect 5s
    timeout server 10s
    server shopbell ${host}:6514 log-proto octet-count ssl verify required verifyhost ${host} ca-file ${CA}${own}

defaults
    mode http
    option httplog
    log ring@shopbell len 16384 format rfc5424 local0 info
    log-format-sd "[shopbell@32473 token=\\"${token}\\"]"`;
}
