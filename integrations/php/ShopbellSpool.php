<?php
/**
 * What could not be sent, on disk, up to a bound: `open.ndjson` takes lines, `send-KEY.ndjson` is a delivery that never changes again
 * and carries its Idempotency-Key in its name. When the bound is reached the oldest stays and what was not kept is counted.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace Shopbell;

final class ShopbellSpool
{
    private const PAUSE = 30;
    private const LONG_PAUSE = 300;
    /** Deliveries and seconds that one request may spend on what waited. */
    private const MOST_AT_ONCE = 4;
    private const MOST_SECONDS = 2.0;

    /** @var string '' when there is none to write to. */
    private $folder;
    /** @var int */
    private $limit;

    public function __construct(array $settings)
    {
        $this->limit = min(104857600, max(0, (int) $settings['spoolBytes']));
        $folder = (string) $settings['folder'];
        // One folder for each shop on a machine; the key is in its name as a hash only.
        $this->folder = $folder !== '' ? $folder : sys_get_temp_dir() . '/shopbell-' . substr(hash('sha256', __DIR__ . "\0" . $settings['key']), 0, 24);
        if (!$this->makeFolder()) {
            $this->folder = '';
        }
    }

    public function isPaused(): bool
    {
        $until = $this->folder === '' ? '' : (string) @file_get_contents($this->folder . '/pause');
        // A clock that was set back must not pause for ever.
        return ctype_digit($until) && (int) $until > time() && (int) $until <= time() + self::LONG_PAUSE;
    }

    /** Keeps a delivery that failed under its own key, and waits before the next. */
    public function keep(string $key, string $body, ShopbellAnswer $answer): void
    {
        $this->pause($answer);
        if ($answer->isRefused()) {
            $this->count(substr_count($body, "\n"));
            error_log('Shopbell: a delivery was refused with status ' . $answer->status);
            return;
        }
        if (!$this->hasRoomFor(strlen($body)) || !$this->write($this->folder . '/send-' . $key . '.ndjson', $body)) {
            $this->count(substr_count($body, "\n"));
        }
    }

    /** Adds lines to those that wait; no delivery is tried. */
    public function append(string $lines): void
    {
        if (!$this->hasRoomFor(strlen($lines)) || !$this->locked('open.lock', function () use ($lines): bool {
            $path = $this->folder . '/open.ndjson';
            $file = @fopen($path, 'c+b');
            if ($file === false) {
                return false;
            }
            fseek($file, 0, SEEK_END);
            $end = (int) ftell($file);
            if ($end > 0) {
                // A line that was cut off by a crash must not swallow the next one.
                fseek($file, -1, SEEK_END);
                $lines = (fread($file, 1) === "\n" ? '' : "\n") . $lines;
                fseek($file, 0, SEEK_END);
            }
            $whole = fwrite($file, $lines) === strlen($lines) && fflush($file);
            if (!$whole) {
                ftruncate($file, $end);
            }
            fclose($file);
            if ($end > 524288) {
                @rename($path, $this->folder . '/send-' . bin2hex(random_bytes(16)) . '.ndjson');
            }
            return $whole;
        })) {
            $this->count(substr_count($lines, "\n"));
        }
    }

    /** Sends what waits, oldest first, one process at a time. `$tell` makes the line that says how many were lost. */
    public function resend(ShopbellTransport $transport, callable $tell): void
    {
        if ($this->folder === '') {
            return;
        }
        $this->locked('send.lock', function () use ($transport, $tell): bool {
            $this->locked('open.lock', function () use ($tell): bool {
                $lost = $this->lost();
                if ($lost > 0 && @file_put_contents($this->folder . '/open.ndjson', "\n" . $tell($lost), FILE_APPEND) !== false) {
                    @unlink($this->folder . '/lost');
                }
                return is_file($this->folder . '/open.ndjson')
                    && @rename($this->folder . '/open.ndjson', $this->folder . '/send-' . bin2hex(random_bytes(16)) . '.ndjson');
            });
            $began = microtime(true);
            foreach (array_slice($this->waiting(), 0, self::MOST_AT_ONCE) as $path) {
                $body = @file_get_contents($path);
                if ($body === false || microtime(true) - $began > self::MOST_SECONDS) {
                    return false;
                }
                $answer = $transport->send(substr(basename($path, '.ndjson'), 5), $body);
                if (!$answer->isDone() && !$answer->isRefused()) {
                    $this->pause($answer);
                    return false;
                }
                if ($answer->isRefused()) {
                    $this->count(substr_count($body, "\n"));
                    error_log('Shopbell: a delivery was refused with status ' . $answer->status);
                }
                @unlink($path);
            }
            return true;
        });
    }

    /** @return string[] */
    private function waiting(): array
    {
        $paths = glob($this->folder . '/send-*.ndjson') ?: [];
        usort($paths, function (string $a, string $b): int {
            return [(int) @filemtime($a), $a] <=> [(int) @filemtime($b), $b];
        });
        return $paths;
    }

    private function pause(ShopbellAnswer $answer): void
    {
        if ($this->folder !== '') {
            // A refused key does not get better within seconds.
            $seconds = in_array($answer->status, [401, 403, 404], true) ? self::LONG_PAUSE : self::PAUSE;
            $this->write($this->folder . '/pause', (string) (time() + min(self::LONG_PAUSE, max(1, $answer->wait ?? $seconds))));
        }
    }

    private function hasRoomFor(int $bytes): bool
    {
        if ($this->folder === '') {
            return false;
        }
        clearstatcache();
        foreach (glob($this->folder . '/*.ndjson') ?: [] as $path) {
            $bytes += (int) @filesize($path);
        }
        return $bytes <= $this->limit;
    }

    private function lost(): int
    {
        return (int) @filesize($this->folder . '/lost');
    }

    /** One byte for each event: adding is one write that needs no lock. */
    private function count(int $events): void
    {
        if ($this->folder === '' || $this->lost() > 1048576) {
            error_log('Shopbell: ' . $events . ' events could not be kept');
            return;
        }
        @file_put_contents($this->folder . '/lost', str_repeat('.', $events), FILE_APPEND);
    }

    /** Written aside and moved, so that nobody ever reads a half. */
    private function write(string $path, string $content): bool
    {
        $aside = $path . '.' . bin2hex(random_bytes(6));
        return @file_put_contents($aside, $content) === strlen($content) && @rename($aside, $path);
    }

    /** Runs while nobody else does; gives up after a twentieth of a second. */
    private function locked(string $name, callable $work): bool
    {
        $lock = @fopen($this->folder . '/' . $name, 'cb');
        if ($lock === false) {
            return false;
        }
        for ($tries = 0; !flock($lock, LOCK_EX | LOCK_NB); $tries++) {
            if ($tries >= 10 || $name === 'send.lock') {
                fclose($lock);
                return false;
            }
            usleep(5000);
        }
        try {
            return (bool) $work();
        } finally {
            flock($lock, LOCK_UN);
            fclose($lock);
        }
    }

    /** A folder of ours alone: what somebody else put there in our name is not used. */
    private function makeFolder(): bool
    {
        clearstatcache();
        if (!is_dir($this->folder) && !@mkdir($this->folder, 0700, true)) {
            clearstatcache();
        }
        if (!is_dir($this->folder) || is_link($this->folder) || !is_writable($this->folder)) {
            return false;
        }
        return !function_exists('posix_geteuid') || fileowner($this->folder) === posix_geteuid();
    }
}
