<?php
/**
 * What customers and staff do, told to Shopbell. Settings stand in config/defines_custom.inc.php, out of the database that may leak.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

if (!defined('_PS_VERSION_')) {
    exit;
}

foreach (['ShopbellTransport', 'ShopbellSpool', 'ShopbellClient'] as $shopbell_part) {
    require_once is_file(__DIR__ . "/$shopbell_part.php") ? __DIR__ . "/$shopbell_part.php" : dirname(__DIR__) . "/php/$shopbell_part.php";
}

class Shopbell extends Module
{
    private const HOOKS = [
        'actionAuthentication', 'actionCustomerAccountAdd', 'actionObjectCustomerDeleteAfter', 'actionValidateOrder', 'actionPaymentConfirmation',
        'actionOrderStatusPostUpdate', 'actionAdminLoginControllerLoginAfter', 'actionObjectEmployeeAddAfter', 'actionObjectEmployeeUpdateAfter',
        'actionModuleInstallAfter', 'actionObjectCMSUpdateAfter', 'displayAdminOrderMain', 'displayAdminCustomers', 'actionDispatcherBefore',
        'actionAdminUpdate_optionsAfter', 'actionAdminMaintenanceControllerPostProcessBefore', 'actionAdminPreferencesControllerPostProcessBefore',
        'actionAdminShopParametersOrderPreferencesControllerPostProcessBefore',
        'actionAdminShopParametersProductPreferencesControllerPostProcessBefore',
        'actionAdminShippingPreferencesControllerPostProcessHandlingBefore', 'actionAdminInternationalLocalizationControllerPostProcessBefore',
        'actionAdminAdministrationControllerPostProcessBefore', 'actionAdminAdminShopParametersMetaControllerPostProcessBefore',
        'actionAdminAdvancedParametersPerformanceControllerPostProcessBefore',
    ];
    private const EXPORTS = ['AdminCustomers' => 'customer', 'AdminOrders' => 'order'];

    /** @var \Shopbell\ShopbellClient|null */
    private $client = null;

    public function __construct()
    {
        $this->name = 'shopbell';
        $this->tab = 'administration';
        $this->version = '1.0.0';
        $this->author = 'Shopbell';
        $this->ps_versions_compliancy = ['min' => '1.7.8', 'max' => _PS_VERSION_];
        parent::__construct();
        $this->displayName = 'Shopbell';
        $this->description = 'Sends the shop\'s events to your Shopbell. Ids and numbers only.';
    }

    public function install()
    {
        return parent::install() && $this->registerHook(self::HOOKS);
    }

    public function hookActionAuthentication($params)
    {
        $this->note('shop.customer.signed_in', function () use ($params) {
            $customer = $params['customer'] ?? $this->context->customer;
            return ['shop.actor.id' => (string) $customer->id, 'shop.actor.kind' => 'customer'];
        });
    }

    public function hookActionCustomerAccountAdd($params)
    {
        $this->note('shop.customer.registered', function () use ($params) {
            return ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $params['newCustomer']->id];
        });
    }

    public function hookActionObjectCustomerDeleteAfter($params)
    {
        $this->did('shop.customer.deleted', 'customer', function () use ($params) {
            return $params['object']->id;
        });
    }

    public function hookActionValidateOrder($params)
    {
        $this->order('shop.order.placed', function () use ($params) {
            return $params['order']->id;
        });
    }

    public function hookActionPaymentConfirmation($params)
    {
        foreach (['shop.order.paid', 'shop.payment.succeeded'] as $name) {
            $this->order($name, function () use ($params) {
                return $params['id_order'];
            });
        }
    }

    public function hookActionOrderStatusPostUpdate($params)
    {
        if (isset($params['newOrderStatus']->id) && (int) $params['newOrderStatus']->id === (int) Configuration::get('PS_OS_ERROR')) {
            $this->order('shop.payment.failed', function () use ($params) {
                return $params['id_order'];
            });
        }
    }

    public function hookActionAdminLoginControllerLoginAfter($params)
    {
        $this->note('shop.admin.signed_in', function () use ($params) {
            return ['shop.actor.id' => (string) $params['employee']->id, 'shop.actor.kind' => 'staff'];
        });
    }

    public function hookActionObjectEmployeeAddAfter($params)
    {
        $this->employee('shop.admin.created', $params);
    }

    /** PrestaShop does not say what changed: every change of an account of staff is told. */
    public function hookActionObjectEmployeeUpdateAfter($params)
    {
        $this->employee('shop.admin.role_changed', $params);
    }

    public function hookActionModuleInstallAfter($params)
    {
        $this->note('shop.extension.installed', function () use ($params) {
            return ['shop.change.what' => (string) $params['object']->name] + $this->acting();
        });
    }

    public function hookActionObjectCMSUpdateAfter($params)
    {
        $this->note('shop.content.changed', function () use ($params) {
            return ['shop.change.what' => 'page ' . $params['object']->id] + $this->acting();
        });
    }

    public function hookDisplayAdminOrderMain($params)
    {
        $this->did('shop.record.read', 'order', function () use ($params) {
            return $params['id_order'];
        });
        return '';
    }

    public function hookDisplayAdminCustomers($params)
    {
        $this->did('shop.record.read', 'customer', function () use ($params) {
            return $params['id_customer'];
        });
        return '';
    }

    /** Settings on pages of before Symfony. */
    public function hookActionAdminUpdate_optionsAfter($params)
    {
        $this->note('shop.config.changed', function () use ($params) {
            return ['shop.change.what' => (string) $params['controller']->controller_name] + $this->acting();
        });
    }

    public function hookActionAdminMaintenanceControllerPostProcessBefore($params)
    {
        $this->setting('maintenance');
    }

    public function hookActionAdminPreferencesControllerPostProcessBefore($params)
    {
        $this->setting('general');
    }

    public function hookActionAdminShopParametersOrderPreferencesControllerPostProcessBefore($params)
    {
        $this->setting('order settings');
    }

    public function hookActionAdminShopParametersProductPreferencesControllerPostProcessBefore($params)
    {
        $this->setting('product settings');
    }

    public function hookActionAdminShippingPreferencesControllerPostProcessHandlingBefore($params)
    {
        $this->setting('shipping');
    }

    public function hookActionAdminInternationalLocalizationControllerPostProcessBefore($params)
    {
        $this->setting('localization');
    }

    public function hookActionAdminAdministrationControllerPostProcessBefore($params)
    {
        $this->setting('administration');
    }

    public function hookActionAdminAdminShopParametersMetaControllerPostProcessBefore($params)
    {
        $this->setting('SEO and addresses');
    }

    public function hookActionAdminAdvancedParametersPerformanceControllerPostProcessBefore($params)
    {
        $this->setting('performance');
    }

    /** Pages of settings tell that somebody saves, before it is known whether anything changes. Never a value. */
    private function setting(string $what): void
    {
        $this->note('shop.config.changed', function () use ($what) {
            return ['shop.change.what' => $what] + $this->acting();
        });
    }

    /** The list's own export, and a module's own settings, have no hook: told when they are asked for, by pages of before Symfony. */
    public function hookActionDispatcherBefore($params)
    {
        $page = (string) Tools::getValue('controller');
        $module = (string) Tools::getValue('configure');
        if ($page === 'AdminModules' && $module !== '' && ($_SERVER['REQUEST_METHOD'] ?? '') === 'POST') {
            $this->setting('module ' . substr($module, 0, 100));
        }
        if (isset(self::EXPORTS[$page]) && Tools::getIsset('export' . self::EXPORTS[$page])) {
            $this->note('shop.export.made', function () use ($page) {
                return ['shop.object.kind' => self::EXPORTS[$page], 'shop.change.what' => $page] + $this->acting();
            });
        }
    }

    private function employee(string $name, $params): void
    {
        $this->note($name, function () use ($params) {
            $employee = $params['object'];
            return [
                'shop.object.kind' => 'account', 'shop.object.id' => (string) $employee->id, 'shop.role.name' => (string) $employee->id_profile,
            ] + $this->acting();
        });
    }

    private function did(string $name, string $kind, callable $id): void
    {
        $this->note($name, function () use ($kind, $id) {
            return ['shop.object.kind' => $kind, 'shop.object.id' => (string) $id()] + $this->acting();
        });
    }

    private function order(string $name, callable $id): void
    {
        $this->note($name, function () use ($id) {
            $customer = $this->context->customer ?? null;
            return ['shop.object.kind' => 'order', 'shop.object.id' => (string) $id(), 'shop.actor.id' => $customer && $customer->id ? (string) $customer->id : ''];
        });
    }

    private function acting(): array
    {
        $employee = $this->context->employee ?? null;
        return $employee && $employee->id ? ['shop.actor.id' => (string) $employee->id, 'shop.actor.kind' => 'staff'] : [];
    }

    /** A mistake here, or an argument of another kind, must not reach the shop. */
    private function note(string $name, callable $attributes): void
    {
        try {
            if ($this->client === null) {
                $setting = function (string $name, $default) {
                    return defined($name) ? constant($name) : $default;
                };
                $this->client = new \Shopbell\ShopbellClient([
                    'url' => $setting('SHOPBELL_URL', ''), 'key' => $setting('SHOPBELL_KEY', ''), 'folder' => $setting('SHOPBELL_SPOOL', ''),
                    'names' => $setting('SHOPBELL_NAMES', false), 'proxies' => (array) $setting('SHOPBELL_PROXIES', []), 'service' => 'prestashop',
                ]);
            }
            $this->client->note($name, $attributes());
        } catch (\Throwable $error) {
            error_log('Shopbell: ' . $name . ': ' . substr($error->getMessage(), 0, 200));
        }
    }
}
