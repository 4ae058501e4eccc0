<?php
/**
 * One POST to Shopbell within a short time. Certificates are checked, redirects are not followed: the key must not travel on.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace Shopbell;

final class ShopbellTransport
{
    /** @var string */
    private $url;
    /** @var string */
    private $key;
    /** @var float Seconds for all of one delivery. */
    private $timeout;

    public function __construct(array $settings)
    {
        $this->url = rtrim((string) $settings['url'], '/') . '/in/ndjson';
        $this->key = (string) $settings['key'];
        $this->timeout = min(5.0, max(0.1, (float) $settings['timeout']));
    }

    public function send(string $idempotencyKey, string $body): ShopbellAnswer
    {
        $headers = [
            'Authorization: Bearer ' . $this->key,
            'Content-Type: application/x-ndjson',
            'Idempotency-Key: ' . $idempotencyKey,
            'User-Agent: shopbell-php/1',
        ];
        return function_exists('curl_init') ? $this->byCurl($headers, $body) : $this->byStream($headers, $body);
    }

    private function byCurl(array $headers, string $body): ShopbellAnswer
    {
        $wait = null;
        $handle = curl_init($this->url);
        curl_setopt_array($handle, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => array_merge($headers, ['Expect:']),
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_CONNECTTIMEOUT_MS => (int) ($this->timeout * 500),
            CURLOPT_TIMEOUT_MS => (int) ($this->timeout * 1000),
            CURLOPT_HEADERFUNCTION => function ($handle, string $line) use (&$wait): int {
                if (preg_match('/^retry-after:\s*(\d{1,5})/i', $line, $found) === 1) {
                    $wait = (int) $found[1];
                }
                return strlen($line);
            },
        ]);
        $done = curl_exec($handle);
        $status = $done === false ? 0 : (int) curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
        return new ShopbellAnswer($status, $wait);
    }

    private function byStream(array $headers, string $body): ShopbellAnswer
    {
        $context = stream_context_create([
            'http' => [
                'method' => 'POST',
                'header' => implode("\r\n", array_merge($headers, ['Connection: close'])),
                'content' => $body,
                'timeout' => $this->timeout,
                'follow_location' => 0,
                'ignore_errors' => true,
            ],
            'ssl' => ['verify_peer' => true, 'verify_peer_name' => true],
        ]);
        // A server that cannot be reached is an answer here, not a warning in the shop's log for each request.
        $stream = @fopen($this->url, 'rb', false, $context);
        if ($stream === false) {
            return new ShopbellAnswer(0, null);
        }
        $head = (array) (stream_get_meta_data($stream)['wrapper_data'] ?? []);
        fclose($stream);
        $status = preg_match('~^HTTP/\S+ (\d{3})~', (string) ($head[0] ?? ''), $found) === 1 ? (int) $found[1] : 0;
        $waits = preg_grep('/^retry-after:\s*\d{1,5}/i', array_map('strval', $head));
        $wait = $waits ? (int) preg_replace('/\D+/', '', (string) reset($waits)) : null;
        return new ShopbellAnswer($status, $wait);
    }
}

final class ShopbellAnswer
{
    /** @var int 0 when there was none. */
    public $status;
    /** @var int|null Seconds the server asks to wait. */
    public $wait;

    public function __construct(int $status, ?int $wait)
    {
        $this->status = $status;
        $this->wait = $wait;
    }

    public function isDone(): bool
    {
        return $this->status >= 200 && $this->status < 300;
    }

    /** Sending the same once more cannot help: the body itself was refused. */
    public function isRefused(): bool
    {
        return in_array($this->status, [400, 413, 415, 422], true);
    }
}
