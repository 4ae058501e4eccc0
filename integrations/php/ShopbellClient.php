<?php
/**
 * Sends a shop's events to Shopbell: collected while a request runs, sent once after its answer is finished, kept in a bounded
 * folder while Shopbell cannot be reached, and sent again under the same Idempotency-Key. It never throws and never waits long.
 * PHP 7.4 or newer; with the curl extension or without.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace Shopbell;

final class ShopbellClient
{
    /** The only fields that leave the shop; what else is handed over is dropped. */
    private const FIELDS = [
        'client.address', 'event.outcome', 'shop.actor.id', 'shop.actor.kind', 'shop.amount', 'shop.carrier', 'shop.change.what',
        'shop.country', 'shop.currency', 'shop.data.categories', 'shop.delivery.kind', 'shop.delivery.not_before', 'shop.delivery.part', 'shop.device',
        'shop.object.count', 'shop.object.id', 'shop.object.ids', 'shop.object.kind', 'shop.object.owner.id',
        'shop.payment.card.id', 'shop.payment.card.prefix', 'shop.payment.id', 'shop.payment.method', 'shop.role.name', 'shop.sign_in.name', 'shop.sign_in.reason',
        'shop.system', 'user_agent.original', 'user_agent.synthetic.type',
    ];
    private const MOST_EVENTS = 1000;
    private const MOST_IDS = 10000;
    /** A delivery stays well under the 4 MiB that Shopbell takes. */
    private const MOST_BYTES = 1048576;

    /** @var array<string, mixed> */
    private $settings;
    /** @var string[] Lines that wait for the end of the request. */
    private $lines = [];
    /** @var int Events that could not be kept. */
    private $lost = 0;
    /** @var bool */
    private $registered = false;
    /** @var ShopbellSpool|null */
    private $spool = null;

    /**
     * @param array<string, mixed> $settings url (https://bell.shop.example), key (sb_…), service, folder (where to keep what could not
     *   be sent; must not be served to browsers), timeout (seconds, 0.1 to 5), spoolBytes, names (send what was typed at sign-in),
     *   proxies (addresses or ranges whose X-Forwarded-For is believed)
     */
    public function __construct(array $settings)
    {
        $this->settings = $settings + [
            'url' => '', 'key' => '', 'service' => 'shop', 'folder' => '', 'timeout' => 1.0, 'spoolBytes' => 5242880, 'names' => false, 'proxies' => [],
        ];
    }

    /** Whether address and key are set; without them nothing is collected. */
    public function isOn(): bool
    {
        return preg_match('~^https?://[^\s]+$~', (string) $this->settings['url']) === 1
            && preg_match('~^[\x21-\x7e]{8,}$~', (string) $this->settings['key']) === 1;
    }

    /**
     * Collects one event. Who asked is read from the request where the caller does not say it.
     *
     * @param array<string, mixed> $attributes
     */
    public function note(string $name, array $attributes = []): void
    {
        try {
            if (!$this->isOn()) {
                return;
            }
            if (count($this->lines) >= self::MOST_EVENTS) {
                $this->lost++;
                return;
            }
            $this->lines[] = $this->lineOf($name, $attributes);
            if (!$this->registered) {
                $this->registered = true;
                // Registered once more from within, it runs after every shutdown function that the shop itself registers.
                register_shutdown_function(function (): void {
                    register_shutdown_function(function (): void {
                        $this->finish();
                    });
                });
            }
        } catch (\Throwable $error) {
            $this->complain($error->getMessage());
        }
    }

    /** Sends now what was collected, and what waits in the folder. For commands and scheduled jobs; a page sends at its end by itself. */
    public function flush(): void
    {
        try {
            if ($this->isOn()) {
                $this->deliver();
            }
        } catch (\Throwable $error) {
            $this->complain($error->getMessage());
        }
    }

    /** The visitor's address: what a trusted proxy says of it, read from its end; else who is connected. */
    public static function addressOf(array $server, array $proxies): string
    {
        $address = (string) ($server['REMOTE_ADDR'] ?? '');
        $told = array_reverse(array_map('trim', explode(',', (string) ($server['HTTP_X_FORWARDED_FOR'] ?? ''))));
        foreach ($told as $next) {
            if (!self::isWithin($address, $proxies) || filter_var($next, FILTER_VALIDATE_IP) === false) {
                break;
            }
            $address = $next;
        }
        return filter_var($address, FILTER_VALIDATE_IP) === false ? '' : $address;
    }

    private static function isWithin(string $address, array $ranges): bool
    {
        $bytes = filter_var($address, FILTER_VALIDATE_IP) === false ? false : inet_pton($address);
        foreach ($bytes === false ? [] : $ranges as $range) {
            [$base, $length] = explode('/', trim((string) $range), 2) + [1 => ''];
            $network = filter_var($base, FILTER_VALIDATE_IP) === false ? false : inet_pton($base);
            if ($network === false || strlen($network) !== strlen($bytes)) {
                continue;
            }
            $bits = $length === '' ? strlen($bytes) * 8 : min(strlen($bytes) * 8, max(0, (int) $length));
            $mask = str_pad(str_repeat("\xff", intdiv($bits, 8)) . ($bits % 8 === 0 ? '' : chr(0xff << (8 - $bits % 8) & 0xff)), strlen($bytes), "\0");
            if (($bytes & $mask) === ($network & $mask)) {
                return true;
            }
        }
        return false;
    }

    private function lineOf(string $name, array $attributes): string
    {
        $server = PHP_SAPI === 'cli' ? [] : $_SERVER;
        $attributes += [
            'client.address' => self::addressOf($server, (array) $this->settings['proxies']),
            'user_agent.original' => (string) ($server['HTTP_USER_AGENT'] ?? ''),
        ];
        $kept = [
            'at' => (new \DateTimeImmutable('now', new \DateTimeZone('UTC')))->format('Y-m-d\TH:i:s.v\Z'),
            'event' => $name,
            'service' => (string) $this->settings['service'],
        ];
        foreach (self::FIELDS as $field) {
            $value = $this->clean($attributes[$field] ?? null);
            if ($value !== null && ($field !== 'shop.sign_in.name' || $this->settings['names'])) {
                $kept[$field] = $value;
            }
        }
        return (string) json_encode($kept, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
    }

    /** @return int|string|array<int, string>|null */
    private function clean($value)
    {
        if (is_int($value)) {
            return $value;
        }
        if (is_string($value) || is_float($value)) {
            return (string) $value === '' ? null : substr((string) $value, 0, 1024);
        }
        if (is_array($value)) {
            $list = array_filter(array_map(function ($one): string {
                return is_scalar($one) ? substr((string) $one, 0, 128) : '';
            }, array_slice(array_values($value), 0, self::MOST_IDS)), 'strlen');
            return $list === [] ? null : array_values($list);
        }
        return null;
    }

    /** The end of a request: the visitor has the answer and the session is free before anything is sent. */
    private function finish(): void
    {
        try {
            if (session_status() === PHP_SESSION_ACTIVE) {
                session_write_close();
            }
            if (function_exists('fastcgi_finish_request')) {
                fastcgi_finish_request();
            } elseif (function_exists('litespeed_finish_request')) {
                litespeed_finish_request();
            }
            $this->deliver();
        } catch (\Throwable $error) {
            $this->complain($error->getMessage());
        }
    }

    private function deliver(): void
    {
        $spool = $this->spool = $this->spool ?? new ShopbellSpool($this->settings);
        $lines = $this->lines;
        $this->lines = [];
        if ($this->lost > 0) {
            $lines[] = $this->lineOf('shop.integration.lost', ['shop.object.count' => $this->lost]);
            $this->lost = 0;
        }
        $batches = self::batchesOf($lines);
        if ($spool->isPaused()) {
            foreach ($batches as $batch) {
                $spool->append($batch);
            }
            return;
        }
        $transport = new ShopbellTransport($this->settings);
        foreach ($batches as $at => $batch) {
            $key = bin2hex(random_bytes(16));
            $answer = $transport->send($key, $batch);
            if ($answer->isDone()) {
                continue;
            }
            // The server may have stored it although its answer never came: the key stays with it.
            $spool->keep($key, $batch, $answer);
            foreach (array_slice($batches, $at + 1) as $rest) {
                $spool->append($rest);
            }
            return;
        }
        $spool->resend($transport, function (int $lost): string {
            return $this->lineOf('shop.integration.lost', ['shop.object.count' => $lost]) . "\n";
        });
    }

    /** @return string[] Bodies of at most MOST_BYTES. */
    private static function batchesOf(array $lines): array
    {
        $batches = [];
        $batch = '';
        foreach ($lines as $line) {
            if ($batch !== '' && strlen($batch) + strlen($line) > self::MOST_BYTES) {
                $batches[] = $batch;
                $batch = '';
            }
            $batch .= $line . "\n";
        }
        return $batch === '' ? $batches : array_merge($batches, [$batch]);
    }

    private function complain(string $what): void
    {
        error_log('Shopbell: ' . substr($what, 0, 300));
    }
}
