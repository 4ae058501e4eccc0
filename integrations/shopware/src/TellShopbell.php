<?php
/**
 * What customers and staff do, told to Shopbell. Settings are environment variables: SHOPBELL_URL, SHOPBELL_KEY and what the README lists.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace ShopbellEvents;

use Shopbell\ShopbellClient;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;

foreach (['ShopbellTransport', 'ShopbellSpool', 'ShopbellClient'] as $part) {
    require_once is_file(__DIR__ . "/$part.php") ? __DIR__ . "/$part.php" : dirname(__DIR__, 2) . "/php/$part.php";
}

class TellShopbell implements EventSubscriberInterface
{
    private const RECORDS = ['order' => 'order', 'customer' => 'customer'];

    private ?ShopbellClient $client = null;

    /** @var array<string, true> Forms of settings that this request saved: each of their fields comes by itself. */
    private array $saved = [];

    public static function getSubscribedEvents(): array
    {
        return [
            'checkout.customer.login' => 'signedIn',
            'checkout.customer.register' => 'registered',
            'customer.deleted' => 'customerDeleted',
            'checkout.order.placed' => 'placed',
            'state_enter.order_transaction.state.paid' => 'paid',
            'state_enter.order_transaction.state.failed' => 'paymentFailed',
            'user.written' => 'userWritten',
            'cms_page.written' => 'contentWritten',
            'payment_method.written' => 'configWritten',
            'shipping_method.written' => 'configWritten',
            'sales_channel.written' => 'configWritten',
            'sales_channel_domain.written' => 'configWritten',
            'integration.written' => 'configWritten',
            'webhook.written' => 'configWritten',
            'Shopware\Core\System\SystemConfig\Event\SystemConfigChangedEvent' => 'settingChanged',
            'Shopware\Core\Framework\Plugin\Event\PluginPostInstallEvent' => 'extension',
            'Shopware\Core\Framework\Plugin\Event\PluginPostActivateEvent' => 'extension',
            'kernel.response' => 'answered',
        ];
    }

    public function signedIn(object $event): void
    {
        $this->note('shop.customer.signed_in', fn () => ['shop.actor.id' => $event->getCustomer()->getId(), 'shop.actor.kind' => 'customer']);
    }

    public function registered(object $event): void
    {
        $this->note('shop.customer.registered', fn () => ['shop.object.kind' => 'customer', 'shop.object.id' => $event->getCustomer()->getId()]);
    }

    public function customerDeleted(object $event): void
    {
        foreach ($event->getIds() as $id) {
            $this->note('shop.customer.deleted', fn () => ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $id] + $this->acting($event));
        }
    }

    public function placed(object $event): void
    {
        $this->order('shop.order.placed', $event);
    }

    public function paid(object $event): void
    {
        $this->order('shop.order.paid', $event);
        $this->order('shop.payment.succeeded', $event);
    }

    public function paymentFailed(object $event): void
    {
        $this->order('shop.payment.failed', $event);
    }

    public function userWritten(object $event): void
    {
        foreach ($event->getWriteResults() as $result) {
            $payload = $result->getPayload();
            $name = $result->getOperation() === 'insert' ? 'shop.admin.created' : (array_key_exists('admin', $payload) ? 'shop.admin.role_changed' : '');
            if ($name !== '') {
                $this->note($name, fn () => [
                    'shop.object.kind' => 'account', 'shop.object.id' => (string) $result->getPrimaryKey(), 'shop.role.name' => ($payload['admin'] ?? false) ? 'admin' : 'user',
                ] + $this->acting($event));
            }
        }
    }

    public function contentWritten(object $event): void
    {
        $this->note('shop.content.changed', fn () => ['shop.change.what' => $event->getEntityName()] + $this->acting($event));
    }

    public function configWritten(object $event): void
    {
        $this->note('shop.config.changed', fn () => ['shop.change.what' => $event->getEntityName()] + $this->acting($event));
    }

    /** A setting is called `Plugin.config.name` or `core.form.name`: told is its form, never its value. Shopware does not say by whom. */
    public function settingChanged(object $event): void
    {
        $this->guarded('settingChanged', function () use ($event): void {
            $form = implode('.', array_slice(explode('.', (string) $event->getKey()), 0, 2));
            if (!isset($this->saved[$form])) {
                $this->saved[$form] = true;
                $this->note('shop.config.changed', fn () => ['shop.change.what' => substr($form, 0, 200)]);
            }
        });
    }

    public function extension(object $event): void
    {
        $this->note('shop.extension.installed', fn () => ['shop.change.what' => $event->getPlugin()->getName()]);
    }

    /** What the interfaces gave out, and sign-ins that Shopware has no event for. */
    public function answered(object $event): void
    {
        $this->guarded('answered', function () use ($event): void {
            $request = $event->getRequest();
            $route = (string) $request->attributes->get('_route');
            $status = (int) $event->getResponse()->getStatusCode();
            if ($route === 'api.oauth.token' && in_array($request->request->get('grant_type'), ['password', 'client_credentials'], true)) {
                $this->adminSignedIn($request, $status < 300);
            } elseif (in_array($route, ['frontend.account.login', 'store-api.account.login'], true) && $request->getMethod() === 'POST' && $this->isRefused($route, $status, $request)) {
                $name = (string) ($request->request->get('username') ?: $request->request->get('email'));
                $this->note('shop.customer.sign_in_failed', fn () => ['event.outcome' => 'failure', 'shop.sign_in.reason' => 'other', 'shop.sign_in.name' => $name]);
            } elseif (in_array($route, ['frontend.account.recover.request', 'store-api.account.recovery.send.mail'], true)) {
                $this->note('shop.customer.reset_asked', fn () => []);
            } elseif ($status >= 200 && $status < 300) {
                $this->readOrExported($route, $request, $event->getResponse());
            }
        });
    }

    /** The storefront answers a failed sign-in by showing the page again, and a successful one by sending elsewhere. */
    private function isRefused(string $route, int $status, object $request): bool
    {
        return $route === 'frontend.account.login' ? $status === 200 : $status === 401;
    }

    private function adminSignedIn(object $request, bool $done): void
    {
        $name = (string) ($request->request->get('username') ?: $request->request->get('client_id'));
        $kind = $request->request->get('grant_type') === 'password' ? 'staff' : 'program';
        $this->note($done ? 'shop.admin.signed_in' : 'shop.admin.sign_in_failed', fn () => [
            'event.outcome' => $done ? 'success' : 'failure', 'shop.actor.kind' => $kind, 'shop.sign_in.name' => $name,
        ]);
    }

    private function readOrExported(string $route, object $request, object $response): void
    {
        if (preg_match('~^api\.(order|customer)\.(search|list|detail|search-ids)$~', $route, $found) === 1 && $found[2] !== 'search-ids') {
            $ids = $this->idsIn((string) $response->getContent());
            if ($ids !== []) {
                $this->note('shop.record.read', fn () => [
                    'shop.object.kind' => self::RECORDS[$found[1]], 'shop.object.ids' => $ids, 'shop.object.count' => count($ids),
                ] + $this->actingIn($request));
            }
        } elseif ($route === 'api.action.import_export.file.download') {
            $this->note('shop.export.made', fn () => ['shop.object.kind' => 'customer', 'shop.change.what' => 'import/export file'] + $this->actingIn($request));
        }
    }

    /** @return string[] */
    private function idsIn(string $body): array
    {
        $data = strlen($body) > 20000000 ? [] : (json_decode($body, true)['data'] ?? []);
        $rows = isset($data['id']) ? [$data] : (is_array($data) ? $data : []);
        return array_values(array_filter(array_map('strval', array_column($rows, 'id'))));
    }

    private function order(string $name, object $event): void
    {
        $this->note($name, fn () => [
            'shop.object.kind' => 'order', 'shop.object.id' => $event->getOrder()->getId(),
            'shop.actor.id' => (string) $event->getOrder()->getOrderCustomer()?->getCustomerId(),
        ]);
    }

    private function acting(object $event): array
    {
        $source = $event->getContext()->getSource();
        $id = method_exists($source, 'getUserId') ? (string) $source->getUserId() : '';
        return $id === '' ? [] : ['shop.actor.id' => $id, 'shop.actor.kind' => 'staff'];
    }

    private function actingIn(object $request): array
    {
        $id = (string) $request->attributes->get('oauth_user_id');
        $client = (string) $request->attributes->get('oauth_client_id');
        if ($id !== '') {
            return ['shop.actor.id' => $id, 'shop.actor.kind' => 'staff'];
        }
        return $client === '' ? [] : ['shop.actor.id' => $client, 'shop.actor.kind' => 'program'];
    }

    /** A mistake here, or an object of another kind, must not reach the shop. */
    private function guarded(string $what, callable $work): void
    {
        try {
            $work();
        } catch (\Throwable $error) {
            error_log('Shopbell: ' . $what . ': ' . substr($error->getMessage(), 0, 200));
        }
    }

    private function note(string $name, callable $attributes): void
    {
        $this->guarded($name, function () use ($name, $attributes): void {
            $this->client ??= new ShopbellClient([
                'url' => (string) getenv('SHOPBELL_URL'), 'key' => (string) getenv('SHOPBELL_KEY'), 'folder' => (string) getenv('SHOPBELL_SPOOL'),
                'names' => getenv('SHOPBELL_NAMES') === '1', 'proxies' => array_filter(explode(',', (string) getenv('SHOPBELL_PROXIES'))), 'service' => 'shopware',
            ]);
            $this->client->note($name, $attributes());
        });
    }
}
