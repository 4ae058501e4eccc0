<?php
/**
 * What customers and staff do, told to Shopbell. PHP 7.4 or newer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

foreach (['ShopbellTransport', 'ShopbellSpool', 'ShopbellClient'] as $shopbellPart) {
    $shopbellLib = dirname(__DIR__) . '/lib/' . $shopbellPart . '.php';
    require_once is_file($shopbellLib) ? $shopbellLib : dirname(__DIR__, 2) . '/php/' . $shopbellPart . '.php';
}

class Shopbell_Events_Model_Observer
{
    private const AFTER = 'controller_action_postdispatch_';
    private const EXPORTS = [
        'adminhtml_sales_order_exportCsv' => 'order', 'adminhtml_sales_order_exportExcel' => 'order',
        'adminhtml_customer_exportCsv' => 'customer', 'adminhtml_customer_exportXml' => 'customer',
    ];

    /** @var \Shopbell\ShopbellClient|null One for a request. */
    private static $client = null;

    /** A mistake here, or an object of another kind, must not reach the shop. */
    public function tell(Varien_Event_Observer $observer): void
    {
        $event = (string) $observer->getEvent()->getName();
        try {
            strpos($event, self::AFTER) === 0
                ? $this->action(substr($event, strlen(self::AFTER)), $observer)
                : $this->happened($event, $observer);
        } catch (\Throwable $error) {
            error_log('Shopbell: ' . $event . ': ' . substr($error->getMessage(), 0, 200));
        }
    }

    private function happened(string $event, Varien_Event_Observer $observer): void
    {
        $customer = $observer->getData('customer');
        $order = $observer->getData('order') ?: ($observer->getData('payment') ? $observer->getData('payment')->getOrder() : null);
        switch ($event) {
            case 'customer_login':
                $this->note('shop.customer.signed_in', ['shop.actor.id' => (string) $customer->getId(), 'shop.actor.kind' => 'customer']);
                break;
            case 'customer_register_success':
                $this->note('shop.customer.registered', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $customer->getId()]);
                break;
            case 'customer_delete_after':
                $this->note('shop.customer.deleted', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $customer->getId()] + $this->acting());
                break;
            case 'sales_order_place_after':
                $this->order('shop.order.placed', $order);
                break;
            case 'sales_order_payment_pay':
                $this->order('shop.order.paid', $order);
                $this->order('shop.payment.succeeded', $order);
                break;
            case 'sales_model_service_quote_submit_failure':
                $this->order('shop.payment.failed', $order);
                break;
            case 'admin_session_user_login_success':
                $this->note('shop.admin.signed_in', $this->whoIs($observer->getData('user')));
                break;
            case 'admin_session_user_login_failed':
                $this->note('shop.admin.sign_in_failed', ['event.outcome' => 'failure', 'shop.sign_in.name' => (string) $observer->getData('user_name')]);
                break;
            case 'admin_user_save_after':
                $this->userSaved($observer->getData('object'));
                break;
            case 'cms_page_save_after':
                $this->note('shop.content.changed', ['shop.change.what' => 'page ' . $observer->getData('object')->getId()] + $this->acting());
        }
    }

    /** What a page of the shop or of the back office was asked to do, once it was done. */
    private function action(string $action, Varien_Event_Observer $observer): void
    {
        $request = $observer->getData('controller_action')->getRequest();
        if (isset(self::EXPORTS[$action])) {
            $this->note('shop.export.made', ['shop.object.kind' => self::EXPORTS[$action], 'shop.change.what' => $action] + $this->acting());
        } elseif ($action === 'adminhtml_sales_order_view') {
            $this->note('shop.record.read', ['shop.object.kind' => 'order', 'shop.object.id' => (string) $request->getParam('order_id')] + $this->acting());
        } elseif ($action === 'adminhtml_customer_edit') {
            $this->note('shop.record.read', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $request->getParam('id')] + $this->acting());
        } elseif ($action === 'adminhtml_system_config_save') {
            $this->note('shop.config.changed', ['shop.change.what' => (string) $request->getParam('section')] + $this->acting());
        } elseif ($action === 'customer_account_forgotPasswordPost') {
            $this->note('shop.customer.reset_asked', ['shop.sign_in.name' => (string) $request->getParam('email')]);
        } elseif ($action === 'customer_account_loginPost' && !Mage::getSingleton('customer/session')->isLoggedIn()) {
            $login = (array) $request->getParam('login');
            $this->note('shop.customer.sign_in_failed', [
                'event.outcome' => 'failure', 'shop.sign_in.reason' => 'other', 'shop.sign_in.name' => (string) ($login['username'] ?? ''),
            ]);
        }
    }

    private function userSaved($user): void
    {
        $before = $user->getOrigData();
        $name = empty($before) ? 'shop.admin.created' : ($user->hasData('roles') || $user->hasData('role_ids') ? 'shop.admin.role_changed' : '');
        if ($name !== '') {
            $this->note($name, ['shop.object.kind' => 'account', 'shop.object.id' => (string) $user->getId()] + $this->acting());
        }
    }

    /** The number that addresses of orders hold is the entity's, not the one that the customer sees. */
    private function order(string $name, $order): void
    {
        $this->note($name, [
            'shop.object.kind' => 'order', 'shop.object.id' => (string) ($order->getId() ?: $order->getIncrementId()),
            'shop.actor.id' => (string) $order->getCustomerId(),
        ]);
    }

    private function acting(): array
    {
        $user = Mage::getSingleton('admin/session')->getUser();
        return $user ? $this->whoIs($user) : [];
    }

    private function whoIs($user): array
    {
        return ['shop.actor.id' => (string) $user->getId(), 'shop.actor.kind' => 'staff'];
    }

    /** Settings stand in app/etc/local.xml, out of the database that may leak. */
    private function note(string $name, array $attributes): void
    {
        if (self::$client === null) {
            $node = Mage::getConfig()->getNode('global/shopbell');
            self::$client = new \Shopbell\ShopbellClient(($node ? (array) $node->asArray() : []) + ['service' => 'openmage']);
        }
        self::$client->note($name, $attributes);
    }
}
