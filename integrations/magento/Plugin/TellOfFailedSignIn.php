<?php
/** SPDX-License-Identifier: Apache-2.0 */

namespace Shopbell\Events\Plugin;

use Magento\Customer\Api\AccountManagementInterface;
use Shopbell\Events\Model\Bell;

/** Magento has no event for a customer's failed sign-in: told where it is decided, on every way in. */
class TellOfFailedSignIn
{
    public function __construct(private Bell $bell)
    {
    }

    public function aroundAuthenticate(AccountManagementInterface $subject, callable $proceed, $username, $password)
    {
        try {
            return $proceed($username, $password);
        } catch (\Throwable $failure) {
            $this->bell->safely('authenticate', fn () => $this->bell->note('shop.customer.sign_in_failed', [
                'event.outcome' => 'failure', 'shop.sign_in.name' => (string) $username,
                'shop.sign_in.reason' => str_contains(get_class($failure), 'UserLocked') ? 'locked' : 'other',
            ]));
            throw $failure;
        }
    }
}
