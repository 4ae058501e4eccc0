<?php
/**
 * The client, with the settings of app/etc/env.php: out of the database that may leak.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace Shopbell\Events\Model;

use Magento\Framework\App\DeploymentConfig;
use Shopbell\ShopbellClient;

foreach (['ShopbellTransport', 'ShopbellSpool', 'ShopbellClient'] as $part) {
    require_once is_file(dirname(__DIR__, 2) . "/$part.php") ? dirname(__DIR__, 2) . "/$part.php" : dirname(__DIR__, 2) . "/php/$part.php";
}

class Bell
{
    private ShopbellClient $client;

    public function __construct(DeploymentConfig $config)
    {
        $settings = $config->get('shopbell');
        $this->client = new ShopbellClient((is_array($settings) ? $settings : []) + ['service' => 'magento']);
    }

    public function note(string $name, array $attributes): void
    {
        $this->client->note($name, $attributes);
    }

    /** A mistake here, or an object of another kind, must not reach the shop. */
    public function safely(string $what, callable $work): void
    {
        try {
            $work();
        } catch (\Throwable $error) {
            error_log('Shopbell: ' . $what . ': ' . substr($error->getMessage(), 0, 200));
        }
    }
}
