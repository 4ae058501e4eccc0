<?php
/**
 * Plugin Name: Shopbell
 * Description: Sends the shop's events (sign-ins, records read, exports, orders, staff, extensions) to your Shopbell. Ids and numbers only.
 * Version: 1.0.0
 * Requires PHP: 7.4
 * License: Apache-2.0
 */

namespace Shopbell;

if (!defined('ABSPATH')) {
    exit;
}

foreach (['ShopbellTransport', 'ShopbellSpool', 'ShopbellClient'] as $shopbell_part) {
    require_once is_file(__DIR__ . "/$shopbell_part.php") ? __DIR__ . "/$shopbell_part.php" : dirname(__DIR__) . "/php/$shopbell_part.php";
}

/** Settings stand in wp-config.php, out of the database that may leak: SHOPBELL_URL, SHOPBELL_KEY and what the README lists. */
final class WooCommerceEvents
{
    /**
     * Options that are settings: those of ways to pay, of delivery, mails and integrations, and what decides where and how the shop sells and who
     * may sign up. Caches, versions and notices are options too, and change all day.
     */
    private const SETTINGS = '~^(?:woocommerce_(?:.+_settings|gateway_order|currency|coming_soon|store_pages_only|calc_taxes|prices_include_tax|manage_stock'
        . '|default_country|allowed_countries|specific_allowed_countries|ship_to_countries|enable_(?:guest_checkout|coupons|signup_and_login_from_checkout)'
        . '|(?:cart|checkout|myaccount|terms)_page_id)|siteurl|home|admin_email|users_can_register|default_role|blog_public|permalink_structure)$~';

    /** @var ShopbellClient */
    private $client;

    public function __construct(ShopbellClient $client)
    {
        $this->client = $client;
    }

    public static function fromConstants(): self
    {
        $setting = function (string $name, $default) {
            return defined($name) ? constant($name) : $default;
        };
        return new self(new ShopbellClient([
            'url' => $setting('SHOPBELL_URL', ''),
            'key' => $setting('SHOPBELL_KEY', ''),
            'service' => 'woocommerce',
            'folder' => $setting('SHOPBELL_SPOOL', ''),
            'names' => $setting('SHOPBELL_NAMES', false),
            'proxies' => (array) $setting('SHOPBELL_PROXIES', []),
        ]));
    }

    public function listen(): void
    {
        $actions = [
            'wp_login' => ['signedIn', 2], 'wp_login_failed' => ['signInFailed', 2], 'retrieve_password' => ['resetAsked', 1],
            'user_register' => ['registered', 1], 'set_user_role' => ['roleSet', 3],
            'delete_user' => ['deleted', 1], 'edit_user_profile' => ['profileOpened', 1], 'export_wp' => ['contentExported', 1],
            'wp_privacy_personal_data_erased' => ['erased', 1], 'wp_privacy_personal_data_export_file_created' => ['personExported', 4],
            'activated_plugin' => ['extension', 1], 'upgrader_process_complete' => ['upgraded', 2], 'switch_theme' => ['themeSwitched', 2],
            'wp_ajax_edit-theme-plugin-file' => ['fileEdited', 0], 'customize_save_after' => ['customized', 0],
            'added_option' => ['optionSaved', 1], 'updated_option' => ['optionSaved', 1], 'deleted_option' => ['optionSaved', 1],
            'woocommerce_new_order' => ['placed', 2], 'woocommerce_payment_complete' => ['paid', 1],
            'woocommerce_order_status_failed' => ['paymentFailed', 1], 'woocommerce_order_status_cancelled' => ['cancelled', 1],
            'woocommerce_order_status_completed' => ['sent', 1], 'woocommerce_order_refunded' => ['refunded', 2],
            'woocommerce_admin_order_data_after_order_details' => ['orderOpened', 1],
        ];
        foreach ($actions as $hook => [$method, $arguments]) {
            // First in line: some handlers end the request.
            add_action($hook, $this->safely($method), 0, $arguments);
        }
        add_filter('rest_post_dispatch', function ($response, $server, $request) {
            $this->safely('answered')($response, $request);
            return $response;
        }, 999, 3);
    }

    /** A mistake here, or an argument of another kind, must not reach the shop. */
    private function safely(string $method): callable
    {
        return function (...$arguments) use ($method): void {
            try {
                $this->$method(...$arguments);
            } catch (\Throwable $error) {
                error_log('Shopbell: ' . $method . ': ' . substr($error->getMessage(), 0, 200));
            }
        };
    }

