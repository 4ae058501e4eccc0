<?php
/** SPDX-License-Identifier: Apache-2.0 */

namespace ShopbellEvents;

use Shopware\Core\Framework\Plugin;

class ShopbellEvents extends Plugin
{
}