    private function signedIn($login, $user = null): void
    {
        $user = $user ?: get_user_by('login', $login);
        $this->client->note(self::isStaff($user) ? 'shop.admin.signed_in' : 'shop.customer.signed_in', self::whoIs($user) + [
            'shop.sign_in.name' => (string) $login,
        ]);
    }

    private function signInFailed($login, $error = null): void
    {
        $user = get_user_by('login', $login) ?: get_user_by('email', $login);
        $codes = is_object($error) ? $error->get_error_codes() : [];
        $reason = !$user ? 'unknown_user' : (in_array('incorrect_password', $codes, true) ? 'wrong_password' : 'other');
        $who = $user ? self::whoIs($user) : [];
        $this->client->note($user && self::isStaff($user) ? 'shop.admin.sign_in_failed' : 'shop.customer.sign_in_failed', $who + [
            'event.outcome' => 'failure', 'shop.sign_in.reason' => $reason, 'shop.sign_in.name' => (string) $login,
        ]);
    }

    private function resetAsked($login): void
    {
        $user = get_user_by('login', $login);
        $this->client->note('shop.customer.reset_asked', ($user ? self::whoIs($user) : []) + ['shop.sign_in.name' => (string) $login]);
    }

    private function registered($id): void
    {
        $user = get_user_by('id', $id);
        if (!self::isStaff($user)) {
            $this->client->note('shop.customer.registered', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $id] + self::acting());
            return;
        }
        $this->client->note('shop.admin.created', [
            'shop.object.kind' => 'account', 'shop.object.id' => (string) $id, 'shop.role.name' => implode(',', (array) $user->roles),
        ] + self::acting());
    }

    private function roleSet($id, $role, $before = []): void
    {
        // A first role belongs to the registration.
        if ($before !== []) {
            $this->roleChanged($id, $role);
        }
    }

    private function roleChanged($id, $role): void
    {
        if ($role !== 'customer' && $role !== 'subscriber') {
            $this->client->note('shop.admin.role_changed', [
                'shop.object.kind' => 'account', 'shop.object.id' => (string) $id, 'shop.role.name' => (string) $role,
            ] + self::acting());
        }
    }

    private function deleted($id): void
    {
        $this->client->note('shop.customer.deleted', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $id] + self::acting());
    }

    private function erased($request): void
    {
        $this->client->note('shop.customer.anonymised', $this->personOf($request) + self::acting());
    }

    private function personExported($path, $url, $report, $request = 0): void
    {
        $this->client->note('shop.export.made', $this->personOf($request) + ['shop.object.count' => 1] + self::acting());
    }

    private function personOf($request): array
    {
        $asked = wp_get_user_request($request);
        $id = $asked ? (string) $asked->user_id : '';
        return ['shop.object.kind' => 'customer', 'shop.object.id' => $id === '0' ? '' : $id];
    }

    private function contentExported($arguments): void
    {
        $what = is_array($arguments) && isset($arguments['content']) ? (string) $arguments['content'] : 'all';
        if ($what === 'all' || $what === 'shop_order') {
            $this->client->note('shop.export.made', ['shop.object.kind' => 'order', 'shop.change.what' => $what] + self::acting());
        }
    }

    /** WooCommerce calls guests 0. */
    private static function orNobody($account): string
    {
        return (string) $account === '0' ? '' : (string) $account;
    }

    private function profileOpened($user): void
    {
        $this->client->note('shop.record.read', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $user->ID] + self::acting());
    }

    private function orderOpened($order): void
    {
        $this->client->note('shop.record.read', [
            'shop.object.kind' => 'order', 'shop.object.id' => (string) $order->get_id(), 'shop.object.owner.id' => self::orNobody($order->get_customer_id()),
        ] + self::acting());
    }

    /** Records that the shop's interface gave out, to apps and to whoever has a key. */
    private function answered($response, $request): void
    {
        $status = (int) $response->get_status();
        if ($status < 200 || $status >= 300) {
            return;
        }
        $route = (string) $request->get_route();
        if (preg_match('~^/wc-analytics/reports/(orders|customers)/export$~', $route, $found) === 1 && $request->get_method() === 'POST') {
            $this->client->note('shop.export.made', ['shop.object.kind' => rtrim($found[1], 's')] + self::acting());
        }
        if (preg_match('~^/wc/v\d+/(orders|customers)(/\d+)?$~', $route, $found) !== 1 || $request->get_method() !== 'GET') {
            return;
        }
        $data = $response->get_data();
        $ids = array_column(isset($found[2]) ? [(array) $data] : array_map(function ($one): array {
            return (array) $one;
        }, (array) $data), 'id');
        if ($ids !== []) {
            $owner = isset($found[2]) ? ((array) $data)[$found[1] === 'orders' ? 'customer_id' : 'id'] ?? '' : '';
            $this->client->note('shop.record.read', [
                'shop.object.kind' => rtrim($found[1], 's'), 'shop.object.ids' => array_map('strval', $ids), 'shop.object.count' => count($ids),
                'shop.object.owner.id' => self::orNobody($owner),
            ] + self::acting());
        }
    }

    private function placed($id, $order = null): void
    {
        $this->order('shop.order.placed', $id, $order);
    }

    private function paid($id): void
    {
        $this->order('shop.order.paid', $id);
        $this->order('shop.payment.succeeded', $id);
    }

    private function paymentFailed($id): void
    {
        $this->order('shop.payment.failed', $id);
    }

    private function cancelled($id): void
    {
        $this->order('shop.order.cancelled', $id);
    }

    /** Shops complete an order when it is sent; what is not sent tells so by its kind of delivery. */
    private function sent($id): void
    {
        $this->order('shop.order.shipped', $id);
    }

    private function refunded($id, $refund): void
    {
        $back = wc_get_order($refund);
        $this->order('shop.order.refunded', $id, null, $back ? ['shop.amount' => (string) abs((float) $back->get_amount())] : []);
    }

    private function order(string $event, $id, $order = null, array $more = []): void
    {
        $order = $order ?: wc_get_order($id);
        $customer = $order ? (string) $order->get_customer_id() : '';
        $this->client->note($event, [
            'shop.object.kind' => 'order', 'shop.object.id' => (string) $id, 'shop.actor.id' => $customer === '0' ? '' : $customer,
        ] + $more + ($order ? self::worth($order, $event) : []));
    }

    /** What the order is worth and how it is paid and sent: no personal data. */
    private static function worth($order, string $event): array
    {
        $told = [
            'shop.amount' => (string) $order->get_total(), 'shop.currency' => (string) $order->get_currency(),
            'shop.payment.method' => (string) $order->get_payment_method(), 'shop.country' => (string) $order->get_shipping_country(),
            'shop.delivery.kind' => $order->has_shipping_method('local_pickup') ? 'pickup' : ($order->needs_processing() ? 'ship' : 'digital'),
        ];
        return $event === 'shop.order.paid' ? $told + ['shop.payment.id' => (string) $order->get_transaction_id()] : $told;
    }

    private function extension($plugin): void
    {
        $this->client->note('shop.extension.installed', ['shop.change.what' => 'activated ' . $plugin] + self::acting());
    }

    private function upgraded($upgrader, $extra = []): void
    {
        if (in_array($extra['type'] ?? '', ['plugin', 'theme'], true)) {
            $names = (array) ($extra['plugins'] ?? $extra['themes'] ?? $extra['plugin'] ?? $extra['theme'] ?? []);
            $this->client->note('shop.extension.installed', [
                'shop.change.what' => trim(($extra['action'] ?? '') . ' ' . $extra['type'] . ' ' . implode(' ', $names)),
            ] + self::acting());
        }
    }

    private function themeSwitched($name, $theme = null): void
    {
        $this->client->note('shop.extension.installed', ['shop.change.what' => 'theme ' . $name] + self::acting());
    }

    /** Told when it is asked for: WordPress has no hook for afterwards. */
    private function fileEdited(): void
    {
        if (current_user_can('edit_plugins') || current_user_can('edit_themes')) {
            $file = isset($_POST['file']) && is_string($_POST['file']) ? $_POST['file'] : '';
            $this->client->note('shop.content.changed', ['shop.change.what' => 'file ' . substr($file, 0, 200)] + self::acting());
        }
    }

    private function customized(): void
    {
        $this->client->note('shop.content.changed', ['shop.change.what' => 'customizer'] + self::acting());
    }

    /** Which setting, never its value: ways to pay keep their keys there. WordPress tells only of values that differ from before. */
    private function optionSaved($option): void
    {
        if (preg_match(self::SETTINGS, (string) $option) === 1) {
            $this->client->note('shop.config.changed', ['shop.change.what' => substr((string) $option, 0, 200)] + self::acting());
        }
    }

    private static function isStaff($user): bool
    {
        return is_object($user) && (user_can($user, 'edit_posts') || user_can($user, 'manage_woocommerce'));
    }

    private static function whoIs($user): array
    {
        return ['shop.actor.id' => (string) $user->ID, 'shop.actor.kind' => self::isStaff($user) ? 'staff' : 'customer'];
    }

    /** Who is signed in while it happens. */
    private static function acting(): array
    {
        $user = wp_get_current_user();
        return $user && $user->ID ? self::whoIs($user) : [];
    }
}

WooCommerceEvents::fromConstants()->listen();
